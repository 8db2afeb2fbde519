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

/** Per attempt to post one message. */
const postDeadlineMs = 30_000

/** One blob that the service is asked to ingest. */
export interface BlobToIngest {
  /** uuid v4; the service reports under it. */
  readonly sourceId: string
  /** With its SAS. Never logged, stored or shown. */
  readonly uri: string
  /** Uncompressed bytes, by which the batching manager seals. */
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
  /** Whether a status table entry is written first. Without one, the service reports only failures. */
  readonly isAnnounced: boolean
  /** Whether it is the user's own blob, which stays where it is. */
  readonly isUsersOwn: boolean
}

/** There was no answer, so the message may or may not have arrived. Posting it again could ingest it twice. */
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

/** The SDK's message; its own type does not allow a missing table description. */
interface SdkMessage {
  Id: string
  RetainBlobOnSuccess: boolean
  ReportLevel: number | null
  ReportMethod: number | null
  IngestionStatusInTable: unknown
}

/**
 * Posts ingestion messages through the SDK's `ingestFromBlob`. The message is the SDK's, but two of its steps are
 * replaced on this client:
 * - Sending: the SDK tries each of its queues with the same message, so a lost answer makes copies; it has no deadline
 * and drops the cause.
 * - The status table: the SDK's insert takes 3 s, or forever if the table never answers, and it cannot reach a table on
 * loopback.
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
   * Posts one blob. Once this resolves, the message is in the service's queue.
   *
   * @param deduplicated Whether the cluster takes a message id only once. If so, an unanswered message is posted again.
   * @param onTrouble Called with the reason before each new try.
   * @throws StudioError `PostFailed` if the message has certainly not arrived, or what the cluster refused.
   * @throws PostUnansweredError if it may have arrived.
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

  /** Tries one queue after another, moving on only if a queue has certainly not taken the message. */
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
      // Away or busy: that passes, and is no fault of the message.
      throw fault.kind === 'again' ? fault.error : postFailed(fault)
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
        clock: this.#resources.clock,
        onTrouble,
        repeats: (fault) => fault.kind === 'again' && (deduplicated || !fault.mayBeDone),
      },
      (abortSignal) => queueClient.sendMessage(text, { abortSignal }),
    )
  }
}

/** A new object for each call, because the SDK writes into it and shares what is in it. */
function propertiesOf(blob: BlobToIngest): IngestionProperties {
  return new IngestionProperties({
    database: blob.database,
    table: blob.table,
    format: blob.format as SdkDataFormat,
    // With the method Queue, the SDK leaves the status table alone; the message is changed before it is sent.
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
