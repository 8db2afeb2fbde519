import type { TableClient } from '@azure/data-tables'
import type { QueueClient } from '@azure/storage-queue'
import type { IngestionMessage } from '../messages/ingestion-message'
import { displayPath } from '../messages/blob-path'
import { isUpdatePolicyError } from '../messages/update-policy'
import type { StorageServices } from './azurite-services'
import { queueClient, resourceNames, statusTableClient } from './ingestion-resources'

/** An ingestion's state or outcome, as reported to clients. */
export interface ReportedStatus {
  /** `Pending`: it failed, and will be retried. */
  readonly status: 'Pending' | 'Succeeded' | 'Failed' | 'Skipped'
  readonly operationId: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly details: string
  readonly errorCode?: string
  /** `Permanent`, `Transient` or `Exhausted`. */
  readonly failureStatus?: string
}

/** Writes how ingestions ended to the status table and the status queues, as each message asked. */
export class StatusReporter {
  readonly #table: TableClient
  readonly #failed: QueueClient
  readonly #successful: QueueClient

  constructor(services: StorageServices) {
    this.#table = statusTableClient(services)
    this.#failed = queueClient(services, resourceNames.failedQueue)
    this.#successful = queueClient(services, resourceNames.successfulQueue)
  }

  /** Reports how an ingestion ended, or why it has not yet. The queues only get outcomes. */
  async report(message: IngestionMessage, report: ReportedStatus): Promise<void> {
    const failed = report.status === 'Failed' || report.status === 'Pending'
    const wanted = failed ? message.reportFailure : message.reportSuccess
    if (wanted.table || (message.statusEntity !== undefined && message.reportFailure.table)) {
      const key = message.statusEntity ?? { partitionKey: message.id, rowKey: message.id }
      await this.#writeEntity(message, report, key)
    }
    if (wanted.queue && report.status !== 'Pending')
      await this.#writeQueue(message, report, failed ? this.#failed : this.#successful)
  }

  async #writeEntity(
    message: IngestionMessage,
    report: ReportedStatus,
    key: { readonly partitionKey: string; readonly rowKey: string },
  ): Promise<void> {
    const entity = {
      ...key,
      Status: report.status,
      IngestionSourceId: message.id,
      IngestionSourcePath: displayPath(message),
      Database: message.database,
      Table: message.table,
      UpdatedOn: new Date(report.at),
      OperationId: report.operationId,
      ActivityId: report.operationId,
      Details: report.details,
      // Clients parse these as enumerations, which have no empty value.
      ErrorCode: report.errorCode ?? 'Unknown',
      FailureStatus: report.failureStatus ?? 'Unknown',
      OriginatesFromUpdatePolicy: isUpdatePolicyError(report.errorCode),
    }
    await this.#table.upsertEntity(entity, 'Merge')
  }

  async #writeQueue(message: IngestionMessage, report: ReportedStatus, queue: QueueClient): Promise<void> {
    const at = new Date(report.at).toISOString()
    const common = {
      OperationId: report.operationId,
      Database: message.database,
      Table: message.table,
      IngestionSourceId: message.id,
      IngestionSourcePath: displayPath(message),
      RootActivityId: report.operationId,
    }
    const body =
      report.status === 'Failed'
        ? {
            ...common,
            FailedOn: at,
            Details: report.details,
            ErrorCode: report.errorCode ?? 'Unknown',
            FailureStatus: report.failureStatus ?? 'Unknown',
            OriginatesFromUpdatePolicy: isUpdatePolicyError(report.errorCode),
            ShouldRetry: report.failureStatus === 'Transient',
          }
        : { ...common, SucceededOn: at }
    await queue.sendMessage(Buffer.from(JSON.stringify(body)).toString('base64'))
  }
}
