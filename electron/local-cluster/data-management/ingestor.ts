import type { ClusterClock } from '../time/clock'
import { tableNotExist, type Catalog, type StoredTable } from '../engine/catalog'
import type { IngestedItems, QueuedItem } from '../engine/ingested-items'
import type { MappingStore } from '../engine/mapping-store'
import { KustoError } from '../answers/kusto-error'
import { describeLeftOut, type LeftOut } from '../loading/check-structure'
import { fetchSources } from '../loading/fetch-sources'
import type { ReadySource } from '../loading/local-source'
import { mappingKindOf } from '../loading/mapping'
import type { PatternMatch } from '../loading/pattern-match'
import { removeSources } from '../loading/prepare-source'
import { fieldsWanted } from '../loading/read-delimited'
import { formatNotSupported, isReadable } from '../messages/data-formats'
import type { BlobStorage } from '../storage/blob-download'
import type { LoadUnit, TableLoader } from '../loading/table-loader'
import { shortage } from '../engine/shortage'
import { ticksFromMilliseconds } from '../time/ticks'
import type { IngestionMessage } from '../messages/ingestion-message'
import { Limiter } from '../../domain/concurrency/limiter'

/** What became of one item in a batch. */
export type ItemOutcome =
  | { readonly item: QueuedItem; readonly kind: 'skipped' }
  | {
      readonly item: QueuedItem
      readonly kind: 'ingested'
      /** What was left out of it; undefined if nothing was. */
      readonly details: string | undefined
    }
  | FailedOutcome

/** An item that did not land. */
export interface FailedOutcome {
  readonly item: QueuedItem
  readonly kind: 'failed'
  readonly error: KustoError
}

/** Blobs in one batch that are downloaded at the same time. */
const downloadsAtOnce = 4

/** Batches loaded at the same time: each uses all processors. */
const loadsAtOnce = 2

/** What an {@link Ingestor} works with. */
interface IngestorParts {
  readonly catalog: Catalog
  readonly mappings: MappingStore
  readonly items: IngestedItems
  readonly loader: TableLoader
  readonly storage: BlobStorage
  readonly clock: ClusterClock
  readonly matchPattern: PatternMatch
  /** Folder for downloads. */
  readonly folder: string
}

/** Downloads a sealed batch's blobs and commits their rows: one batch, one transaction, one extent. */
export class Ingestor {
  readonly #parts: IngestorParts
  readonly #loads = new Limiter(loadsAtOnce)

  constructor(parts: IngestorParts) {
    this.#parts = parts
  }

  /**
   * Why an item can never be ingested as things stand, found without touching its blob; undefined if it may be.
   */
  async obstacle(message: IngestionMessage): Promise<KustoError | undefined> {
    try {
      await this.#mappingText(this.#target(message), message)
      return undefined
    } catch (error) {
      if (error instanceof KustoError) return error
      throw error
    }
  }

