import { randomUUID } from 'node:crypto'
import type { ClusterClock } from '../time/clock'
import type { DuckDbEngine } from '../engine/duckdb-engine'
import type { IngestedItems, ItemEnd } from '../engine/ingested-items'
import type { ReportedStatus, StatusReporter } from '../storage/status-reporter'
import type { IngestionMessage } from '../messages/ingestion-message'
import { KustoError } from '../answers/kusto-error'
import { redactText } from '../../domain/redact-text'
import type { FailedOutcome, ItemOutcome } from './ingestor'
import { Limiter } from '../../domain/concurrency/limiter'

/** Statuses written at the same time. */
const reportsAtOnce = 8

/** An item that ended, and how. */
interface EndedItem {
  readonly message: IngestionMessage
  readonly end: ItemEnd
}

/** Stores how items ended, tells the senders, and then forgets the messages with their secrets. */
export class EndReporter {
  readonly #parts: {
    readonly clock: ClusterClock
    readonly engine: DuckDbEngine
    readonly items: IngestedItems
    readonly status: StatusReporter
    readonly deleteBlob: (blobUri: string) => Promise<void>
    readonly log: (line: string) => void
  }

  constructor(parts: {
    readonly clock: ClusterClock
    readonly engine: DuckDbEngine
    readonly items: IngestedItems
    readonly status: StatusReporter
    readonly deleteBlob: (blobUri: string) => Promise<void>
    readonly log: (line: string) => void
  }) {
    this.#parts = parts
  }

  /** Records and reports final outcomes. */
  async settle(outcomes: readonly ItemOutcome[]): Promise<void> {
    const { clock, engine, items } = this.#parts
    const now = clock.now()
    const ended: EndedItem[] = []
    for (const outcome of outcomes) {
      const { message } = outcome.item
      if (outcome.kind === 'failed') {
        const error = withoutSecrets(outcome.error)
        const failureStatus = error.permanent ? 'Permanent' : 'Exhausted'
        await items.markFailed(message.id, { error, failureStatus, operationId: randomUUID() }, now)
        const end = { kind: 'failed', errorCode: error.code, failureStatus, details: error.message } as const
        ended.push({ message, end })
        continue
      }
      // Items that landed were marked in the same transaction as their rows.
      if (outcome.kind === 'skipped') await items.markEnded(engine, [message.id], { state: 'skipped', now })
      const { details } = outcome.kind === 'ingested' ? outcome : {}
      if (details !== undefined) this.#parts.log(`item ${message.id}: ${details}`)
      ended.push({ message, end: { kind: outcome.kind, details } })
    }
    await this.report(ended)
  }

  /** Says why an item has failed so far, and when it is tried again. */
  async retried(
    { item, error: cause }: FailedOutcome,
    plan: { readonly attempt: number; readonly of: number; readonly waitMs: number },
  ): Promise<void> {
    const { message } = item
    const error = withoutSecrets(cause)
    const seconds = Math.round(plan.waitMs / 1000)
    const details = `${error.message} Attempt ${plan.attempt} of ${plan.of}; the next is in ${seconds} seconds.`
    this.#parts.log(`item ${message.id}: ${error.code}: ${details}`)
    try {
      await this.#parts.items.markRetried(message.id, error, details)
      await this.#parts.status.report(message, {
        status: 'Pending',
        operationId: randomUUID(),
        at: this.#parts.clock.now(),
        details,
        errorCode: error.code,
        failureStatus: 'Transient',
      })
    } catch (failure) {
      // A full disk may have caused the failure, and may keep this from being written too.
      const reason = failure instanceof Error ? failure.message : 'unknown'
      this.#parts.log(`status of ${message.id} not written: ${redactText(reason)}`)
    }
  }

  /** Tells the senders. Anything that cannot be told now is told at the next start. */
  async report(ended: readonly EndedItem[]): Promise<void> {
    const told: string[] = []
    const tell = async ({ message, end }: EndedItem): Promise<void> => {
      try {
        await this.#parts.status.report(message, this.#finalStatus(end))
        if (message.deleteBlob && end.kind !== 'failed') await this.#delete(message)
        told.push(message.id)
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown'
        this.#parts.log(`status of ${message.id} not written: ${redactText(reason)}`)
      }
    }
    const limiter = new Limiter(reportsAtOnce)
    await Promise.all(ended.map((item) => limiter.run(() => tell(item))))
    if (told.length > 0) await this.#parts.items.markReported(told)
  }

  /** Failing to delete a blob is no failure: its rows have landed. */
  async #delete(message: IngestionMessage): Promise<void> {
    try {
      await this.#parts.deleteBlob(message.blobPath)
    } catch {
      // The storage client's text may hold the URI with its SAS.
      this.#parts.log(`blob of ${message.id} not deleted: its storage refused or did not answer`)
    }
  }

  #finalStatus(end: ItemEnd): ReportedStatus {
    const common = { operationId: randomUUID(), at: this.#parts.clock.now() }
    switch (end.kind) {
      case 'ingested':
        return { ...common, status: 'Succeeded', details: end.details ?? '' }
      case 'skipped':
        return {
          ...common,
          status: 'Skipped',
          details: 'An extent with this ingest-by tag already exists.',
        }
      case 'failed':
        return {
          ...common,
          status: 'Failed',
          details: end.details,
          errorCode: end.errorCode,
          failureStatus: end.failureStatus,
        }
    }
  }
}

/** An error quotes what it was given: it is kept and shown without what that may reveal. */
function withoutSecrets(error: KustoError): KustoError {
  const { permanent, type, status } = error
  return new KustoError(error.code, redactText(error.message), { permanent, type, status, cause: error })
}
