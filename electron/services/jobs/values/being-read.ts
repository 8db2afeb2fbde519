import type { LiveJob } from '../state/live-job'

const readings = new WeakMap<LiveJob, Promise<void>>()

/**
 * Notes that a job's sources are being read to their ends, beside their way to the service.
 *
 * @returns To call at the end of that.
 */
export function beginReading(job: LiveJob): () => void {
  let end: () => void = () => undefined
  readings.set(job, new Promise((resolve) => (end = resolve)))
  return () => {
    readings.delete(job)
    end()
  }
}

/** Whether it may still be found that some lines of a job's sources are no records. */
export function isBeingRead(job: LiveJob): boolean {
  return readings.has(job)
}

/** Resolves once a job's sources are not being read any more: nothing of them may be dropped before. */
export async function whenRead(job: LiveJob): Promise<void> {
  await readings.get(job)
}
