import type { ClusterAccess } from '../../kusto/cluster-access'
import type { IngestionStatus } from '../../kusto/table-status-tracker'
import type { BlobRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'

/**
 * What the service says about a blob: in its operation, or in the status table. Undefined if it says nothing. The last
 * word of an operation is noted with the blob.
 *
 * @throws StudioError if it cannot be read.
 */
export async function readReport(
  { restIngest, statusTable }: ClusterAccess,
  job: LiveJob,
  blob: BlobRecord,
  signal: AbortSignal,
): Promise<IngestionStatus | undefined> {
  const { blobId, operationId } = blob
  if (operationId === null) return await statusTable.read(blobId, signal)
  const report = await restIngest.read(job.record, operationId, blobId, signal)
  const { status } = report ?? {}
  const isLastWord = status === 'Succeeded' || status === 'Failed' || status === 'Canceled'
  // It may have been posted again in the meantime.
  if (isLastWord && operationId === blob.operationId && status !== blob.operationStatus)
    job.setBlob(blob, blob.state, { operationStatus: status })
  return report
}
