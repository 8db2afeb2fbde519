import { z } from 'zod'
import { waited, type Clock } from '../../domain/concurrency/clock'
import { SingleFlight } from '../../domain/concurrency/single-flight'
import { mappingKindOf } from '../../domain/mapping-kind'
import type { QueuedVia } from '../../domain/queued-via'
import { redactText } from '../../domain/redact-text'
import { StudioError } from '../../domain/studio-error'
import { canceled } from '../deadline'
import { backOffMs, maximumAttempts, type OnTrouble } from './attempts'
import { commands } from './commands'
import type { KustoConnection } from './connection'
import { PostUnansweredError, type BlobToIngest } from './queued-ingest'
import type { RestAnswer } from './rest-sender'
import { neverSent } from './storage-fault'
import type { IngestionStatus } from './table-status-tracker'

const configurationSchema = z.object({
  ingestionSettings: z.object({ preferredIngestionMethod: z.string().nullish() }),
})
const postedSchema = z.object({ ingestionOperationId: z.string().min(1) })
const detailSchema = z.object({
  sourceId: z.string().optional(),
  status: z.string(),
  errorCode: z.string().nullish(),
  failureStatus: z.string().nullish(),
  details: z.string().nullish(),
})
const operationSchema = z.object({ details: z.array(detailSchema) })

/** Clients ask for the configuration again every hour. */
const freshForMs = 50 * 60_000
/** The longest wait that the service may ask for. */
const longestWaitMs = 60_000
/** A service that does not know this API, or no longer. */
const unknownApi = new Set([404, 405, 501])

/** Whether the cluster takes blobs by REST, and whether it prefers that to its queues. */
type Offer = 'none' | 'possible' | 'preferred'

/** Where an operation belongs. */
interface Target {
  readonly database: string
  readonly table: string
}

/**
 * Queued ingestion by REST (documents: queued ingestion via REST API), where the studio and the cluster want it. The service keeps an operation for each request, and says in it what became of the blobs.
 */
export class RestIngest {
  readonly #connection: KustoConnection
  readonly #clock: Clock
  readonly #via: () => QueuedVia
  readonly #offer: SingleFlight<Offer>

  /** @param via How the studio wants blobs to be queued now. */
  constructor(connection: KustoConnection, clock: Clock, via: () => QueuedVia) {
    this.#connection = connection
    this.#via = via
    this.#clock = clock
    this.#offer = new SingleFlight(
      freshForMs,
      () => this.#askForOffer(),
      () => clock.elapsed(),
    )
  }

  /**
   * Whether blobs are to be posted this way: the studio and the cluster want it. One that does not know the API does not.
   *
   * @throws StudioError if the cluster did not answer, or cannot answer now.
   */
  async isOffered(): Promise<boolean> {
    const via = this.#via()
    if (via === 'queue') return false
    const offer = await this.#offer.get()
    return offer === 'preferred' || (offer === 'possible' && via === 'rest')
  }

  /**
   * Posts one blob. Once this resolves with an operation's id, the service has it.
   *
   * @param deduplicated Whether the cluster takes an id only once. If so, an unanswered request is sent again.
   * @returns Undefined if the cluster no longer offers this way; it has not taken the blob.
   * @throws StudioError if the blob has certainly not arrived.
   * @throws PostUnansweredError if it may have arrived.
   */
  async post(
    blob: BlobToIngest,
    deduplicated: boolean,
    signal: AbortSignal,
    onTrouble?: OnTrouble,
  ): Promise<string | undefined> {
    for (let attempt = 1; ; attempt++) {
      const { answer, failure, mayBeDone } = await this.#send(blob, signal)
      if (failure === undefined) {
        const posted = postedSchema.safeParse(answer?.body)
        if (attempt > 1) onTrouble?.(null)
        if (posted.success) return posted.data.ingestionOperationId
        throw new PostUnansweredError(this.#malformed())
      }
      if (unknownApi.has(answer?.status ?? 0)) {
        this.#offer.forget()
        if (!(await this.isOffered())) return undefined
      }
      const isBusy = answer?.status === 429 || answer?.status === 503
      if (attempt >= maximumAttempts || !(isBusy || (mayBeDone && deduplicated)))
        throw mayBeDone ? new PostUnansweredError(failure) : failure
      onTrouble?.(failure)
      const wait = Math.min(failure.retryAfterMs ?? backOffMs(attempt), longestWaitMs)
      if (!(await waited(this.#clock, wait, signal))) throw canceled(this.#subject)
    }
  }

  /**
   * What the service's operation says about one of its blobs; undefined if it says nothing.
   *
   * @throws StudioError if the operation cannot be read.
   */
  async read(
    target: Target,
    operationId: string,
    sourceId: string,
    signal: AbortSignal,
  ): Promise<IngestionStatus | undefined> {
    const { body, failure, status } = await this.#connection.requestDataManagement({
      method: 'GET',
      path: `${pathOf(target)}/${encodeURIComponent(operationId)}?details=true`,
      signal,
    })
    // It keeps operations for a limited time.
    if (status === 404) return undefined
    if (failure !== undefined) throw failure
    const operation = operationSchema.safeParse(body)
    if (!operation.success) throw this.#malformed()
    const blob = operation.data.details.find((detail) => detail.sourceId === sourceId)
    return blob === undefined ? undefined : statusOf(blob)
  }

  /**
   * Asks the service to cancel an operation (documents: `.cancel queued ingestion operation`; the REST API has no
   * request for it). It does what it can: a blob that is being ingested lands, so its status has the last word.
   *
   * @throws StudioError if the service did not take the request.
   */
  async cancel(operationId: string, signal: AbortSignal): Promise<void> {
    await this.#connection.executeDataManagement(commands.cancelQueuedOperation(operationId), { signal })
  }

  async #send(
    blob: BlobToIngest,
    signal: AbortSignal,
  ): Promise<{ answer?: RestAnswer; failure: StudioError | undefined; mayBeDone: boolean }> {
    try {
      const answer = await this.#connection.requestDataManagement({
        method: 'POST',
        path: pathOf(blob),
        body: requestOf(blob),
        signal,
      })
      return { answer, failure: answer.failure, mayBeDone: answer.status >= 500 && answer.status !== 503 }
    } catch (error) {
      if (!(error instanceof StudioError) || signal.aborted) throw error
      const isSent = !neverSent.has(error.serviceCode ?? '') && error.code !== 'SignInNeeded'
      return { failure: error, mayBeDone: isSent }
    }
  }

  async #askForOffer(): Promise<Offer> {
    const { status, body, failure } = await this.#connection.requestDataManagement({
      method: 'GET',
      path: '/v1/rest/ingestion/configuration',
    })
    if (unknownApi.has(status)) return 'none'
    // Whatever else it refuses, it may take from its queues.
    if (failure?.retryable === true || failure?.code === 'SignInNeeded') throw failure
    const read = configurationSchema.safeParse(body)
    if (!read.success) return 'none'
    const { preferredIngestionMethod } = read.data.ingestionSettings
    return preferredIngestionMethod?.toUpperCase() === 'REST' ? 'preferred' : 'possible'
  }

  get #subject(): string {
    return this.#connection.address.dataIngestionUri
  }

  #malformed(): StudioError {
    return new StudioError('ResponseMalformed', `${this.#subject} gave an answer that cannot be read.`, {
      retryable: true,
    })
  }
}

