import type { HistoryEntry, HistoryFailure, HistoryJob } from '../../../domain/schema/history'
import { canTake } from '../../../domain/source-state'
import { kindOf } from '../kinds/source-kinds'
import { whyNotAgain } from '../start/run-again'
import { toJobSnapshot } from '../state/job-snapshots'
import type { LiveJob } from '../state/live-job'

/** Failed sources that are listed; their number is told. */
const mostFailures = 500

/** What the history says of one job. */
export function toHistoryJob(job: LiveJob, entry: HistoryEntry): HistoryJob {
  const { record } = job
  const failures = failuresOf(job)
  return {
    entry,
    job: toJobSnapshot(job),
    failures: failures.slice(0, mostFailures),
    failedCount: failures.length,
    tags: [record.userTag ?? []].flat(),
    cannotRunAgain: whyNotAgain(job),
  }
}

function failuresOf(job: LiveJob): HistoryFailure[] {
  const failures = job.sources.flatMap((source): HistoryFailure[] => {
    const { sourceId, kind, name, state } = source
    if (!('error' in state)) return []
    const canRetry = job.record.undoneAt === null && canTake(state, 'retry')
    return [
      {
        sourceId,
        kind,
        name: kindOf(source).isUploaded ? name : source.location,
        error: state.error,
        canRetry,
      },
    ]
  })
  return [...failures.filter(({ canRetry }) => canRetry), ...failures.filter(({ canRetry }) => !canRetry)]
}
