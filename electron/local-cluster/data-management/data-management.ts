import type { EffectiveBatchingPolicy } from '../../domain/schema/batching-policy'
import type { SealReason } from '../../domain/batch-sealing'
import type { ClusterClock } from '../time/clock'
import type { Session } from '../engine/duckdb-engine'
import type { IngestedItems, QueuedItem } from '../engine/ingested-items'
import { redactText } from '../../domain/redact-text'
import { KustoError } from '../answers/kusto-error'
import { Mutex } from '../../domain/concurrency/mutex'
import type { StorageServices } from '../storage/azurite-services'
import { signOwnBlob } from '../storage/ingestion-resources'
import { QueueListener, type TakenMessage } from '../storage/queue-listener'
import { BatchingManager, type BatchItem } from './batching-manager'
import { parseIngestionMessage, type IngestionMessage } from '../messages/ingestion-message'
import type { FailedOutcome, Ingestor, ItemOutcome } from './ingestor'
import type { EndReporter } from './end-reporter'
import { withSize } from './item-size'
import { Limiter } from '../../domain/concurrency/limiter'

/** Attempts before an item's failure is final, about a minute after the first. */
const maximumAttempts = 6

/** After this many attempts an item is ingested alone, in case it is the one that breaks its batch. */
const attemptsBeforeAlone = 2

/** How long a stop waits for running batches, in milliseconds. */
const patienceMs = 1000

/** Batches downloaded or ingested at the same time; a slow server for one holds up few others. */
const batchesAtOnce = 16

/** What the data management service works with. */
interface DataManagementParts {
  readonly clock: ClusterClock
  readonly items: IngestedItems
  readonly ingestor: Ingestor
  readonly reporter: EndReporter
  readonly services: StorageServices
  readonly policyOf: (database: string, table: string) => EffectiveBatchingPolicy
  readonly log: (line: string, isNote?: boolean) => void
}

/**
 * The data management service: takes messages from the queues, batches them, has them ingested and reports how that
 * ended.
 */
export class DataManagement {
  readonly batching: BatchingManager
  readonly #parts: DataManagementParts
  readonly #listener: QueueListener
  readonly #limiter = new Limiter(batchesAtOnce)
  /** Copies of one message may be in two queues, so messages are handled one after another. */
  readonly #accepting = new Mutex()
  /** Keeps the start and the end of an attempt, accepting a copy of its message, and canceling it from overlapping. */
  readonly #claiming = new Mutex()
  /** Items being ingested right now, and by which batch: they can no longer be canceled or changed. */
  readonly #underWay = new Map<string, readonly BatchItem[]>()
  readonly #running = new Set<Promise<void>>()
  /** Messages that came again while their items were being ingested. */
  readonly #replacements = new Map<string, QueuedItem>()
  /** Aborts once a stop has waited long enough. */
  readonly #stopping = new AbortController()
  #stopped = false

