import { displayPath, pathOf } from '../messages/blob-path'
import type { IngestionMessage } from '../messages/ingestion-message'
import type { KustoError } from '../answers/kusto-error'
import type { DuckDbEngine, Session } from './duckdb-engine'
import type { MessageSeal } from './message-seal'

/** A posted ingestion that has not ended yet. */
export interface QueuedItem {
  readonly message: IngestionMessage
  /** When the cluster took it from the queue, in milliseconds since the epoch. */
  readonly receivedAt: number
  /** How many times its batch was started. */
  readonly attempts: number
}

/** The ids in parameter 1, a JSON list, as rows: a list would be scanned once for each stored item. */
const givenIds = `SELECT unnest(from_json($1, '["VARCHAR"]'))`

/** What happened to an offered item. */
type Acceptance = 'queued' | 'alreadyQueued' | 'alreadyIngested'

/** How long others may still read a blob after its rows landed, in milliseconds. */
const keptAfterEndMs = 10 * 60_000

/** How an item ended. */
export type ItemEnd =
  | {
      readonly kind: 'ingested' | 'skipped'
      /** Anything to add to that. */
      readonly details?: string | undefined
    }
  | {
      readonly kind: 'failed'
      readonly errorCode: string
      readonly failureStatus: string
      readonly details: string
    }

/** A failed item as `.show ingestion failures` lists it. */
interface FailedItem {
  readonly id: string
  readonly database: string
  readonly table: string
  readonly failedAt: number
  readonly sourcePath: string
  readonly errorCode: string
  readonly failureStatus: string
  readonly details: string
  readonly operationId: string
}

/**
 * The durable list of posted ingestions. A message leaves Azurite's queue only once it is here. When its rows are
 * committed, its id is marked in the same transaction and stays here, so that it never lands twice. Messages are kept
 * sealed: the file holds no SAS and no key.
 */
export class IngestedItems {
  readonly #engine: DuckDbEngine
  readonly #seal: MessageSeal

  constructor(engine: DuckDbEngine, seal: MessageSeal) {
    this.#engine = engine
    this.#seal = seal
  }

