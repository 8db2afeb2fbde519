import type { TableClient } from '@azure/data-tables'
import type { QueueClient } from '@azure/storage-queue'
import type { IngestionMessage } from '../data-management/ingestion-message'
import { displayPath } from '../blob-path'
import type { StorageServices } from './azurite-services'
import { queueClient, resourceNames, statusTableClient } from './ingestion-resources'

/** How an ingestion ended, as clients are told. */
export interface FinalStatus {
  readonly status: 'Succeeded' | 'Failed' | 'Skipped'
  readonly operationId: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly details: string
  readonly errorCode?: string
  /** `Permanent`, `Transient` or `Exhausted`. */
  readonly failureStatus?: string
}

/** Writes the ends of ingestions to the status table and the status queues, as the message asked for it. */
export class StatusReporter {
  readonly #table: TableClient
  readonly #failed: QueueClient
  readonly #successful: QueueClient

  constructor(services: StorageServices) {
    this.#table = statusTableClient(services)
    this.#failed = queueClient(services, resourceNames.failedQueue)
    this.#successful = queueClient(services, resourceNames.successfulQueue)
  }

  /** Reports one end. */
  async report(message: IngestionMessage, final: FinalStatus): Promise<void> {
    const failed = final.status === 'Failed'
    const wanted = failed ? message.reportFailure : message.reportSuccess
    if (wanted.table || (message.statusEntity !== undefined && message.reportFailure.table)) {
      const key = message.statusEntity ?? { partitionKey: message.id, rowKey: message.id }
      await this.#writeEntity(message, final, key)
    }
    if (wanted.queue) await this.#writeQueue(message, final, failed ? this.#failed : this.#successful)
  }

  async #writeEntity(
    message: IngestionMessage,
    final: FinalStatus,
    key: { readonly partitionKey: string; readonly rowKey: string },
  ): Promise<void> {
    const entity = {
      ...key,
      Status: final.status,
      IngestionSourceId: message.id,
      IngestionSourcePath: displayPath(message),
      Database: message.database,
      Table: message.table,
      UpdatedOn: new Date(final.at),
      OperationId: final.operationId,
      ActivityId: final.operationId,
      Details: final.details,
      // Clients read these as names of their own enumerations, in which an empty text is none.
      ErrorCode: final.errorCode ?? 'Unknown',
      FailureStatus: final.failureStatus ?? 'Unknown',
      OriginatesFromUpdatePolicy: false,
    }
    await this.#table.upsertEntity(entity, 'Merge')
  }

  async #writeQueue(message: IngestionMessage, final: FinalStatus, queue: QueueClient): Promise<void> {
    const at = new Date(final.at).toISOString()
    const common = {
      OperationId: final.operationId,
      Database: message.database,
      Table: message.table,
      IngestionSourceId: message.id,
      IngestionSourcePath: displayPath(message),
      RootActivityId: final.operationId,
    }
    const body =
      final.status === 'Failed'
        ? {
            ...common,
            FailedOn: at,
            Details: final.details,
            ErrorCode: final.errorCode ?? 'Unknown',
            FailureStatus: final.failureStatus ?? 'Unknown',
            OriginatesFromUpdatePolicy: false,
            ShouldRetry: final.failureStatus === 'Transient',
          }
        : { ...common, SucceededOn: at }
    await queue.sendMessage(Buffer.from(JSON.stringify(body)).toString('base64'))
  }
}