  constructor(parts: DataManagementParts) {
    this.#parts = parts
    this.#listener = new QueueListener(
      parts.services,
      (messages) => this.#accepting.run(() => this.#accept(messages)),
      parts.log,
    )
    this.batching = new BatchingManager({
      clock: parts.clock,
      policyOf: parts.policyOf,
      seal: (items, reason) => this.#start(items, reason),
    })
  }

  /** Picks up what an earlier process left, then listens. */
  async start(): Promise<void> {
    for (const { message, end } of await this.#parts.items.unreported()) {
      await this.#parts.reporter.report([{ message, end }])
    }
    for (const item of await this.#parts.items.queued()) {
      await this.#enqueue({ ...item, message: this.#signedAgain(item.message) })
    }
    this.#listener.start()
  }

  /**
   * Stops listening. Batches being ingested get a moment to finish; then `breakOff` ends them, and the next start picks
   * them up, along with everything that is queued.
   */
  async stop(breakOff: () => void): Promise<void> {
    this.#stopped = true
    this.batching.stop()
    await this.#listener.stop()
    const timer = setTimeout(() => {
      this.#stopping.abort()
      breakOff()
    }, patienceMs)
    await Promise.all(this.#running)
    clearTimeout(timer)
  }

  /**
   * Takes messages that did not come through the queues, in the same way as those. On return they are durable, and so
   * is what `within` writes. Messages whose rows are already in the table succeed at once.
   */
  async submit(
    messages: readonly IngestionMessage[],
    within: (session: Session) => Promise<void>,
  ): Promise<void> {
    await this.#accepting.run(() => this.#take(messages, within))
  }

  /** Cancels the items that have not ended and are not being ingested. */
  async cancel(ids: readonly string[]): Promise<void> {
    await this.#accepting.run(() =>
      this.#claiming.run(async () => {
        const waiting = ids.filter((id) => !this.#underWay.has(id))
        await this.#parts.items.cancel(waiting, this.#parts.clock.now())
        for (const id of waiting) {
          this.batching.remove(id)
          this.#replacements.delete(id)
        }
      }),
    )
  }

  /** A SAS for the cluster's own storage does not outlive the run that signed it. */
  #signedAgain(message: IngestionMessage): IngestionMessage {
    const { services, clock } = this.#parts
    return { ...message, blobPath: signOwnBlob(services, message.blobPath, clock.now()) }
  }

  async #accept(taken: readonly TakenMessage[]): Promise<void> {
    await this.#take(
      taken.map(({ text, isOfEarlierRun }) => {
        const message = parseIngestionMessage(text)
        return isOfEarlierRun ? this.#signedAgain(message) : message
      }),
    )
  }

  async #take(
    messages: readonly IngestionMessage[],
    within?: (session: Session) => Promise<void>,
  ): Promise<void> {
    const receivedAt = this.#parts.clock.now()
    const options = { within, underWay: this.#underWay }
    const acceptances = await this.#claiming.run(() =>
      this.#parts.items.accept(messages, receivedAt, options),
    )
    const landed = messages.filter((_, index) => acceptances[index] === 'alreadyIngested')
    await this.#parts.reporter.report(
      landed.map((message) => ({ message, end: { kind: 'ingested' as const } })),
    )
    for (const [index, message] of messages.entries()) {
      const item = { message, receivedAt, attempts: 0 }
      if (acceptances[index] === 'queued') await this.#enqueue(item)
      if (acceptances[index] === 'alreadyQueued') await this.#replace(item)
    }
  }

  /** A message came again before its item ended: the new one counts, for example where the blob is. */
  async #replace(item: QueuedItem): Promise<void> {
    const waiting = this.batching.remove(item.message.id)
    if (waiting === undefined) this.#replacements.set(item.message.id, item)
    else await this.#enqueue({ ...item, receivedAt: waiting.receivedAt })
  }

  /** Puts an item into its batch; one that can never be ingested, or has tried before, goes alone and at once. */
  async #enqueue(item: QueuedItem): Promise<void> {
    // The next start finds it in the store.
    if (this.#stopped) return
    if (item.attempts >= maximumAttempts) {
      // Earlier processes tried it this often: most likely it crashed them.
      const message = `The ingestion was tried ${item.attempts} times and never finished.`
      const error = new KustoError('General_RetryAttemptsExceeded', message)
      await this.#parts.reporter.settle([{ item, kind: 'failed', error }])
      return
    }
    const obstacle = await this.#parts.ingestor.obstacle(item.message)
    if (obstacle !== undefined || item.attempts >= attemptsBeforeAlone) {
      this.#start([{ ...item, rawSizeBytes: undefined }], 'SystemFlush')
    } else if (item.message.rawDataSizeBytes !== undefined) {
      this.batching.add({ ...item, rawSizeBytes: item.message.rawDataSizeBytes })
    } else {
      // Others do not wait for the blob's server to say how large it is.
      void this.#addWithSize(item)
    }
  }

  async #addWithSize(item: QueuedItem): Promise<void> {
    const { id } = item.message
    const sized = await withSize(item, this.#parts.services)
    if (this.#stopped) return
    const replacement = this.#replacements.get(id)
    this.#replacements.delete(id)
    this.batching.add(replacement === undefined ? sized : { ...sized, message: replacement.message })
  }

  #start(items: readonly BatchItem[], reason: SealReason): void {
    if (this.#stopped) return
    const work = this.#limiter
      .run(() => this.#ingest(items, reason))
      .catch((error: unknown) => {
        this.#parts.log(`batch not ingested: ${error instanceof Error ? error.message : 'unknown'}`)
      })
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }

  async #ingest(batch: readonly BatchItem[], reason: SealReason): Promise<void> {
    if (this.#stopped) return
    const items = await this.#claiming.run(async () => {
      const left = await this.#parts.items.countAttempt(batch.map((item) => item.message.id))
      for (const id of left) this.#underWay.set(id, batch)
      return batch.filter((item) => left.has(item.message.id))
    })
    if (items.length === 0) return
    try {
      await this.#ingestClaimed(items, reason)
    } finally {
      // Not while messages are being accepted: one of them would write to an item whose rows have just landed, which it
      // cannot see yet.
      await this.#claiming.run(() => this.#release(batch))
    }
  }

  /** An item that came again may be with another batch by now. */
  #release(batch: readonly BatchItem[]): Promise<void> {
    for (const { message } of batch)
      if (this.#underWay.get(message.id) === batch) this.#underWay.delete(message.id)
    return Promise.resolve()
  }

  async #ingestClaimed(items: readonly BatchItem[], reason: SealReason): Promise<void> {
    const { clock, ingestor, log } = this.#parts
    const began = clock.now()
    const outcomes = await ingestor.ingest(items, this.#stopping.signal)
    const landed = outcomes.filter((outcome) => outcome.kind === 'ingested').length
    const first = items[0]?.message
    log(
      `batch “${first?.database}.${first?.table}”: sealed by ${reason}, ${landed} of ${items.length} ingested in ${clock.now() - began} ms`,
      true,
    )
    for (const outcome of outcomes) this.#logInside(outcome)
    const final: ItemOutcome[] = []
    for (const outcome of outcomes) {
      // An interrupted item has not failed.
      if (this.#stopped && outcome.kind === 'failed') continue
      const { id } = outcome.item.message
      const replacement = outcome.kind === 'failed' ? this.#replacements.get(id) : undefined
      this.#replacements.delete(id)
      if (replacement !== undefined) {
        await this.#parts.items.renew(replacement.message)
        await this.#enqueue(replacement)
      } else if (outcome.kind === 'failed' && mayRetry(outcome)) await this.#retry(outcome)
      else final.push(outcome)
    }
    await this.#parts.reporter.settle(final)
  }

  /** Internal errors go to the log with their cause; the sender learns only that one happened. */
  #logInside(outcome: ItemOutcome): void {
    if (outcome.kind !== 'failed' || outcome.error.code !== 'General_InternalServerError') return
    const { cause } = outcome.error
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : outcome.error.message
    this.#parts.log(`item ${outcome.item.message.id}: ${redactText(text)}`)
  }

  async #retry(outcome: FailedOutcome): Promise<void> {
    const attempts = outcome.item.attempts + 1
    const waitMs = 1000 * 2 ** attempts
    await this.#parts.reporter.retried(outcome, { attempt: attempts, of: maximumAttempts, waitMs })
    this.#parts.clock.after(waitMs, () =>
      this.#start([{ ...outcome.item, attempts, rawSizeBytes: undefined }], 'SystemFlush'),
    )
  }
}

function mayRetry({ error, item }: FailedOutcome): boolean {
  return !error.permanent && item.attempts + 1 < maximumAttempts
}
