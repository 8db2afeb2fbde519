import type { JobContext } from '../job-context'

/** Jobs that are read before other work gets a turn. */
const atOnce = 20

/**
 * Writes the history of jobs that an earlier version of the studio left in the journal, a few at a time.
 *
 * @throws StudioError `JournalFailed`.
 */
export async function catchUp({ store, journal, clock, closing }: JobContext): Promise<void> {
  for (;;) {
    const jobIds = closing.aborted || journal.isReadOnly ? [] : store.history.withoutEntry(atOnce)
    if (jobIds.length === 0) return
    for (const job of jobIds.map((jobId) => store.seen(jobId))) {
      journal.saveEntry(job.record, () => job.entryInJournal)
      for (const source of job.sources) journal.saveSource(source)
    }
    await journal.commit()
    await clock.nextTurn()
  }
}
