import type { LiveJob } from '../state/live-job'

/** States of a source that this machine has not handed over to the service. */
const unsent: ReadonlySet<string> = new Set(['pending', 'preparing', 'uploading', 'posting'])

/** Counts what is not with the service yet, from the moment that it is asked for. */
export class UnsentSources {
  #starting = 0

  /** Counts the sources of a job until it is kept. */
  async whileStarting<Started>(sources: number, start: Promise<Started>): Promise<Started> {
    this.#starting += sources
    try {
      return await start
    } finally {
      this.#starting -= sources
    }
  }

  /** Sources of these jobs, and of those that are being started. What the user paused does not count. */
  count(jobs: readonly LiveJob[]): number {
    return jobs.reduce(
      (sum, { sources, status }) =>
        status === 'running' ? sum + sources.filter(({ state }) => unsent.has(state.kind)).length : sum,
      this.#starting,
    )
  }
}
