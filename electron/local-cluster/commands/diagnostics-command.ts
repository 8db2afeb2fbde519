import type { ScalarType } from '../../domain/scalar-type'
import { resultTable, type Cell } from '../answers/result-table'
import { command, nothing } from './command'

/** The columns (documents: diagnostic information, `.show diagnostics`). Most are about a service of many machines. */
const columns = {
  IsHealthy: 'bool',
  EnvironmentDescription: 'string',
  IsScaleOutRequired: 'bool',
  MachinesTotal: 'int',
  MachinesOffline: 'int',
  NodeLastRestartedOn: 'datetime',
  AdminLastElectedOn: 'datetime',
  ExtentsTotal: 'int',
  DiskColdAllocationPercentage: 'int',
  InstancesTargetBasedOnDataCapacity: 'int',
  TotalOriginalDataSize: 'real',
  TotalExtentSize: 'real',
  IngestionsLoadFactor: 'real',
  IngestionsInProgress: 'long',
  IngestionsSuccessRate: 'real',
  MergesInProgress: 'long',
  BuildVersion: 'string',
  BuildTime: 'datetime',
  ClusterDataCapacityFactor: 'real',
  IsDataWarmingRequired: 'bool',
  DataWarmingLastRunOn: 'datetime',
  MergesSuccessRate: 'real',
  NotHealthyReason: 'string',
  IsAttentionRequired: 'bool',
  AttentionRequiredReason: 'string',
  ProductVersion: 'string',
  FailedIngestOperations: 'int',
  FailedMergeOperations: 'int',
  MaxExtentsInSingleTable: 'int',
  TableWithMaxExtents: 'string',
  MergesLoadFactor: 'real',
  WarmExtentSize: 'real',
  NumberOfDatabases: 'int',
  PurgeExtentsRebuildLoadFactor: 'real',
  PurgeExtentsRebuildInProgress: 'long',
  PurgesInProgress: 'long',
  RowStoreLocalStorageCapacityFactor: 'real',
  ExportsLoadFactor: 'real',
  ExportsInProgress: 'long',
  PendingContinuousExports: 'long',
  MaxContinuousExportLatenessMinutes: 'long',
  RowStoreSealsInProgress: 'long',
  IsRowStoreUnhealthy: 'bool',
  MachinesSuspended: 'int',
  DataPartitioningLoadFactor: 'real',
  DataPartitioningOperationsInProgress: 'long',
  MinPartitioningPercentageInSingleTable: 'real',
  TableWithMinPartitioningPercentage: 'string',
  V3DataCapacityFactor: 'real',
  MaterializedViewsInProgress: 'long',
  IngestionCapacityUtilization: 'real',
  ShardsWarmingStatus: 'string',
  ShardsWarmingTemperature: 'real',
  ShardsWarmingDetails: 'string',
  StoredQueryResultsInProgress: 'long',
  HotDataDiskSpaceUsage: 'real',
  MirroringOperationsLoadFactor: 'real',
  MirroringOperationsInProgress: 'long',
  QueryAccelerationLoadFactor: 'real',
  QueryAccelerationInProgress: 'long',
  QueryAccelerationCapacityUtilization: 'real',
  GraphSnapshotsLoadFactor: 'real',
  GraphSnapshotsInProgress: 'long',
} as const satisfies Readonly<Record<string, ScalarType>>

/** One healthy node. Numbers that would need a service are 0, times are null. */
const showDiagnostics = command({
  words: ['show diagnostics'],
  read: nothing,
  async run(context) {
    const { catalog, extents } = context.state
    const all = await extents.list()
    const bytes = Number(all.reduce((sum, { rawSize }) => sum + rawSize, 0n))
    const known: Partial<Record<keyof typeof columns, Cell>> = {
      IsHealthy: true,
      EnvironmentDescription: 'local cluster',
      MachinesTotal: 1,
      ExtentsTotal: all.length,
      TotalOriginalDataSize: bytes,
      TotalExtentSize: bytes,
      IngestionsSuccessRate: 100,
      MergesSuccessRate: 100,
      NumberOfDatabases: catalog.databases().length,
    }
    const row = Object.entries(columns).map(([name, type]) => {
      return known[name as keyof typeof columns] ?? emptyValues[type]
    })
    return resultTable(columns, [row])
  },
})

const emptyValues = { bool: false, datetime: null, int: 0, long: 0, real: 0, string: '' } as const

/** The command that shows how the cluster is. */
export const diagnosticsCommands = [showDiagnostics]