  /**
   * Accepts messages; on return they are durable. A failed or canceled id may come again. `within` writes what
   * belongs to them in the same transaction. Items in `underWay` are left alone: the transaction that brings their
   * rows will write to them, and two transactions cannot both write to the same item.
   */
  async accept(
    messages: readonly IngestionMessage[],
    receivedAt: number,
    options: {
      readonly within?: ((session: Session) => Promise<void>) | undefined
      readonly underWay: Pick<ReadonlySet<string>, 'has'>
    },
  ): Promise<Acceptance[]> {
    const { within, underWay } = options
    return this.#engine.transaction(async (session) => {
      await within?.(session)
      const rows = await session.rows(`SELECT id, state FROM meta.items WHERE id IN (${givenIds})`, [
        JSON.stringify(messages.map(({ id }) => id)),
      ])
      const states = new Map(rows.map(([id, state]) => [String(id), String(state)]))
      const fresh = new Map<string, IngestionMessage>()
      const again = new Map<string, IngestionMessage>()
      const results = messages.map((message): Acceptance => {
        const state = states.get(message.id)
        if (state === 'ingested' || state === 'skipped') return 'alreadyIngested'
        const isKnown = state !== undefined
        const isRepeated = fresh.has(message.id) || again.has(message.id)
        // The newer copy names the newer blob and SAS.
        ;(isKnown ? again : fresh).set(message.id, message)
        return isRepeated || state === 'queued' ? 'alreadyQueued' : 'queued'
      })
      await this.#insert(session, [...fresh.values()], receivedAt)
      for (const message of again.values()) if (!underWay.has(message.id)) await this.#renew(session, message)
      return results
    })
  }

  /** Replaces a queued item's message by a newer copy. */
  async renew(message: IngestionMessage): Promise<void> {
    await this.#renew(this.#engine, message)
  }

  /** Remembers why an item that is still queued failed its latest attempt. */
  async markRetried(id: string, error: KustoError, details: string): Promise<void> {
    await this.#engine.run(
      `UPDATE meta.items SET error_code = $2, failure_status = 'Transient', details = $3
       WHERE id = $1 AND state = 'queued'`,
      [id, error.code, details],
    )
  }

  /** What is still to do, in order of arrival: what a killed process left, at the next start. */
  async queued(): Promise<QueuedItem[]> {
    const rows = await this.#engine.rows(
      "SELECT message, received_on, attempts FROM meta.items WHERE state = 'queued' ORDER BY received_on, rowid",
    )
    return rows.map(([message, receivedOn, attempts]) => ({
      message: this.#read(message),
      receivedAt: Number(receivedOn),
      attempts: Number(attempts),
    }))
  }

  /**
   * Counts an attempt before it starts, so that a blob that crashes the process is not retried forever. Returns the
   * ids that are still to be ingested; the others were canceled.
   */
  async countAttempt(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.#engine.rows(
      `UPDATE meta.items SET attempts = attempts + 1
       WHERE id IN (${givenIds}) AND state = 'queued' RETURNING id`,
      [JSON.stringify(ids)],
    )
    return new Set(rows.map(([id]) => String(id)))
  }

  /** Cancels queued items, and forgets their messages and the secrets in them. */
  async cancel(ids: readonly string[], now: number): Promise<void> {
    await this.#engine.run(
      `UPDATE meta.items SET state = 'canceled', ended_on = $2, message = NULL
       WHERE id IN (${givenIds}) AND state = 'queued'`,
      [JSON.stringify(ids), BigInt(now)],
    )
  }

  /**
   * Marks items as landed (in the transaction that inserts their rows) or as skipped. `details` says what there is to
   * add about some of them; what an earlier attempt met is forgotten.
   */
  async markEnded(
    session: Session,
    ids: readonly string[],
    end: {
      readonly state: 'ingested' | 'skipped'
      readonly extent?: bigint
      readonly details?: ReadonlyMap<string, string>
      readonly now: number
    },
  ): Promise<void> {
    await session.run(
      `UPDATE meta.items SET state = $2, ended_on = $3, extent_number = $4,
         error_code = NULL, failure_status = NULL, details = json_extract_string($5::JSON, '$."' || id || '"')
       WHERE id IN (${givenIds})`,
      [
        JSON.stringify(ids),
        end.state,
        BigInt(end.now),
        end.extent ?? null,
        JSON.stringify(Object.fromEntries(end.details ?? [])),
      ],
    )
  }

  async markFailed(
    id: string,
    failure: { readonly error: KustoError; readonly failureStatus: string; readonly operationId: string },
    now: number,
  ): Promise<void> {
    await this.#engine.run(
      `UPDATE meta.items SET state = 'failed', ended_on = $2, error_code = $3,
         failure_status = $4, details = $5, operation_id = $6 WHERE id = $1`,
      [
        id,
        BigInt(now),
        failure.error.code,
        failure.failureStatus,
        failure.error.message,
        failure.operationId,
      ],
    )
  }

  /** Forgets the messages, and the secrets in them, of items whose end has been reported. */
  async markReported(ids: readonly string[]): Promise<void> {
    await this.#engine.run(
      `UPDATE meta.items SET message = NULL
       WHERE id IN (${givenIds}) AND state <> 'queued'`,
      [JSON.stringify(ids)],
    )
  }

  /** Items that ended without anyone being told: the process was killed in between. */
  async unreported(): Promise<{ readonly message: IngestionMessage; readonly end: ItemEnd }[]> {
    const rows = await this.#engine.rows(
      `SELECT message, state, error_code, failure_status, details FROM meta.items
       WHERE state <> 'queued' AND message IS NOT NULL`,
    )
    return rows.map(([message, state, code, failureStatus, details]) => ({
      message: this.#read(message),
      end:
        state === 'failed'
          ? {
              kind: 'failed',
              errorCode: String(code),
              failureStatus: String(failureStatus),
              details: String(details),
            }
          : {
              kind: state === 'skipped' ? 'skipped' : 'ingested',
              details: details === null ? undefined : String(details),
            },
    }))
  }

  /** Blobs whose rows landed some time before `now`, and blobs still to be read. */
  async knownBlobs(
    now: number,
  ): Promise<{ readonly done: ReadonlySet<string>; readonly queued: ReadonlySet<string> }> {
    const paths = async (where: string): Promise<Set<string>> => {
      const rows = await this.#engine.rows(`SELECT DISTINCT source_path FROM meta.items WHERE ${where}`)
      return new Set(rows.map(([path]) => pathOf(String(path))))
    }
    return {
      done: await paths(`state IN ('ingested', 'skipped') AND ended_on < ${BigInt(now - keptAfterEndMs)}`),
      queued: await paths("state = 'queued'"),
    }
  }

  /** Failures, newest first. */
  async failures(): Promise<FailedItem[]> {
    const rows = await this.#engine.rows(
      `SELECT id, database, "table", ended_on, source_path, error_code, failure_status, details, operation_id
       FROM meta.items WHERE state = 'failed' ORDER BY ended_on DESC`,
    )
    return rows.map(([id, database, table, endedOn, sourcePath, code, status, details, operationId]) => ({
      id: String(id),
      database: String(database),
      table: String(table),
      failedAt: Number(endedOn),
      sourcePath: String(sourcePath),
      errorCode: String(code),
      failureStatus: String(status),
      details: String(details),
      operationId: String(operationId),
    }))
  }

  #read(sealed: unknown): IngestionMessage {
    return JSON.parse(this.#seal.open(String(sealed))) as IngestionMessage
  }

  async #renew(session: Session, message: IngestionMessage): Promise<void> {
    await session.run(
      `UPDATE meta.items SET state = 'queued', message = $2, source_path = $3, attempts = 0, ended_on = NULL,
         error_code = NULL, failure_status = NULL, details = NULL
       WHERE id = $1`,
      [message.id, this.#seal.seal(JSON.stringify(message)), displayPath(message)],
    )
  }

  async #insert(session: Session, messages: readonly IngestionMessage[], receivedAt: number): Promise<void> {
    if (messages.length === 0) return
    const records = messages.map((message) => ({
      id: message.id,
      d: message.database,
      t: message.table,
      m: this.#seal.seal(JSON.stringify(message)),
      p: displayPath(message),
    }))
    await session.run(
      `INSERT INTO meta.items (id, state, database, "table", received_on, attempts, message, source_path)
       SELECT r.id, 'queued', r.d, r.t, $2, 0, r.m, r.p
       FROM (SELECT unnest(from_json($1, '[{"id":"VARCHAR","d":"VARCHAR","t":"VARCHAR","m":"VARCHAR","p":"VARCHAR"}]')) AS r)`,
      [JSON.stringify(records), BigInt(receivedAt)],
    )
  }
}
