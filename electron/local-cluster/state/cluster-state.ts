import type { ClusterClock } from '../time/clock'
import type { OperationLog } from './operation-log'
import type { BatchingManager } from '../data-management/batching-manager'
import type { DataManagement } from '../data-management/data-management'
import type { DirectIngestion } from '../data-management/direct-ingestion'
import type { Translator } from '../kql/translator/translator'
import type { Limiter } from '../../domain/concurrency/limiter'
import type { StorageServices } from '../storage/azurite-services'
import type { FinishedRequest, JournalEntry, RecentLog } from './request-log'
import type { Stores } from './stores'

/** What commands and queries work with: the parts of one running cluster. */
export interface ClusterState extends Stores {
  readonly batching: BatchingManager
  readonly dataManagement: Pick<DataManagement, 'submit' | 'cancel'>
  readonly direct: DirectIngestion
  readonly operations: OperationLog
  readonly requests: RecentLog<FinishedRequest>
  readonly journal: RecentLog<JournalEntry>
  readonly translator: Translator
  /** Admits as many queries as the engine can run without blocking everything else. */
  readonly queries: Limiter
  readonly storage: StorageServices
  readonly clock: ClusterClock
  /** What `NetDefaultDB` means: clients send it if they have no database in mind. */
  readonly defaultDatabase: string
  /** The address at which clients reach the cluster. */
  clusterUri(): string
}
