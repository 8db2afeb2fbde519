import type { ClusterState } from '../state/cluster-state'
import { maximumBlobs } from '../data-management/queued-request'
import { signResources } from '../storage/ingestion-resources'

/** Largest blob accepted, in bytes. */
const maximumDataSize = 6 * 1024 ** 3

/**
 * The configuration that clients of the queued ingestion API ask for first (documents: ingestion configuration via
 * REST API).
 */
export function ingestionConfiguration({ storage, clock }: ClusterState): object {
  const containers = signResources(storage, clock.now())
    .filter(({ resourceTypeName }) => resourceTypeName === 'TempStorage')
    .map(({ storageRoot }) => ({ path: storageRoot }))
  return {
    containerSettings: {
      containers,
      lakeFolders: [],
      refreshInterval: '01:00:00',
      preferredUploadMethod: 'Storage',
    },
    ingestionSettings: {
      maxBlobsPerBatch: maximumBlobs,
      maxDataSize: maximumDataSize,
      preferredIngestionMethod: 'REST',
    },
  }
}