function pathOf({ database, table }: Target): string {
  return `/v1/rest/ingestion/queued/${encodeURIComponent(database)}/${encodeURIComponent(table)}`
}

/** The request for one blob, with the same properties as a message. */
function requestOf(blob: BlobToIngest): object {
  const { onceTag, dropByTag, mappingReference, mappingText } = blob
  const tags = [
    ...blob.additionalTags,
    ...(dropByTag === null ? [] : [`drop-by:${dropByTag}`]),
    ...(onceTag === null ? [] : [`ingest-by:${onceTag}`]),
  ]
  const hasMapping = mappingReference !== null || mappingText !== null
  return {
    timestamp: new Date().toISOString(),
    blobs: [
      {
        url: blob.uri,
        sourceId: blob.sourceId,
        ...(blob.rawDataSizeBytes === null ? {} : { rawSize: blob.rawDataSizeBytes }),
      },
    ],
    properties: {
      format: blob.format,
      enableTracking: true,
      deleteAfterDownload: !blob.isUsersOwn,
      ...(blob.ignoreFirstRecord ? { ignoreFirstRecord: true } : {}),
      ...(tags.length === 0 ? {} : { tags }),
      ...(onceTag === null ? {} : { ingestIfNotExists: [onceTag] }),
      ...(mappingReference === null ? {} : { ingestionMappingReference: mappingReference }),
      ...(mappingText === null ? {} : { ingestionMapping: mappingText }),
      ...(hasMapping ? { ingestionMappingType: mappingKindOf(blob.format) } : {}),
      ...(blob.creationTime === null ? {} : { creationTime: blob.creationTime }),
      ...(blob.zipPattern === null ? {} : { zipPattern: blob.zipPattern }),
    },
  }
}

/** In the words of the status table, which is the other way to be told. */
function statusOf(blob: z.infer<typeof detailSchema>): IngestionStatus {
  const told = {
    errorCode: blob.errorCode ?? undefined,
    failureStatus: blob.failureStatus ?? undefined,
    details: blob.details ? redactText(blob.details) : undefined,
  }
  switch (blob.status) {
    case 'Succeeded':
      return { ...told, status: 'Succeeded' }
    case 'Failed':
      return { ...told, status: 'Failed' }
    case 'Canceled':
      return {
        status: 'Canceled',
        errorCode: told.errorCode ?? 'Canceled',
        failureStatus: told.failureStatus ?? 'Permanent',
        details: told.details ?? 'The operation was canceled.',
      }
    default:
      return { ...told, status: 'Queued' }
  }
}
