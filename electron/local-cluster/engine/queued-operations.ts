import { displayPath } from '../messages/blob-path'
import type { IngestionMessage } from '../messages/ingestion-message'
import type { DuckDbEngine, Session } from './duckdb-engine'

/** The state of one blob in an operation (documents: ingestion status via REST API). */
export interface BlobState {
  /** As the client gave it; empty if it gave none. */
  readonly sourceId: string
  /** Without its SAS. */
  readonly url: string
  readonly status: 'InProgress' | 'Succeeded' | 'Failed' | 'Canceled'
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** When it ended, or else was accepted. Milliseconds since the epoch. */
  readonly updatedAt: number
  readonly errorCode: string | undefined
  readonly failureStatus: string | undefined
  /** Why it failed, or what was left out of a blob that landed. */
  readonly details: string | undefined
}

/** An accepted request of the queued ingestion API, with its blobs in the order given. */
export interface QueuedOperation {
  readonly id: string
  readonly database: string
  readonly table: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly blobs: readonly BlobState[]
}

/** How many of the blobs have this status. */
export function countBlobs(blobs: readonly BlobState[], status: BlobState['status']): number {
  return blobs.filter((blob) => blob.status === status).length
}

/** When any of the blobs last changed. Milliseconds since the epoch. */
export function lastUpdateOf(blobs: readonly BlobState[]): number {
  return Math.max(...blobs.map(({ updatedAt }) => updatedAt))
}

/** One blob in a new operation: its item, and the client's name for it. */
export interface OperationItem {
  readonly sourceId: string
  readonly message: IngestionMessage
}

/**
 * The queued ingestion API's operations. They only say which items belong together; the items' states come from the
 * list of items, so an operation is always up to date.
 */
export class QueuedOperations {
  readonly #engine: DuckDbEngine

  constructor(engine: DuckDbEngine) {
    this.#engine = engine
  }

  /** Writes a new operation, in the transaction that accepts its items. */
  async add(
    session: Session,
    operation: { readonly id: string; readonly database: string; readonly table: string },
    items: readonly OperationItem[],
    startedAt: number,
  ): Promise<void> {
    const { id, database, table } = operation
    await session.run('INSERT INTO meta.operations VALUES ($1, $2, $3, $4)', [
      id,
      database,
      table,
      BigInt(startedAt),
    ])
    const records = items.map(({ message, sourceId }, ordinal) => ({
      n: ordinal,
      i: message.id,
      s: sourceId,
      u: displayPath(message),
    }))
    await session.run(
      `INSERT INTO meta.operation_items
       SELECT $1, r.n, r.i, r.s, r.u
       FROM (SELECT unnest(from_json($2, '[{"n":"INTEGER","i":"VARCHAR","s":"VARCHAR","u":"VARCHAR"}]')) AS r)`,
      [id, JSON.stringify(records)],
    )
  }

  /** The operation's current state, or undefined if the id is unknown. */
  async find(id: string): Promise<QueuedOperation | undefined> {
    const rows = await this.#engine.rows(
      `SELECT o.database, o."table", o.started_on, p.source_id, p.url, i.state, i.received_on, i.ended_on,
         i.error_code, i.failure_status, i.details
       FROM meta.operations o JOIN meta.operation_items p ON p.operation_id = o.id
       LEFT JOIN meta.items i ON i.id = p.item_id
       WHERE o.id = $1 ORDER BY p.ordinal`,
      [id],
    )
    const [first] = rows
    if (first === undefined) return undefined
    return {
      id,
      database: String(first[0]),
      table: String(first[1]),
      startedAt: Number(first[2]),
      blobs: rows.map((row) => blobState(row)),
    }
  }

  /** The ids of an operation's items. */
  async itemsOf(id: string): Promise<string[]> {
    const rows = await this.#engine.rows('SELECT item_id FROM meta.operation_items WHERE operation_id = $1', [
      id,
    ])
    return rows.map(([item]) => String(item))
  }
}

const statuses: Readonly<Record<string, BlobState['status']>> = {
  ingested: 'Succeeded',
  // Its rows are there: another ingestion with the same tag brought them.
  skipped: 'Succeeded',
  failed: 'Failed',
  canceled: 'Canceled',
}

function blobState(row: readonly unknown[]): BlobState {
  const [, , operationStart, sourceId, url, state, receivedOn, endedOn, errorCode, failureStatus, details] =
    row
  const startedAt = Math.max(Number(operationStart), Number(receivedOn ?? 0))
  const status = statuses[String(state)] ?? 'InProgress'
  // One still in progress may have failed before, and will be retried.
  const hasFailed = details !== null && (status === 'Failed' || status === 'InProgress')
  // Lines were left out of it. With a code it is from an earlier attempt, which older clusters kept.
  const isShort = details !== null && status === 'Succeeded' && errorCode === null
  return {
    sourceId: String(sourceId),
    url: String(url),
    status,
    startedAt,
    updatedAt: endedOn === null ? startedAt : Math.max(startedAt, Number(endedOn)),
    errorCode: hasFailed ? String(errorCode) : undefined,
    failureStatus: hasFailed ? String(failureStatus) : undefined,
    details: hasFailed || isShort ? String(details) : undefined,
  }
}
