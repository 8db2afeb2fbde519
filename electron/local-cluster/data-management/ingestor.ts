import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../clock'
import type { Catalog, StoredTable } from '../engine/catalog'
import { EngineError, type DuckDbEngine } from '../engine/duckdb-engine'
import type { ExtentStore } from '../engine/extents'
import type { IngestedItems, QueuedItem } from '../engine/ingested-items'
import { KustoError } from '../kusto-error'
import type { LocalSource } from '../loading/loaded-source'
import { sourceQuery } from '../loading/source-query'
import { Mutex } from '../mutex'
import { downloadBlob } from '../storage/blob-download'
import { ticksFromMilliseconds } from '../ticks'
import { toIngestionError } from './ingestion-error'

/** What became of one item of a batch. */
export type ItemOutcome =
  | { readonly item: QueuedItem; readonly kind: 'ingested' }
  | { readonly item: QueuedItem; readonly kind: 'failed'; readonly error: KustoError }

/** Downloads the blobs of a sealed batch and commits their rows: one batch, one transaction, one extent. */
export class Ingestor {
  readonly #parts: {
    readonly engine: DuckDbEngine
    readonly catalog: Catalog
    readonly extents: ExtentStore
    readonly items: IngestedItems
    readonly clock: Clock
    readonly folder: string
  }
  /** Loads into one table run one after another. */
  readonly #tables = new Map<bigint, Mutex>()

  constructor(parts: {
    readonly engine: DuckDbEngine
    readonly catalog: Catalog
    readonly extents: ExtentStore
    readonly items: IngestedItems
    readonly clock: Clock
    readonly folder: string
  }) {
    this.#parts = parts
  }

  /** Ingests the items of one batch. Items that fail do not hold up the others. */
  async ingest(items: readonly QueuedItem[]): Promise<ItemOutcome[]> {
    const first = items[0]
    if (first === undefined) return []
    let table: StoredTable
    try {
      table = this.#target(first)
    } catch (error) {
      return items.map((item) => failed(item, error))
    }
    const outcomes: ItemOutcome[] = []
    const sources: { readonly item: QueuedItem; readonly source: LocalSource }[] = []
    try {
      for (const item of items) {
        try {
          const path = join(this.#parts.folder, randomUUID())
          sources.push({
            item,
            source: { message: item.message, ...(await downloadBlob(item.message.blobPath, path)) },
          })
        } catch (error) {
          outcomes.push(failed(item, error))
        }
      }
      outcomes.push(...(await this.#load(table, sources)))
      return outcomes
    } finally {
      await Promise.all(sources.map(({ source }) => rm(source.path, { force: true })))
    }
  }

  #target(item: QueuedItem): StoredTable {
    const { database, table } = item.message
    if (database === '')
      throw new KustoError('BadRequest_EmptyDatabaseName', 'The message names no database.')
    if (table === '')
      throw new KustoError('BadRequest_InvalidOrEmptyTableName', 'The message names no table.')
    this.#parts.catalog.database(database)
    const found = this.#parts.catalog.findTable(database, table)
    if (found !== undefined) return found
    throw new KustoError(
      'BadRequest_TableNotExist',
      `Table '${table}' does not exist in database '${database}'.`,
    )
  }

  async #load(
    table: StoredTable,
    sources: readonly { readonly item: QueuedItem; readonly source: LocalSource }[],
  ): Promise<ItemOutcome[]> {
    const outcomes: ItemOutcome[] = []
    const ready: { readonly item: QueuedItem; readonly source: LocalSource; readonly sql: string }[] = []
    for (const { item, source } of sources) {
      try {
        ready.push({ item, source, sql: (await sourceQuery(source, table)).sql })
      } catch (error) {
        outcomes.push(failed(item, error))
      }
    }
    const good = await this.#commitGood(table, ready, outcomes)
    return [...outcomes, ...good.map(({ item }) => ({ item, kind: 'ingested' as const }))]
  }

  /** Commits all sources together; when one cannot be read, finds out which, and commits the others. */
  async #commitGood<
    T extends { readonly item: QueuedItem; readonly source: LocalSource; readonly sql: string },
  >(table: StoredTable, ready: readonly T[], outcomes: ItemOutcome[]): Promise<readonly T[]> {
    if (ready.length === 0) return []
    try {
      await this.#commit(table, ready)
      return ready
    } catch (error) {
      if (error instanceof EngineError && error.fatal) throw error
      if (ready.length === 1 && ready[0] !== undefined) {
        outcomes.push(failed(ready[0].item, await toIngestionError(error, ready[0].source)))
        return []
      }
    }
    const readable: T[] = []
    for (const candidate of ready) {
      try {
        await this.#parts.engine.rows(`SELECT count(COLUMNS(*)) FROM (${candidate.sql})`)
        readable.push(candidate)
      } catch (error) {
        outcomes.push(failed(candidate.item, await toIngestionError(error, candidate.source)))
      }
    }
    if (readable.length > 0) await this.#commit(table, readable)
    return readable
  }

  async #commit(
    table: StoredTable,
    ready: readonly { readonly item: QueuedItem; readonly source: LocalSource; readonly sql: string }[],
  ): Promise<void> {
    const { engine, extents, items, clock } = this.#parts
    const lock = this.#tables.get(table.number) ?? new Mutex()
    this.#tables.set(table.number, lock)
    await lock.run(async () => {
      const number = await extents.nextNumber()
      await engine.transaction(async (session) => {
        let rows = 0
        for (const { sql } of ready) {
          rows += await session.run(
            `INSERT INTO data.${table.physicalName} SELECT *, ${number} FROM (${sql})`,
          )
        }
        const now = clock.now()
        const ids = ready.map(({ item }) => item.message.id)
        if (rows > 0) {
          await extents.record(session, table, number, rows, {
            createdOn: ticksFromMilliseconds(now),
            rawSize: ready.reduce((sum, { source }) => sum + source.sizeBytes, 0),
            tags: ready[0]?.item.message.tags ?? [],
            sourceIds: ids,
          })
        }
        await items.markIngested(session, ids, rows > 0 ? number : undefined, now)
      })
    })
  }
}

function failed(item: QueuedItem, error: unknown): ItemOutcome {
  if (error instanceof KustoError) return { item, kind: 'failed', error }
  const unknown = new KustoError('General_InternalServerError', 'The ingestion failed inside the cluster.', {
    permanent: false,
    cause: error,
  })
  return { item, kind: 'failed', error: unknown }
}
