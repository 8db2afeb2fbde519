import type { Clock } from './clock'
import type { BatchingManager } from './data-management/batching-manager'
import type { StorageServices } from './storage/azurite-services'
import type { Stores } from './stores'

/** What commands and queries work on: the parts of one running cluster. */
export interface ClusterState extends Stores {
  readonly batching: BatchingManager
  readonly storage: StorageServices
  readonly clock: Clock
  /** The address that clients reach the cluster at. */
  clusterUri(): string
}
