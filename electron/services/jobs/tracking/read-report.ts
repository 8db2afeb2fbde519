import type { ClusterAccess } from '../../kusto/cluster-access'
import type { IngestionStatus } from '../../kusto/table-status-tracker'
import type { BlobRecord, JobRecord } from '../state/job-record'

/**
 * What the service says about a blob: in its operation, or in the status table. Undefined if it says nothing.
 *
 * @throws StudioError if it cannot be read.
 */
export async function readReport(
  { restIngest, statusTable }: ClusterAccess,
  record: JobRecord,
  { blobId, operationId }: BlobRecord,
  signal: AbortSignal,
): Promise<IngestionStatus | undefined> {
  return operationId === null
    ? await statusTable.read(blobId, signal)
    : await restIngest.read(record, operationId, blobId, signal)
}
