import type { Check, ColumnProfile, ExtentRead, Finding, Target } from '../../domain/schema/inspection'
import type { Foreseen, ForeseenColumn } from '../../domain/schema/values'
import type { ScalarType } from '../../domain/scalar-type'
import { sumForeseen } from '../../domain/value-accounting'
import { isOrdered, isSummed } from '../../domain/value-measures'
import type { Foresee, SourceToForesee } from '../jobs/values/foresight'
import type { InspectionService } from '../studio-services'

/** What reading a source told, of all of it or of a sample. */
type Told = Pick<Check, 'columns' | 'findings' | 'read'>

/**
 * Foresees values by checking each source whole, one after another: an ingestion of theirs is under way. Of a large blob
 * only a sample is read.
 */
export function createForesight(inspection: InspectionService): Foresee {
  const lookAnew = async (
    target: Target,
    { source, reading, mostBytes }: SourceToForesee,
    { signal, extent }: { readonly signal: AbortSignal; readonly extent: 'whole' | 'sample' },
  ): Promise<Told | null> => {
    const look = await inspection.look({ source, reading, target }, signal)
    try {
      if (look.problem !== null) return null
      const isSampled = extent === 'sample' || (look.sizeBytes ?? 0) > mostBytes
      if (isSampled || look.read.isWhole) return look
      return doneOnly(await inspection.whole(look.lookId, signal))
    } finally {
      inspection.close(look.lookId)
    }
  }

  return async (target, sources, signal, extent) => {
    const held = sources.map((source) =>
      source?.look === undefined || extent === 'sample'
        ? null
        : inspection.whole(source.look.lookId, signal).catch(() => null),
    )
    const parts: (Foreseen | null)[] = []
    for (const [index, source] of sources.entries()) {
      if (source === null) {
        parts.push(null)
        continue
      }
      try {
        const known = doneOnly(await held[index])
        // A look that was taken without a target says nothing of its columns.
        const isUsable = known?.columns.some(({ column }) => column !== null) === true
        const told = isUsable ? known : await lookAnew(await target, source, { signal, extent })
        const isAccepted = source.look?.isAccepted ?? false
        const read = told && { ...told.read, columns: told.columns, findings: told.findings }
        parts.push(read === null ? null : foreseenBy(read, await target, isAccepted))
      } catch (error) {
        // What cannot be read is told by whoever sends it; here its values stay unknown.
        if (signal.aborted) throw error
        parts.push(null)
      }
    }
    return sumForeseen(parts)
  }
}

function doneOnly(check: Check | null | undefined): Told | null {
  return check?.status === 'done' ? check : null
}

/** What reading a source says of a target's columns. A column with a constant holds what no record says, and is left out. */
export function foreseenBy(
  {
    records,
    isWhole,
    columns,
    findings = [],
  }: Pick<ExtentRead, 'records' | 'isWhole'> & {
    readonly columns: readonly Pick<
      ColumnProfile,
      'column' | 'empty' | 'becomeNull' | 'minimum' | 'maximum' | 'sum'
    >[]
    readonly findings?: readonly Finding[]
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
    const { empty, becomeNull, ...rest } = profile ?? {
      empty: records,
      becomeNull: 0,
      minimum: null,
      maximum: null,
      sum: null,
    }
    const notFound = notFoundIn(findings, { name, empty, records })
    const counted = (effect: Finding['effect']): number =>
      findings.reduce((sum, one) => sum + (one.column === name && one.effect === effect ? one.count : 0), 0)
    const cut = counted('cut')
    const changed = counted('changed')
    return [
      {
        column: name,
        type,
        empty,
        becomeNull,
        ...(notFound === 0 ? {} : { notFound }),
        ...(cut === 0 ? {} : { cut }),
        ...(changed === 0 ? {} : { changed }),
        ...measuresOf(type, rest),
      },
    ]
  })
  return { records, isWhole, isAccepted, columns: foreseen }
}

/** The measures that a type has: texts are told in an order of their own, which the service does not share. */
function measuresOf(
  type: ScalarType,
  { minimum, maximum, sum }: Pick<ColumnProfile, 'minimum' | 'maximum' | 'sum'>,
): Pick<ForeseenColumn, 'minimum' | 'maximum' | 'sum'> {
  if (sum === undefined) return {}
  return { ...(isOrdered(type) ? { minimum, maximum } : {}), ...(isSummed(type) ? { sum } : {}) }
}

/** How many records have nothing for a column although they hold what was meant for it. */
function notFoundIn(
  findings: readonly Finding[],
  { name, empty, records }: { readonly name: string; readonly empty: number; readonly records: number },
): number {
  if (findings.some((finding) => isMissedByAll(finding, name))) return empty
  const counted = findings.reduce((sum, { kind, effect, column, count, facts }) => {
    const isInOtherCase = kind === 'caseDiffers' && effect === 'null' && facts?.['target'] === name
    // Optional keys are no fault; a column that no record fills, beside keys that go nowhere, is.
    const isUnfilled = kind === 'missingColumn' && column === name && facts?.['keys'] !== undefined
    return isInOtherCase || (isUnfilled && empty === records) ? sum + count : sum
  }, 0)
  return Math.min(counted, empty)
}

/** Whether a finding says that no record has what a column looks for. */
function isMissedByAll({ kind, effect, column, examples, facts }: Finding, name: string): boolean {
  if (kind === 'noKeyMatches') return true
  if (kind === 'pathNotFound') return column === name
  return kind === 'caseDiffers' && effect === 'null' && examples.length === 0 && facts?.['target'] === name
}
