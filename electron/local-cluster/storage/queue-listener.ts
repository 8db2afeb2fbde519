import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue'
import type { StorageServices } from './azurite-services'
import { queueClient, resourceNames } from './ingestion-resources'

/** Messages taken in one call: a queue's maximum. */
const messagesPerCall = 32

/** Calls at once if a queue is too full for one call to empty it. */
const mostCalls = 8

/** How long a taken message is hidden from others, in seconds. It is handed over and deleted long before that. */
const visibilitySeconds = 30

/** How often to check the queues if nothing announced a message, in milliseconds. */
const idlePollMs = 5_000

/** How long a stop goes on taking messages, in milliseconds. */
const lastDrainMs = 1000

/** A message as it was taken from a queue. */
export interface TakenMessage {
  /** Its text, as its sender posted it. */
  readonly text: string
  /** It was posted to an earlier run of the cluster, whose signatures end with it. */
  readonly isOfEarlierRun: boolean
}

/**
 * Takes messages from the ingestion queues as soon as clients put them there. `accept` makes them durable elsewhere,
 * and only then are they deleted from the queue. If it fails, they come back.
 */
export class QueueListener {
  readonly #queues: QueueClient[]
  readonly #services: StorageServices
  readonly #accept: (messages: readonly TakenMessage[]) => Promise<void>
  readonly #log: (line: string) => void
  /** Ids of what was in the queues at the start. The clock would not tell: it may have been set back. */
  readonly #left = new Set<string>()
  #stopped = false
  #isLast = false
  #running: Promise<void> | undefined
  #again = false
  #timer: NodeJS.Timeout | undefined
  readonly #onActivity = (): void => this.#wake()

  constructor(
    services: StorageServices,
    accept: (messages: readonly TakenMessage[]) => Promise<void>,
    log: (line: string) => void,
  ) {
    this.#services = services
    this.#queues = resourceNames.readyQueues.map((name) => queueClient(services, name))
    this.#accept = accept
    this.#log = log
  }

  /** Begins with what an earlier process had taken and not deleted: nobody else takes from these queues. */
  start(): void {
    for (const { name } of this.#queues)
      for (const id of this.#services.releaseMessages(name)) this.#left.add(id)
    this.#services.activity.on('message', this.#onActivity)
    this.#wake()
  }

  /** Stops after handing over what is in the queues, as far as that goes in a second. */
  async stop(): Promise<void> {
    this.#isLast = true
    clearTimeout(this.#timer)
    this.#services.activity.off('message', this.#onActivity)
    const timer = setTimeout(() => (this.#stopped = true), lastDrainMs)
    await this.#running
    if (!this.#stopped) await this.#drain()
    this.#stopped = true
    clearTimeout(timer)
  }

  #wake(): void {
    if (this.#stopped || this.#isLast) return
    if (this.#running !== undefined) {
      this.#again = true
      return
    }
    clearTimeout(this.#timer)
    this.#running = this.#drain().finally(() => {
      this.#running = undefined
      if (this.#stopped || this.#isLast) return
      if (this.#again) this.#wake()
      else this.#timer = setTimeout(() => this.#wake(), idlePollMs).unref()
    })
  }

  async #drain(): Promise<void> {
    this.#again = false
    try {
      await Promise.all(this.#queues.map((queue) => this.#drainQueue(queue)))
    } catch (error) {
      if (this.#stopped) return
      const reason = error instanceof Error ? error.message : 'unknown'
      this.#log(`queues: not read (${reason}); trying again`)
    }
  }

  async #drainQueue(queue: QueueClient): Promise<void> {
    let calls = 1
    let messages: DequeuedMessageItem[]
    do {
      messages = await receive(queue, calls)
      if (messages.length === 0) break
      // Messages must be durable before they leave the queue.
      const taken = messages.map(({ messageText, messageId }) => ({
        text: messageText,
        isOfEarlierRun: this.#left.has(messageId),
      }))
      await this.#accept(taken.filter(({ text, isOfEarlierRun }) => !isOfEarlierRun || !isHandedOver(text)))
      await this.#delete(queue.name, messages)
      if (messages.length < calls * messagesPerCall) break
      calls = Math.min(calls * 2, mostCalls)
    } while (!this.#stopped)
  }

  async #delete(queue: string, messages: readonly DequeuedMessageItem[]): Promise<void> {
    for (const { messageId, popReceipt } of messages) {
      await this.#services.deleteMessage(queue, messageId, popReceipt)
    }
  }
}

async function receive(queue: QueueClient, calls: number): Promise<DequeuedMessageItem[]> {
  const options = { numberOfMessages: messagesPerCall, visibilityTimeout: visibilitySeconds }
  const responses = await Promise.all(Array.from({ length: calls }, () => queue.receiveMessages(options)))
  return responses.flatMap(({ receivedMessageItems }) => receivedMessageItems)
}

/** A process was killed while it deleted the message, whose text goes first. */
function isHandedOver(text: string): boolean {
  return text.trim() === ''
}
