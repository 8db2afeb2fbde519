import type { Clock } from './clock'
import type { BatchingManager } from './data-management/batching-manager'
import type { Catalog } from './engine/catalog'
import type { DuckDbEngine } from './engine/duckdb-engine'
import type { ExtentStore } from './engine/extents'
import type { IngestedItems } from './engine/ingested-items'
import type { MappingStore } from './engine/mapping-store'
import type { PolicyStore } from './engine/policy-store'
import type { StorageServices } from './storage/azurite-services'

/** What commands and queries work on: the parts of one running cluster. */
export interface ClusterState {
  readonly engine: DuckDbEngine
  readonly catalog: Catalog
  readonly policies: PolicyStore
  readonly extents: ExtentStore
  readonly items: IngestedItems
  readonly mappings: MappingStore
  readonly batching: BatchingManager
  readonly storage: StorageServices
  readonly clock: Clock
  /** The address that clients reach the cluster at. */
  clusterUri(): string
}
