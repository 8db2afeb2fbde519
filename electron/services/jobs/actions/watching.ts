import { isUnwatched } from '../../../domain/source-state'
import type { SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/** Stops watching sources that the service has already: their rows may still land. */
export function stopWatching(job: LiveJob, sources: readonly SourceRecord[]): void {
  for (const source of sources) {
    const { kind } = source.state
    if (kind !== 'queued' && (kind !== 'unknown' || isUnwatched(source.state))) continue
    job.apply(source, { kind: 'lostTrack', reason: 'stoppedWaiting' })
  }
}

/**
 * Watches sources again that the user had stopped watching. Nothing is sent: the service has, or had, their messages.
 *
 * @returns Whether there are any.
 */
export function watchAgain(job: LiveJob, sources: readonly SourceRecord[]): boolean {
  const left = sources.filter(({ state }) => isUnwatched(state))
  for (const source of left) {
    const isUnanswered = job.blobsOf(source).some(({ state }) => state === 'unknown')
    if (isUnanswered) job.apply(source, { kind: 'lostTrack', reason: 'postUnanswered' })
    else job.apply(source, { kind: 'queued', at: source.queuedAt ?? job.clock.now() })
  }
  return left.length > 0
}
