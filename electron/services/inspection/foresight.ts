import type { Check, Finding, Target } from '../../domain/schema/inspection'
import type { Foreseen, ForeseenColumn } from '../../domain/schema/values'
import { sumForeseen } from '../../domain/value-accounting'
import type { Foresee, SourceToForesee } from '../jobs/values/foresight'
import type { InspectionService } from '../studio-services'

/** Foresees values by checking each source whole, one after another: an ingestion of theirs is under way. */
export function createForesight(inspection: InspectionService): Foresee {
  const lookAnew = async (
    target: Target,
    { source, reading }: SourceToForesee,
    signal: AbortSignal,
  ): Promise<Check> => {
    const { lookId } = await inspection.look({ source, reading, target }, signal)
    try {
      return await inspection.whole(lookId, signal)
    } finally {
      inspection.close(lookId)
    }
  }

  return async (target, sources, signal) => {
    const held = sources.map(({ look }) =>
      look === undefined ? null : inspection.whole(look.lookId, signal).catch(() => null),
    )
    const parts: (Foreseen | null)[] = []
    for (const [index, source] of sources.entries()) {
      try {
        const known = await held[index]
        // A look that was taken without a target says nothing of its columns.
        const isUsable = known?.columns.some(({ column }) => column !== null) === true
        const check = isUsable ? known : await lookAnew(await target, source, signal)
        const isAccepted = source.look?.isAccepted ?? false
        parts.push(check.status === 'done' ? foreseenBy(check, await target, isAccepted) : null)
      } catch (error) {
        // What cannot be read is told by whoever sends it; here its values stay unknown.
        if (signal.aborted) throw error
        parts.push(null)
      }
    }
    return sumForeseen(parts)
  }
}

/** What a check says of a target's columns. A column with a constant holds what no record says, and is left out. */
function foreseenBy({ read, columns, findings }: Check, target: Target, isAccepted: boolean): Foreseen {
  const { records, isWhole } = read
  const foreseen = target.columns.flatMap(({ name, type }): ForeseenColumn[] => {
    const mapped = target.mapping?.find(({ column }) => column === name)
    const isBeside =
      mapped?.constant !== undefined || /^source(location|linenumber)$/i.test(mapped?.transform ?? '')
    if (isBeside) return []
    const profile = columns.find(({ column }) => column === name)
    const { empty, becomeNull } = profile ?? { empty: records, becomeNull: 0 }
    const isLost = empty > 0 && findings.some((finding) => isAbout(finding, name))
    return [{ column: name, type, empty, becomeNull, ...(isLost ? { notFound: empty } : {}) }]
  })
  return { records, isWhole, isAccepted, columns: foreseen }
}

/** Whether a finding says that no record has what a column looks for. */
function isAbout({ kind, column, facts }: Finding, name: string): boolean {
  if (kind === 'noKeyMatches') return true
  return kind === 'pathNotFound' ? column === name : kind === 'caseDiffers' && facts?.['target'] === name
}
