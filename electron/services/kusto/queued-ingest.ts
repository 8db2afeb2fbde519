import { QueueClient } from '@azure/storage-queue'
import {
  BlobDescriptor,
  IngestionProperties,
  ReportLevel,
  ReportMethod,
  type DataFormat as SdkDataFormat,
  type IngestClient,
  type IngestionMappingKind,
} from 'azure-kusto-ingest'
import type { DataFormat } from '../../domain/data-format'
import { mappingKindOf } from '../../domain/mapping-kind'
import { StudioError } from '../../domain/studio-error'
import { StorageCallError, withAttempts, type OnTrouble } from './attempts'
import type { IngestionResourceCache, StorageResource } from './ingestion-resources'
import type { StorageFault } from './storage-fault'
import type { StatusTable } from './table-status-tracker'

/** Per try to post one message. */
const postDeadlineMs = 30_000

/** One blob that the service is asked to ingest. */
export interface BlobToIngest {
  /** uuid v4; the service reports under it. */
  readonly sourceId: string
  /** With its SAS. Never logged, stored or shown. */
  readonly uri: string
  /** Uncompressed bytes; the batching manager seals by it. */
  readonly rawDataSizeBytes: number | null
  readonly database: string
  readonly table: string
  readonly format: DataFormat
  readonly ignoreFirstRecord: boolean
  readonly dropByTag: string | null
  readonly additionalTags: readonly string[]
  readonly mappingReference: string | null
  /** An ingestion mapping as JSON. */
  readonly mappingText: string | null
  /** Picks files in a zip archive, by a regular expression. */
  readonly zipPattern: string | null
  /** The service skips the blob if this `ingest-by:` tag is in the table; else its extent gets it. */
  readonly onceTag: string | null
  /** ISO 8601; the creation time of the extents, for backfilled data. */
  readonly creationTime: string | null
  /** Whether an entry in the status table is made before; without, the service is asked for failures only. */
  readonly isAnnounced: boolean
  /** Whether the blob is the user's own and stays where it is. */
  readonly isUsersOwn: boolean
}

/** No answer came, so the message may or may not have arrived. Posting it again could ingest it twice. */
export class PostUnansweredError extends Error {
  override readonly name = 'PostUnansweredError'
  constructor(cause: StudioError) {
    super('The queue did not answer', { cause })
  }
}

interface SendOptions {
  readonly deduplicated: boolean
  readonly signal: AbortSignal
  readonly onTrouble: OnTrouble | undefined
}

/** What the SDK's message holds; its own type has no room for a missing table description. */
interface SdkMessage {
  Id: string
  RetainBlobOnSuccess: boolean
  ReportLevel: number | null
  ReportMethod: number | null
  IngestionStatusInTable: unknown
}

/**
 * Posts ingestion messages through the SDK's `ingestFromBlob`, with two of its steps replaced on the client
 * at hand: sending (the SDK's tries each of its queues with the same message, so that a lost answer makes
 * copies, has no deadline, and drops the cause) and the status table (the SDK's insert takes 3 s, or for ever
 * when the table never refuses, and cannot reach a table on loopback). The message itself is the SDK's.
 */
export class QueuedIngest {
  readonly #client: IngestClient
  readonly #resources: IngestionResourceCache
  readonly #statusTable: StatusTable
  readonly #sending = new Map<string, (message: SdkMessage) => Promise<unknown>>()
  readonly #queues = new Map<string, QueueClient>()

  constructor(client: IngestClient, resources: IngestionResourceCache, statusTable: StatusTable) {
    this.#client = client
    this.#resources = resources
    this.#statusTable = statusTable
    client.resourceManager.getAuthorizationContext = () => resources.identityToken()
    const replaced = client as unknown as {
      sendQueueMessage: (maxRetries: number, message: SdkMessage) => Promise<unknown>
    }
    replaced.sendQueueMessage = async (_maxRetries, message) => {
      const send = this.#sending.get(message.Id)
      if (send === undefined) throw new Error('A message was posted past QueuedIngest')
      return await send(message)
    }
  }

