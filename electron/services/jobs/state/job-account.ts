import type { RowAccount } from '../../../domain/schema/job'
import type { SourceLosses } from '../../../domain/schema/values'
import { lossesOf } from '../../../domain/source-losses'
import { jobAccount } from '../../../domain/row-accounting'
import type { JobRecord, SourceRecord } from './job-record'

/** What became of the records in all sources of a job. */
export function accountOf(record: Pick<JobRecord, 'landed'>, sources: readonly SourceRecord[]): RowAccount {
  return jobAccount(
    sources.map((source) => ({
      expected: source.expected,
      refused: source.refused ?? (mayRefuse(source) ? null : 0),
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

/** Uncompressed bytes of a source; of one that could not be read, what it has on disk. Null if neither is known. */
export function sizeOf({ rawDataSizeBytes, sizeBytes, compression }: SourceRecord): number | null {
  return rawDataSizeBytes ?? (compression === 'none' ? sizeBytes : null)
}
