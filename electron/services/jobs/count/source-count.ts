import type { Limiter } from '../../../domain/concurrency/limiter'
import { StudioError } from '../../../domain/studio-error'
import { withDeadline } from '../../deadline'
import type { CountParts } from '../kinds/source-kind'
import { kindOf } from '../kinds/source-kinds'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { accountForSources } from '../tracking/source-settlement'

/** Counting one source gives up after this long: as much as the service takes is read in far less. */
const countWithinMs = 600_000

/** What counting the records of a source needs. */
interface SourceCount extends CountParts {
  readonly job: LiveJob
  /** Bounds how many sources are counted at once, over all jobs. */
  readonly counting: Limiter
  /** Fires when the studio closes. */
  readonly closing: AbortSignal
}

/**
 * Counts the records of a source beside its way to the service, which does not wait for it; its job is not at rest
 * until it is done. A count that fails stays unknown: the service says what is wrong with the source.
 */
export async function countSource(count: SourceCount, source: SourceRecord): Promise<void> {
  const { job, counting, closing } = count
  const unwanted = job.beginCount(source)
  if (unwanted === undefined) return
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  for (const signal of [unwanted, closing]) signal.addEventListener('abort', stop)
  let expected: number | null = null
  try {
    expected = await counting.run(async () => {
      if (unwanted.aborted || closing.aborted) return null
      const { signal } = controller
      const options = { what: 'Counting the records', timeoutMs: countWithinMs, signal, clock: job.clock }
      return await withDeadline(options, (within) => kindOf(source).count(source, count, within))
    })
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
  } finally {
    for (const signal of [unwanted, closing]) signal.removeEventListener('abort', stop)
    // Closed under way, the job stays open in the journal: the next start counts again.
    if (!closing.aborted) {
      job.endCount(source, expected)
      accountForSources(job)
    }
  }
}