  /**
   * Posts one blob. When it returns, the service's queue has the message.
   *
   * @param deduplicated Whether the cluster takes a message of one id only once; then it is posted again
   *   where no answer came.
   * @param onTrouble Told why the post is tried again.
   * @throws StudioError `PostFailed` when the message has certainly not arrived, or what the cluster refused.
   * @throws PostUnansweredError when it may have.
   */
  async post(
    blob: BlobToIngest,
    deduplicated: boolean,
    signal: AbortSignal,
    onTrouble?: OnTrouble,
  ): Promise<void> {
    const status = blob.isAnnounced
      ? await this.#statusTable.insertPending(blob, signal)
      : await this.#statusTable.placeOf(blob.sourceId)
    this.#sending.set(blob.sourceId, async (message) => {
      message.RetainBlobOnSuccess = blob.isUsersOwn
      if (status !== null) {
        message.IngestionStatusInTable = status
        message.ReportLevel = blob.isAnnounced ? ReportLevel.FailuresAndSuccesses : ReportLevel.FailuresOnly
        message.ReportMethod = ReportMethod.Table
      }
      const text = Buffer.from(JSON.stringify(message)).toString('base64')
      await this.#send(text, { deduplicated, signal, onTrouble })
    })
    try {
      const descriptor = new BlobDescriptor(blob.uri, blob.rawDataSizeBytes, blob.sourceId)
      await this.#client.ingestFromBlob(descriptor, propertiesOf(blob))
    } finally {
      this.#sending.delete(blob.sourceId)
    }
  }

  /** Tries one queue at a time; moves on only if this one has certainly not taken the message. */
  async #send(text: string, options: SendOptions): Promise<void> {
    try {
      await this.#resources.use(async ({ queues }) => {
        let last: StorageCallError | undefined
        for (const queue of this.#resources.inTurn(queues)) {
          try {
            await this.#sendTo(queue, text, options)
            return
          } catch (error) {
            if (!(error instanceof StorageCallError)) throw error
            last = error
            const { fault } = error
            if (fault.mayBeDone && !options.deduplicated) throw new PostUnansweredError(fault.error)
          }
        }
        throw last ?? new Error('No queue')
      })
    } catch (error) {
      if (!(error instanceof StorageCallError)) throw error
      const { fault } = error
      if (fault.mayBeDone) throw new PostUnansweredError(fault.error)
      throw fault.isUnreachable ? fault.error : postFailed(fault)
    }
  }

  async #sendTo(
    queue: StorageResource,
    text: string,
    { deduplicated, signal, onTrouble }: SendOptions,
  ): Promise<void> {
    let client = this.#queues.get(queue.uri)
    if (client === undefined) {
      if (this.#queues.size > 64) this.#queues.clear()
      client = new QueueClient(queue.uri, undefined, { retryOptions: { maxTries: 1 } })
      this.#queues.set(queue.uri, client)
    }
    const queueClient = client
    await withAttempts(
      {
        subject: `The queue ${queue.place}`,
        timeoutMs: postDeadlineMs,
        signal,
        onTrouble,
        repeats: (fault) => fault.kind === 'again' && (deduplicated || !fault.mayBeDone),
      },
      (abortSignal) => queueClient.sendMessage(text, { abortSignal }),
    )
  }
}

/** Made anew for each call: the SDK writes into the object that it is given, and shares what is in it. */
function propertiesOf(blob: BlobToIngest): IngestionProperties {
  return new IngestionProperties({
    database: blob.database,
    table: blob.table,
    format: blob.format as SdkDataFormat,
    // With the method Queue the SDK leaves the status table alone; the message is changed before it is sent.
    reportLevel: ReportLevel.FailuresOnly,
    reportMethod: ReportMethod.Queue,
    ...(blob.ignoreFirstRecord ? { ignoreFirstRecord: true } : {}),
    ...(blob.dropByTag === null ? {} : { dropByTags: [blob.dropByTag] }),
    ...(blob.additionalTags.length === 0 ? {} : { additionalTags: [...blob.additionalTags] }),
    ...(blob.onceTag === null
      ? {}
      : { ingestByTags: [blob.onceTag], ingestIfNotExists: JSON.stringify([blob.onceTag]) }),
    ...(blob.mappingReference === null
      ? {}
      : {
          ingestionMappingReference: blob.mappingReference,
          ingestionMappingKind: mappingKindOf(blob.format) as IngestionMappingKind,
        }),
    additionalProperties: {
      ...(blob.creationTime === null ? {} : { creationTime: blob.creationTime }),
      ...(blob.zipPattern === null ? {} : { zipPattern: blob.zipPattern }),
      // The SDK reads a mapping into classes of its own, which drop what they do not know.
      ...(blob.mappingText === null
        ? {}
        : { ingestionMapping: blob.mappingText, ingestionMappingType: mappingKindOf(blob.format) }),
    },
  })
}

function postFailed({ error: cause }: StorageFault): StudioError {
  return new StudioError('PostFailed', `The service's queue did not take the message. ${cause.message}`, {
    retryable: true,
    nextStep: cause.nextStep ?? 'Try again.',
    ...(cause.serviceCode === undefined ? {} : { serviceCode: cause.serviceCode }),
    cause,
  })
}
