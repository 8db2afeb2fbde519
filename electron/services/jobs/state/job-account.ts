import type { RowAccount } from '../../../domain/schema/job'
import type { SourceLosses, ValueAccount } from '../../../domain/schema/values'
import { lossesOf, withLosses } from '../../../domain/source-losses'
import { valueAccount } from '../../../domain/value-accounting'
import { jobAccount } from '../../../domain/row-accounting'
import type { JobRecord, SourceRecord } from './job-record'

/**
 * Lines of a source that are no records of its format, as the check of all of it found. The service leaves them out
 * without a word, so no row is expected of them. 0 where the user had them left out: they were not sent then.
 */
export function linesWithoutRow(
  { leaveOut }: Pick<JobRecord, 'leaveOut'>,
  { leftOut }: Pick<SourceRecord, 'leftOut'>,
): number {
  return leaveOut === null ? (leftOut?.records ?? 0) : 0
}

/** Whether records were left out of a job although nobody asked for it. */
export function isLeftOutUnasked(
  record: Pick<JobRecord, 'leaveOut'>,
  sources: readonly SourceRecord[],
): boolean {
  return sources.some((source) => linesWithoutRow(record, source) > 0)
}

/** A count of a source's lines without those that no row comes of; null if it is not known. */
export function rowsOfLines(
  count: number | null,
  record: Pick<JobRecord, 'leaveOut'>,
  source: SourceRecord,
): number | null {
  return count === null ? null : Math.max(0, count - linesWithoutRow(record, source))
}

/** What became of the records in all sources of a job. */
export function accountOf(
  record: Pick<JobRecord, 'landed' | 'leaveOut'>,
  sources: readonly SourceRecord[],
): RowAccount {
  return jobAccount(
    sources.map((source) => ({
      expected: rowsOfLines(source.expected, record, source),
      refused: rowsOfLines(source.refused, record, source) ?? (mayRefuse(source) ? null : 0),
      counts: source.state.kind !== 'canceled' && source.state.kind !== 'skipped',
    })),
    // Where the table is gone, its rows cannot be counted; what failed as a whole has none in any case.
    record.landed ?? (isNothingIn(sources) ? 0 : null),
  )
}

function isNothingIn(sources: readonly SourceRecord[]): boolean {
  return sources.every(({ state }) => ['failed', 'canceled', 'skipped'].includes(state.kind))
}

/** Only a source that landed entirely, or never went out, certainly had nothing refused. */
function mayRefuse({ state, expected }: SourceRecord): boolean {
  if (state.kind === 'failed' || state.kind === 'partiallySucceeded') return expected !== 0
  return state.kind === 'unknown'
}

/** Whether all records of a source that should land have. */
export function isWholeIn({ state }: SourceRecord): boolean {
  return state.kind === 'succeeded'
}

/** What a source loses on its way; of one that records were left out of, what the rest loses. */
export function lossesOfSource({ leftOut, losses }: SourceRecord): SourceLosses | null {
  return leftOut === null ? losses : lossesOf(leftOut.kept)
}

/** What became of a job's values; null while that is not known. */
export function valuesOf(
  { foreseen, landedValues }: Pick<JobRecord, 'foreseen' | 'landedValues'>,
  sources: readonly SourceRecord[],
): ValueAccount | null {
  // Asked at every change of a job: only an account of a part needs a walk through its sources.
  return withLosses(valueAccount(foreseen, landedValues), () => sources.filter(isWholeIn).map(lossesOfSource))
}

/** Uncompressed bytes of a source; of one that could not be read, what it has on disk. Null if neither is known. */
export function sizeOf({ rawDataSizeBytes, sizeBytes, compression }: SourceRecord): number | null {
  return rawDataSizeBytes ?? (compression === 'none' ? sizeBytes : null)
}
