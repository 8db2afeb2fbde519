import type { RowAccount } from '../../../domain/schema/job'
import { jobAccount } from '../../../domain/row-accounting'
import type { JobRecord, SourceRecord } from './job-record'

/** What became of the records of all sources of a job. */
export function accountOf(record: Pick<JobRecord, 'landed'>, sources: readonly SourceRecord[]): RowAccount {
  return jobAccount(
    sources.map((source) => ({
      expected: source.expected,
      refused: source.refused ?? (mayRefuse(source) ? null : 0),
      counts: source.state.kind !== 'canceled' && source.state.kind !== 'skipped',
    })),
    record.landed,
  )
}

/** Only what has landed entirely, or never went out, has certainly refused nothing. */
function mayRefuse({ state, expected }: SourceRecord): boolean {
  if (state.kind === 'failed' || state.kind === 'partiallySucceeded') return expected !== 0
  return state.kind === 'unknown'
}