  /** Ingests one batch's items, which all have the same target and properties. `signal` stops the downloads. */
  async ingest(items: readonly QueuedItem[], signal: AbortSignal): Promise<ItemOutcome[]> {
    const first = items[0]?.message
    if (first === undefined) return []
    const outcomes: ItemOutcome[] = []
    const downloaded = new Map<string, readonly ReadySource[]>()
    try {
      const table = this.#target(first)
      const mappingText = await this.#mappingText(table, first)
      const fitTo = first.fitsRecords ? fieldsWanted(table, mappingText) : undefined
      await this.#download(items, { downloaded, outcomes, fitTo }, signal)
      const units = items.flatMap(({ message }): LoadUnit[] => {
        const sources = downloaded.get(message.id)
        return sources === undefined ? [] : [{ id: message.id, sources, mappingText }]
      })
      if (units.length > 0) {
        outcomes.push(...(await this.#loads.run(() => this.#load(table, items, units))))
      }
    } catch (error) {
      const told = new Set(outcomes.map(({ item }) => item))
      outcomes.push(...items.filter((item) => !told.has(item)).map((item) => failed(item, error)))
    } finally {
      await removeSources([...downloaded.values()].flat())
    }
    return outcomes
  }

  async #load(
    table: StoredTable,
    items: readonly QueuedItem[],
    units: readonly LoadUnit[],
  ): Promise<ItemOutcome[]> {
    const { clock, loader } = this.#parts
    const byId = new Map(items.map((item) => [item.message.id, item]))
    const messages = units.flatMap(({ id }) => byId.get(id)?.message ?? [])
    const now = clock.now()
    const created = messages[0]?.creationTime === undefined ? NaN : Date.parse(messages[0].creationTime)
    const result = await loader.load(table, units, {
      extent: {
        createdOn: ticksFromMilliseconds(Number.isNaN(created) ? now : created),
        rawSize: messages.reduce((sum, message) => sum + (message.rawDataSizeBytes ?? 0), 0),
        tags: messages[0]?.tags ?? [],
        sourceIds: messages.map(({ id }) => id),
      },
      unlessTagged: messages[0]?.ingestIfNotExists ?? [],
      within: (session, extent, landed, leftOut) =>
        this.#parts.items.markEnded(session, landed, {
          state: 'ingested',
          extent,
          details: described(leftOut),
          now,
        }),
    })
    const itemOf = (id: string): QueuedItem[] => {
      const item = byId.get(id)
      return item === undefined ? [] : [item]
    }
    if (result.skipped)
      return units.flatMap(({ id }) => itemOf(id)).map((item) => ({ item, kind: 'skipped' }))
    const details = described(result.leftOut)
    return [
      ...result.landed.flatMap((id) =>
        itemOf(id).map((item) => ({ item, kind: 'ingested' as const, details: details.get(id) })),
      ),
      ...result.failed.flatMap(({ id, error }) => itemOf(id).map((item) => failed(item, error))),
    ]
  }

  async #download(
    items: readonly QueuedItem[],
    lists: {
      readonly downloaded: Map<string, readonly ReadySource[]>
      readonly outcomes: ItemOutcome[]
      readonly fitTo: number | undefined
    },
    signal: AbortSignal,
  ): Promise<void> {
    const waiting = [...items]
    const worker = async (): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
        const { message } = item
        try {
          const properties = { ...message, fitTo: lists.fitTo }
          const sources = await fetchSources(message.blobPath, properties, this.#parts, signal)
          lists.downloaded.set(message.id, sources)
        } catch (error) {
          lists.outcomes.push(failed(item, error))
        }
      }
    }
    await Promise.all(Array.from({ length: downloadsAtOnce }, worker))
  }

  #target(message: IngestionMessage): StoredTable {
    if (message.problem !== undefined) throw new KustoError(message.problem.code, message.problem.message)
    const { database, table, format } = message
    if (database === '')
      throw new KustoError('BadRequest_EmptyDatabaseName', 'The message names no database.')
    if (table === '')
      throw new KustoError('BadRequest_InvalidOrEmptyTableName', 'The message names no table.')
    if (!isReadable(format)) throw formatNotSupported(format)
    this.#parts.catalog.database(database)
    const found = this.#parts.catalog.findTable(database, table)
    if (found !== undefined) return found
    throw tableNotExist(database, table)
  }

  async #mappingText(table: StoredTable, message: IngestionMessage): Promise<string | undefined> {
    const { mapping, mappingReference, format } = message
    if (mapping !== undefined && mappingReference !== undefined) {
      throw new KustoError(
        'BadRequest_InconsistentMapping',
        'The message has a mapping and a mapping reference.',
      )
    }
    if (mappingReference === undefined) return mapping
    const kind = mappingKindOf(format)
    const found = await this.#parts.mappings.find(table, kind, mappingReference)
    if (found !== undefined) return found.mapping
    throw new KustoError(
      'BadRequest_MappingReferenceWasNotFound',
      `Table '${table.name}' has no ${kind} mapping '${mappingReference}'.`,
    )
  }
}

function failed(item: QueuedItem, cause: unknown): FailedOutcome {
  const error = cause instanceof KustoError ? cause : shortage(cause)
  if (error !== undefined) return { item, kind: 'failed', error }
  const unknown = new KustoError(
    'General_InternalServerError',
    'The ingestion failed because of an internal error in the local cluster.',
    {
      permanent: false,
      cause,
    },
  )
  return { item, kind: 'failed', error: unknown }
}

/** What was left out, in words, by unit. */
function described(leftOut: ReadonlyMap<string, LeftOut>): ReadonlyMap<string, string> {
  return new Map([...leftOut].map(([id, lines]) => [id, describeLeftOut(lines)]))
}
