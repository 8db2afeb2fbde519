import { isBeside, rowsOfOthers, type OwnRows } from '../../../domain/whose-rows'
import type { HistoryEntry } from '../../../domain/schema/history'
import type { JobRecord } from './job-record'
import type { JobStore } from './job-store'

/** The ingestions of this studio into the table of another one that may have changed it since that one began. */
export interface OtherJobs {
  /** Their tags, without `drop-by:`: rows under them may have come since. */
  readonly tags: readonly string[]
  /**
   * Rows that they have in the table, as `rowsOfOthers` counts them; null if that is not known.
   *
   * @param rowsUnder Rows under a tag at the moment in question; left out: what the jobs themselves know.
   */
  rows(rowsUnder?: ReadonlyMap<string, number>): number | null
}

/** Earlier jobs than this are looked at only if they are in memory: one that ran beside another usually is. */
const lookBackMs = 60 * 60_000
/** Jobs of the journal that are looked at. */
const mostJobs = 500

/** Finds the ingestions that ran beside a job, and those that were undone since it began. */
export function otherJobs(
  store: Pick<JobStore, 'history' | 'live'>,
  job: Pick<JobRecord, 'jobId' | 'clusterUri' | 'isLocalCluster' | 'database' | 'table' | 'createdAt'>,
): OtherJobs {
  const { jobId, clusterUri, isLocalCluster, database, table, createdAt } = job
  const isOfTable = (other: Pick<JobRecord, keyof typeof job>): boolean =>
    other.jobId !== jobId &&
    other.database === database &&
    other.table === table &&
    // The local cluster may have another port by now.
    (other.clusterUri === clusterUri || (isLocalCluster && other.isLocalCluster))
  const entries = new Map<string, HistoryEntry>()
  for (const entry of store.history.since(createdAt - lookBackMs, mostJobs)) {
    if (isOfTable(entry)) entries.set(entry.jobId, entry)
  }
  for (const live of store.live()) {
    if (isOfTable(live.record)) entries.set(live.jobId, live.entryInJournal)
  }
  const others = [...entries.values()].map((entry): OwnRows => ({ ...entry, landed: entry.rows.landed }))
  return {
    tags: others.flatMap((other) => (other.tag !== null && isBeside(other, createdAt) ? other.tag : [])),
    rows: (rowsUnder) => rowsOfOthers(createdAt, others, (tag) => rowsUnder?.get(tag)),
  }
}
