import { TableClient } from '@azure/data-tables'
import { z } from 'zod'
import { isLoopbackHost } from '../../domain/loopback-host'
import { redactUri } from '../../domain/blob-uri'
import { StudioError } from '../../domain/studio-error'
import { redactText } from '../../domain/redact-text'
import { StorageCallError, withAttempts } from './attempts'
import type { IngestionResourceCache, StorageResource } from './ingestion-resources'

/** Per attempt of one call to the status table. */
const tableDeadlineMs = 30_000

/** What the service wrote about one message (documents: ingestion status). */
export interface IngestionStatus {
  /** `Canceled` only of an operation: the status table does not know it. */
  readonly status:
    'Pending' | 'Queued' | 'Succeeded' | 'Failed' | 'Skipped' | 'PartiallySucceeded' | 'Canceled'
  readonly errorCode: string | undefined
  readonly failureStatus: string | undefined
  readonly details: string | undefined
}

/** Where the service should report; goes into the message in the SDK's form. */
interface StatusInTable {
  readonly tableConnectionString: string
  readonly partitionKey: string
  readonly rowKey: string
}

/** Text, a number or nothing: services differ, and our own entity has none of these. */
const optionalText = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? undefined : String(value)))
const entitySchema = z.object({
  Status: z.enum(['Pending', 'Queued', 'Succeeded', 'Failed', 'Skipped', 'PartiallySucceeded']),
  ErrorCode: optionalText,
  FailureStatus: optionalText,
  Details: optionalText,
})

/** The cluster's status table, with one entity per message. We write it as pending; the service then updates it. */
export class StatusTable {
  readonly #resources: IngestionResourceCache
  readonly #clients = new Map<string, TableClient>()

  constructor(resources: IngestionResourceCache) {
    this.#resources = resources
  }

  /** Where the service should report on a message; null if the cluster has no status table. */
  async placeOf(sourceId: string): Promise<StatusInTable | null> {
    const { statusTable } = await this.#resources.resources()
    if (statusTable === null) return null
    return { tableConnectionString: statusTable.uri, partitionKey: sourceId, rowKey: sourceId }
  }

  /**
   * Announces a message. Null if there is no status table or it cannot be written to: then only rows show how the
   * message ended.
   */
  async insertPending(
    message: {
      readonly sourceId: string
      readonly uri: string
      readonly database: string
      readonly table: string
    },
    signal: AbortSignal,
  ): Promise<StatusInTable | null> {
    const { sourceId } = message
    const time = new Date().toISOString()
    const entity = {
      partitionKey: sourceId,
      rowKey: sourceId,
      Status: 'Pending',
      Timestamp: time,
      IngestionSourceId: sourceId,
      IngestionSourcePath: redactUri(message.uri),
      Database: message.database,
      Table: message.table,
      UpdatedOn: time,
      Details: '',
    }
    try {
      await this.#call(signal, (client, abortSignal) => client.createEntity(entity, { abortSignal }))
    } catch (error) {
      if (!(error instanceof StorageCallError)) throw error
      if (error.fault.error.serviceCode !== 'EntityAlreadyExists') return null
      // A message that is posted again must not inherit its previous outcome.
      await this.#call(signal, (client, abortSignal) =>
        client.updateEntity(entity, 'Replace', { abortSignal }),
      ).catch(() => undefined)
    }
    return await this.placeOf(sourceId)
  }

  /**
   * What the service reports about a message; undefined if it has not reported yet.
   *
   * @throws StudioError if the table cannot be read.
   */
  async read(sourceId: string, signal: AbortSignal): Promise<IngestionStatus | undefined> {
    try {
      const entity = await this.#call(signal, (client, abortSignal) =>
        client.getEntity(sourceId, sourceId, { abortSignal }),
      )
      return entity === undefined ? undefined : readEntity(entity)
    } catch (error) {
      if (!(error instanceof StorageCallError)) throw error
      const { serviceCode } = error.fault.error
      if (serviceCode === 'ResourceNotFound' || serviceCode === 'EntityNotFound') return undefined
      throw error.fault.error
    }
  }

  /** Calls the table; undefined if the cluster has none. @throws StorageCallError */
  async #call<T>(
    signal: AbortSignal,
    work: (client: TableClient, abortSignal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    return await this.#resources.use(async ({ statusTable: table }) => {
      if (table === null) return undefined
      return await withAttempts(
        {
          subject: `The status table ${table.place}`,
          timeoutMs: tableDeadlineMs,
          signal,
          clock: this.#resources.clock,
          attempts: 3,
        },
        (abortSignal) => work(this.#client(table), abortSignal),
      )
    })
  }

  #client(table: StorageResource): TableClient {
    let client = this.#clients.get(table.uri)
    if (client === undefined) {
      if (this.#clients.size > 16) this.#clients.clear()
      client = createTableClient(table.uri)
      this.#clients.set(table.uri, client)
    }
    return client
  }
}

/** On loopback the account is part of the path (`http://127.0.0.1:10002/devstoreaccount1/Status`). */
function createTableClient(uri: string): TableClient {
  const url = new URL(uri)
  const parts = url.pathname.split('/').filter((part) => part !== '')
  const name = parts.pop() ?? ''
  const account = `${url.origin}/${parts.join('/')}`.replace(/\/$/, '')
  return new TableClient(`${account}${url.search}`, name, {
    allowInsecureConnection: isLoopbackHost(url.hostname),
    retryOptions: { maxRetries: 0 },
  })
}

function readEntity(entity: unknown): IngestionStatus {
  const parsed = entitySchema.safeParse(entity)
  if (!parsed.success) {
    throw new StudioError('ResponseMalformed', 'The status table has an entry that cannot be read.', {
      retryable: true,
      details: parsed.error.message.slice(0, 500),
    })
  }
  const { Status, ErrorCode, FailureStatus, Details } = parsed.data
  return {
    status: Status,
    errorCode: ErrorCode,
    failureStatus: FailureStatus,
    details: Details === undefined ? undefined : redactText(Details),
  }
}
