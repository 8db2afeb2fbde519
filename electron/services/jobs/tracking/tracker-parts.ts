import type { Clock } from '../../../domain/concurrency/clock'
import type { ClusterAccess } from '../../kusto/cluster-access'
import type { TableObservers } from '../../tables/table-observers'
import type { BlobRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/** What tracking needs. */
export interface TrackerParts {
  readonly accessTo: (clusterUri: string) => Promise<ClusterAccess>
  readonly tables: Pick<TableObservers, 'follow'>
  /** Posts a message again under its id, and uploads its blob again if storage lost it. */
  readonly redrive: (job: LiveJob, blob: BlobRecord) => Promise<void>
  /** Rows of this studio's other ingestions beside a job, by the rows under their tags; null if not known. */
  readonly rowsOfOthers: (job: LiveJob, rowsUnder: ReadonlyMap<string, number> | undefined) => number | null
  /** Called when sources of a job are pending again. */
  readonly onRestarted: (job: LiveJob) => void
  /** Called once nothing of a job is open. */
  readonly onSettled: (job: LiveJob) => void
  readonly log: (scope: string, message: string, error?: unknown) => void
  readonly closing: AbortSignal
  readonly clock: Clock
}
