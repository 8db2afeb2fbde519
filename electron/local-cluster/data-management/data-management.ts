import { randomUUID } from 'node:crypto'
import type { EffectiveBatchingPolicy } from '../../domain/batching-policy'
import type { SealReason } from '../../domain/batch-sealing'
import type { Clock } from '../clock'
import type { IngestedItems, QueuedItem } from '../engine/ingested-items'
import { KustoError } from '../kusto-error'
import type { StorageServices } from '../storage/azurite-services'
import { blobSize } from '../storage/blob-download'
import { QueueListener } from '../storage/queue-listener'
import { StatusReporter } from '../storage/status-reporter'
import { BatchingManager, type BatchItem } from './batching-manager'
import { parseIngestionMessage, type IngestionMessage } from './ingestion-message'
import type { Ingestor, ItemOutcome } from './ingestor'

/** Attempts of a batch before its failures are final. */
const maximumAttempts = 5

/** How much larger a gzip file is unpacked, where nobody said (documents: IngestionBatching policy). */
const compressionFactor = 11

/**
 * The data management service: takes messages from the queues, batches them, has them ingested and reports
 * how that ended.
 */
export class DataManagement {
  readonly batching: BatchingManager
  readonly #clock: Clock
  readonly #items: IngestedItems
  readonly #ingestor: Ingestor
  readonly #reporter: StatusReporter
  readonly #listener: QueueListener
  readonly #log: (line: string) => void
  readonly #running = new Set<Promise<void>>()
  #stopped = false

  constructor(parts: {
    readonly clock: Clock
    readonly items: IngestedItems
    readonly ingestor: Ingestor
    readonly services: StorageServices
    readonly policyOf: (database: string, table: string) => EffectiveBatchingPolicy
    readonly log: (line: string) => void
  }) {
    this.#clock = parts.clock
    this.#items = parts.items
    this.#ingestor = parts.ingestor
    this.#log = parts.log
    this.#reporter = new StatusReporter(parts.services)
    this.#listener = new QueueListener(parts.services, (texts) => this.#accept(texts), parts.log)
    this.batching = new BatchingManager({
      clock: parts.clock,
      policyOf: parts.policyOf,
      seal: (items, reason) => this.#start(items, reason),
    })
  }

  /** Takes up what an earlier process left, then listens. */
  async start(): Promise<void> {
    for (const item of await this.#items.queued()) this.batching.add(await withSize(item))
    this.#listener.start()
  }

  /** Stops listening and waits for the batches that are being committed. What is queued stays in the store. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.batching.stop()
    await this.#listener.stop()
    await Promise.all(this.#running)
  }

  async #accept(texts: readonly string[]): Promise<void> {
    const messages: IngestionMessage[] = []
    for (const text of texts) {
      try {
        messages.push(parseIngestionMessage(text))
      } catch (error) {
        const reason = error instanceof KustoError ? error.message : 'unknown'
        this.#log(`message dropped: ${reason}`)
      }
    }
    const receivedAt = this.#clock.now()
    const acceptances = await this.#items.accept(messages, receivedAt)
    for (const [index, message] of messages.entries()) {
      const acceptance = acceptances[index]
      if (acceptance === 'queued') this.batching.add(await withSize({ message, receivedAt, attempts: 0 }))
      if (acceptance === 'alreadyIngested') await this.#reportSuccess(message)
    }
  }

  #start(items: readonly BatchItem[], reason: SealReason): void {
    const work = this.#ingest(items, reason).catch((error: unknown) => {
      this.#log(`batch not ingested: ${error instanceof Error ? error.message : 'unknown'}`)
    })
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }

  async #ingest(items: readonly BatchItem[], reason: SealReason): Promise<void> {
    const first = items[0]?.message
    const began = this.#clock.now()
    await this.#items.countAttempt(items.map((item) => item.message.id))
    const outcomes = await this.#ingestor.ingest(items)
    const landed = outcomes.filter((outcome) => outcome.kind === 'ingested').length
    this.#log(
      `batch ${first?.database}.${first?.table}: sealed by ${reason}, ${landed} of ${items.length} ingested in ${this.#clock.now() - began} ms`,
    )
    for (const outcome of outcomes) await this.#settle(outcome)
  }

  async #settle(outcome: ItemOutcome): Promise<void> {
    const { item } = outcome
    if (outcome.kind === 'ingested') {
      await this.#reportSuccess(item.message)
      return
    }
    const { error } = outcome
    const attempts = item.attempts + 1
    if (!error.permanent && attempts < maximumAttempts) {
      if (this.#stopped) return
      const retry = { ...item, attempts }
      this.#clock.schedule(this.#clock.now() + 1000 * 2 ** attempts, () => {
        if (!this.#stopped) this.#start([{ ...retry, rawSizeBytes: undefined }], 'SystemFlush')
      })
      return
    }
    const failureStatus = error.permanent ? 'Permanent' : 'Exhausted'
    const operationId = randomUUID()
    const at = this.#clock.now()
    await this.#items.markFailed(item.message.id, { error, failureStatus, operationId }, at)
    await this.#report(item.message, {
      status: 'Failed',
      operationId,
      at,
      details: error.message,
      errorCode: error.code,
      failureStatus,
    })
  }

  async #reportSuccess(message: IngestionMessage): Promise<void> {
    const at = this.#clock.now()
    await this.#report(message, { status: 'Succeeded', operationId: randomUUID(), at, details: '' })
  }

  async #report(message: IngestionMessage, final: Parameters<StatusReporter['report']>[1]): Promise<void> {
    try {
      await this.#reporter.report(message, final)
    } catch (error) {
      this.#log(`status of ${message.id} not written: ${error instanceof Error ? error.message : 'unknown'}`)
    }
  }
}

/** Adds the size that counts for batching: as given, else the blob's own, times a factor when it is packed. */
async function withSize(item: QueuedItem): Promise<BatchItem> {
  const { message } = item
  if (message.rawDataSizeBytes !== undefined) return { ...item, rawSizeBytes: message.rawDataSizeBytes }
  const size = await blobSize(message.blobPath)
  const packed = /\.(gz|zip)(\?|$)/i.test(message.blobPath)
  return { ...item, rawSizeBytes: size === undefined ? undefined : size * (packed ? compressionFactor : 1) }
}
