import type {
  Check,
  ColumnProfile,
  ExtentRead,
  Finding,
  InspectionSource,
  Target,
} from '../../domain/schema/inspection'
import type { Foreseen, ForeseenColumn, Unread } from '../../domain/schema/values'
import type { ScalarType } from '../../domain/scalar-type'
import { ForeseenSum } from '../../domain/value-accounting'
import { isOrdered, isSummed } from '../../domain/value-measures'
import type { Foresee, ForeseeOptions, SourceToForesee } from '../jobs/values/foresight'
import type { InspectionService } from '../studio-services'

/** So many sources across the list are read first. */
const spreadSources = 20

/** What reading a source told, of all of it or of a sample. */
type Told = Pick<Check, 'columns' | 'findings' | 'read'>

/**
 * Foresees values by checking each source whole, one after another: an ingestion of theirs is under way. Of a large blob
 * only a sample is read.
 */
export function createForesight(inspection: InspectionService): Foresee {
  const lookAnew = async (
    target: Target,
    {
      source,
      reading,
      mostBytes,
    }: Pick<SourceToForesee, 'reading' | 'mostBytes'> & {
      readonly source: InspectionSource
    },
    { signal, extent }: ForeseeOptions,
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

  return async (target, sources, options) => {
    const { signal, isEnough = () => false } = options
    const held = sources.map((source) =>
      source.look === undefined ? undefined : inspection.whole(source.look.lookId, signal).catch(() => null),
    )
    const sum = new ForeseenSum()
    for (const index of lookedFirst(held)) {
      const source = sources[index]
      if (source === undefined) continue
      const { reading, mostBytes } = source
      // Its fields are seen, and not in which columns they arrive.
      if (reading.format === 'w3clogfile' || (held[index] === undefined && isEnough())) continue
      try {
        const place = await source.place()
        if (place === null) continue
        const known = doneOnly(await held[index])
        // A look that was taken without a target says nothing of its columns.
        const isUsable = known?.columns.some(({ column }) => column !== null) === true
        const told = isUsable
          ? known
          : await lookAnew(await target, { source: place, reading, mostBytes }, options)
        const isAccepted = source.look?.isAccepted ?? false
        const read = told && { ...told.read, columns: told.columns, findings: told.findings }
        const part = read === null ? null : foreseenBy(read, await target, isAccepted)
        if (part !== null) source.told?.(part, told?.findings ?? [])
        sum.add(part)
      } catch (error) {
        // What cannot be read is told by whoever sends it; here its values stay unknown.
        if (signal.aborted) throw error
      } finally {
        source.done?.()
      }
    }
    return sum.total(sources.length)
  }
}

/** The order in which to read: what is known already, then the rest, spread so that a part of it stands for all. */
function lookedFirst(held: readonly unknown[]): number[] {
  const known = [...held.keys()].filter((index) => held[index] !== undefined)
  const others = [...held.keys()].filter((index) => held[index] === undefined)
  return [...known, ...spread(others)]
}

function spread(indices: readonly number[]): number[] {
  const stride = Math.max(1, Math.floor(indices.length / spreadSources))
  const rounds = Array.from({ length: stride }, (_, start) => start)
  return rounds.flatMap((start) => indices.filter((_, at) => at % stride === start))
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
  const unread = unreadIn(findings)
  return { records, isWhole, isAccepted, columns: foreseen, ...(unread.length === 0 ? {} : { unread }) }
}

/** Values that are in a source and go nowhere. */
function unreadIn(findings: readonly Finding[]): Unread[] {
  return findings.flatMap(({ kind, effect, column, count }): Unread[] => {
    const why = effect === 'unread' && column !== null && count > 0 ? reasons[kind] : undefined
    return why === undefined ? [] : [{ why, name: column ?? '', values: count }]
  })
}

const reasons: Readonly<Partial<Record<Finding['kind'], Unread['why']>>> = {
  keyTwice: 'keyTwice',
  caseDiffers: 'otherCase',
  extraField: 'noColumn',
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
