import type { ColumnProfile, ExtentRead, Target } from '../../domain/schema/inspection'
import type { Foreseen, ForeseenColumn } from '../../domain/schema/values'
import { sumForeseen } from '../../domain/value-accounting'
import type { Foresee, SourceToForesee } from '../jobs/values/foresight'
import type { InspectionService } from '../studio-services'

/** Foresees values by checking each source whole, one after another: an ingestion of theirs is under way. */
export function createForesight(inspection: InspectionService): Foresee {
  const foreseeOne = async (
    target: Target,
    { source, reading, look }: SourceToForesee,
    signal: AbortSignal,
  ): Promise<Foreseen | null> => {
    try {
      const lookId = look?.lookId ?? (await inspection.look({ source, reading, target }, signal)).lookId
      const check = await inspection.whole(lookId, signal)
      if (look === undefined) inspection.close(lookId)
      if (check.status !== 'done') return null
      return foreseenBy({ ...check.read, columns: check.columns }, target, look?.isAccepted ?? false)
    } catch (error) {
      // What cannot be read is told by whoever sends it; here its values stay unknown.
      if (signal.aborted) throw error
      return null
    }
  }
  return async (target, sources, signal) => {
    const parts: (Foreseen | null)[] = []
    for (const source of sources) parts.push(await foreseeOne(target, source, signal))
    return sumForeseen(parts)
  }
}

/** What reading a source says of a target's columns. A column with a constant holds what no record says, and is left out. */
export function foreseenBy(
  {
    records,
    isWhole,
    columns,
  }: Pick<ExtentRead, 'records' | 'isWhole'> & {
    readonly columns: readonly Pick<ColumnProfile, 'column' | 'empty' | 'becomeNull'>[]
  },
  target: Target,
  isAccepted: boolean,
): Foreseen {
  const foreseen = target.columns.flatMap(({ name, type }): ForeseenColumn[] => {
    const mapped = target.mapping?.find(({ column }) => column === name)
    const isBeside =
      mapped?.constant !== undefined || /^source(location|linenumber)$/i.test(mapped?.transform ?? '')
    if (isBeside) return []
    const profile = columns.find(({ column }) => column === name)
    if (profile === undefined) return [{ column: name, type, empty: records, becomeNull: 0 }]
    const { empty, becomeNull } = profile
    return [{ column: name, type, empty, becomeNull }]
  })
  return { records, isWhole, isAccepted, columns: foreseen }
}
