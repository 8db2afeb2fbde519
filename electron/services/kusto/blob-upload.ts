import { ContainerClient, type BlockBlobClient } from '@azure/storage-blob'
import { Permits } from '../../domain/concurrency/permits'
import type { StorageResource } from './ingestion-resources'
import type { Clock } from '../../domain/concurrency/clock'
import { StorageCallError, withAttempts, type OnTrouble } from './attempts'

/** Bytes per block: small enough to send again cheaply, large enough to be worth a request. */
const blockBytes = 4 * 1_048_576
/** Blocks of one blob in flight at once. Times the block size, this bounds the memory. */
const blocksUnderWay = 4
/** Per try of one block. */
const blockDeadlineMs = 120_000

/** Where an uploaded blob is. */
export interface UploadedBlob {
  /** With the container's SAS, as the ingestion message needs it. Never logged, stored or shown. */
  readonly uri: string
  /** Bytes as stored. */
  readonly storedBytes: number
}

export interface BlobTarget {
  readonly container: StorageResource
  readonly blobName: string
}

const containerClients = new Map<string, ContainerClient>()

function blobClient({ container, blobName }: BlobTarget): BlockBlobClient {
  let client = containerClients.get(container.uri)
  if (client === undefined) {
    // Permissions change every hour, so drop old clients now and then.
    if (containerClients.size > 64) containerClients.clear()
    // We retry ourselves: the SDK's retries would hide the cause and have no overall deadline.
    client = new ContainerClient(container.uri, undefined, { retryOptions: { maxTries: 1 } })
    containerClients.set(container.uri, client)
  }
  return client.getBlockBlobClient(blobName)
}

/**
 * Writes one blob as its bytes arrive: it stages blocks while the next are made, and the blob does not exist until
 * {@link commit}. A blob that fits one block takes a single request.
 */
export class BlobWriter {
  readonly #target: BlobTarget
  readonly #client: BlockBlobClient
  readonly #stop = new AbortController()
  readonly #blockIds: string[] = []
  readonly #permits = new Permits(blocksUnderWay)
  readonly #onTrouble: OnTrouble | undefined
  readonly #clock: Clock
  #open: Uint8Array[] = []
  #openBytes = 0
  #storedBytes = 0
  #failure: { readonly error: unknown } | undefined
  #waitedForStorageMs = 0

  /**
   * @param signal Cancels requests in flight.
   * @param onTrouble Called with the reason when a request is retried.
   */
  constructor(target: BlobTarget, signal: AbortSignal, clock: Clock, onTrouble?: OnTrouble) {
    this.#target = target
    this.#clock = clock
    this.#client = blobClient(target)
    this.#onTrouble = onTrouble
    if (signal.aborted) this.#stop.abort()
    else signal.addEventListener('abort', () => this.#stop.abort(), { once: true, signal: this.#stop.signal })
  }

  /**
   * Milliseconds that {@link write} has waited for storage: time in which its caller could have produced more bytes.
   */
  get waitedForStorageMs(): number {
    return this.#waitedForStorageMs
  }

  /**
   * Takes the next bytes, which must not change afterwards. Waits while too many blocks are in flight.
   *
   * @throws StorageCallError once a block could not be staged.
   */
  async write(buffers: readonly Uint8Array[]): Promise<void> {
    for (const buffer of buffers) {
      this.#open.push(buffer)
      this.#openBytes += buffer.length
    }
    if (this.#openBytes < blockBytes) return
    const startedAt = this.#clock.elapsed()
    await this.#stage()
    this.#waitedForStorageMs += this.#clock.elapsed() - startedAt
  }

  /**
   * Completes the blob.
   *
   * @throws StorageCallError if storage refuses it.
   */
  async commit(): Promise<UploadedBlob> {
    if (this.#blockIds.length === 0) await this.#putWhole()
    else {
      if (this.#openBytes > 0) await this.#stage()
      // Whoever has all permits knows that no block is in flight.
      for (let taken = 0; taken < blocksUnderWay; taken++) await this.#permits.take()
      if (this.#failure !== undefined) throw this.#failure.error
      await this.#call((abortSignal) => this.#client.commitBlockList(this.#blockIds, { abortSignal }))
    }
    return { uri: blobUriIn(this.#target), storedBytes: this.#storedBytes }
  }

  /** Ends the writer: storage forgets blocks that were staged but not committed. */
  abort(): void {
    this.#stop.abort()
  }

  async #putWhole(): Promise<void> {
    const body = this.#takeOpen()
    await this.#call((abortSignal) => this.#client.upload(body, body.length, { abortSignal }))
    this.#storedBytes += body.length
  }

  /** Sends the open bytes as a block, once fewer than {@link blocksUnderWay} are in flight. */
  async #stage(): Promise<void> {
    await this.#permits.take()
    if (this.#failure !== undefined) {
      this.#permits.give()
      throw this.#failure.error
    }
    const body = this.#takeOpen()
    // All block ids in a blob have the same length (documents: Put Block).
    const blockId = Buffer.from(String(this.#blockIds.length).padStart(8, '0')).toString('base64')
    this.#blockIds.push(blockId)
    void this.#call((abortSignal) => this.#client.stageBlock(blockId, body, body.length, { abortSignal }))
      .then(() => {
        this.#storedBytes += body.length
      })
      .catch((error: unknown) => {
        this.#failure ??= { error }
        this.#stop.abort()
      })
      .finally(() => this.#permits.give())
  }

  #takeOpen(): Buffer {
    const body = this.#open.length === 1 ? asBuffer(this.#open[0]) : Buffer.concat(this.#open)
    this.#open = []
    this.#openBytes = 0
    return body
  }

  async #call<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const subject = `The upload to ${this.#target.container.place}`
    const options = { subject, timeoutMs: blockDeadlineMs, signal: this.#stop.signal, clock: this.#clock }
    return await withAttempts({ ...options, onTrouble: this.#onTrouble }, work)
  }
}

function asBuffer(bytes: Uint8Array | undefined): Buffer {
  if (bytes === undefined) return Buffer.alloc(0)
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

/**
 * Whether a blob exists, checked with the permission that uploaded it.
 *
 * @throws StudioError if storage does not say.
 */
export async function blobExists(target: BlobTarget, signal: AbortSignal, clock: Clock): Promise<boolean> {
  const subject = `The blob ${target.container.place}/${target.blobName}`
  try {
    return await withAttempts({ subject, timeoutMs: 30_000, signal, clock, attempts: 3 }, (abortSignal) =>
      blobClient(target).exists({ abortSignal }),
    )
  } catch (error) {
    throw error instanceof StorageCallError ? error.fault.error : error
  }
}

/** The address of an uploaded blob, with the container's current permission. */
export function blobUriIn(target: BlobTarget): string {
  const { uri, place } = target.container
  return `${place}/${encodeURIComponent(target.blobName)}${uri.slice(place.length)}`
}
