import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ClusterClock } from '../time/clock'
import type { StoredTable } from '../engine/catalog'
import type { MappingStore } from '../engine/mapping-store'
import { KustoError } from '../answers/kusto-error'
import { fetchSources, type FetchProperties } from '../loading/fetch-sources'
import type { LocalSource, ReadySource } from '../loading/local-source'
import { mappingKindOf } from '../loading/mapping'
import type { PatternMatch } from '../loading/pattern-match'
import { prepareSource, removeSources } from '../loading/prepare-source'
import { fieldsWanted } from '../loading/read-delimited'
import { delimiterOf } from '../messages/data-formats'
import type { LoadOptions, TableLoader } from '../loading/table-loader'
import type { StorageServices } from '../storage/azurite-services'
import { ticksFromMilliseconds } from '../time/ticks'
import { readValidationPolicy } from '../messages/validation-policy'

/** Ingestion properties of a command or a streaming request, with names in lower case. */
type DirectProperties = Readonly<Record<string, string>>

/** The result of one direct ingestion. */
export interface DirectResult {
  readonly extentId: string | undefined
  readonly rows: number
}

const tagList = z.array(z.string())

/** What direct ingestion works with. */
interface DirectIngestionParts {
  readonly loader: TableLoader
  readonly mappings: MappingStore
  readonly storage: StorageServices
  readonly clock: ClusterClock
  readonly matchPattern: PatternMatch
  /** Folder for the sent bytes while they are read. */
  readonly folder: string
}

/** Ingests at once, without the batching manager: `.ingest`, `.set`, `.append` and streaming requests. */
export class DirectIngestion {
  readonly #parts: DirectIngestionParts

  constructor(parts: DirectIngestionParts) {
    this.#parts = parts
  }

  /** Ingests bytes, detecting their compression. */
  async ingestBytes(table: StoredTable, bytes: Buffer, properties: DirectProperties): Promise<DirectResult> {
    const path = join(this.#parts.folder, randomUUID())
    const description = await this.#describe(table, properties)
    const compression = bytes[0] === 0x1f && bytes[1] === 0x8b ? ('gzip' as const) : ('none' as const)
    const source: LocalSource = { path, sizeBytes: bytes.length, compression, properties: description }
    const sources: ReadySource[] = []
    try {
      await writeFile(path, bytes, { mode: 0o600 })
      sources.push(await prepareSource(source, { fitTo: description.fitTo }))
      return await this.#load(table, sources, properties)
    } finally {
      await removeSources(sources)
      await rm(path, { force: true })
    }
  }

  /** Ingests blobs by URI: all of them or none. */
  async ingestBlobs(
    table: StoredTable,
    uris: readonly string[],
    properties: DirectProperties,
  ): Promise<DirectResult> {
    const sources: ReadySource[] = []
    const description = await this.#describe(table, properties)
    try {
      for (const uri of uris) sources.push(...(await fetchSources(uri, description, this.#parts)))
      return await this.#load(table, sources, properties)
    } finally {
      await removeSources(sources)
    }
  }

  /** Inserts the result of a SELECT that has the table's columns, in order and with their types. */
  async ingestSelect(
    table: StoredTable,
    sql: string,
    properties: DirectProperties,
    options: { readonly replace: boolean; readonly signal: AbortSignal },
  ): Promise<DirectResult> {
    const result = await this.#parts.loader.loadSelect(table, sql, {
      ...this.#options(properties, 0),
      ...options,
    })
    return { extentId: result.extentId, rows: result.rows }
  }

  async #load(
    table: StoredTable,
    sources: readonly ReadySource[],
    properties: DirectProperties,
  ): Promise<DirectResult> {
    const size = sources.reduce((sum, { origin }) => sum + origin.sizeBytes, 0)
    const unit = { id: randomUUID(), sources, mappingText: sources[0]?.properties.mapping }
    const result = await this.#parts.loader.load(table, [unit], this.#options(properties, size))
    const [failure] = result.failed
    if (failure !== undefined) throw failure.error
    return { extentId: result.extentId, rows: result.rows }
  }

  async #describe(table: StoredTable, properties: DirectProperties): Promise<FetchProperties> {
    const format = (properties['format'] ?? 'csv').toLowerCase()
    const isDelimited = delimiterOf(format) !== undefined
    const validation = readValidationPolicy(properties['validationpolicy'], isDelimited)
    if (validation.problem !== undefined) {
      throw new KustoError(validation.problem.code, validation.problem.message)
    }
    const mappingReference = properties['ingestionmappingreference']
    const mapping =
      properties['ingestionmapping'] ?? (await this.#savedMapping(table, format, mappingReference))
    return {
      format,
      ignoreFirstRecord: properties['ignorefirstrecord']?.toLowerCase() === 'true',
      mapping,
      mappingReference,
      zipPattern: properties['zippattern'],
      fitTo: validation.fitsRecords ? fieldsWanted(table, mapping) : undefined,
    }
  }

  async #savedMapping(
    table: StoredTable,
    format: string,
    reference: string | undefined,
  ): Promise<string | undefined> {
    if (reference === undefined) return undefined
    const kind = mappingKindOf(format)
    const found = await this.#parts.mappings.find(table, kind, reference)
    if (found !== undefined) return found.mapping
    throw new KustoError(
      'BadRequest_MappingReferenceWasNotFound',
      `Table '${table.name}' has no ${kind} mapping '${reference}'.`,
    )
  }

  #options(properties: DirectProperties, rawSize: number): LoadOptions {
    const created = Date.parse(properties['creationtime'] ?? '')
    return {
      extent: {
        createdOn: ticksFromMilliseconds(Number.isNaN(created) ? this.#parts.clock.now() : created),
        rawSize,
        tags: textList(properties['tags'], 'tags'),
        sourceIds: [],
      },
      unlessTagged: textList(properties['ingestifnotexists'], 'ingestIfNotExists'),
    }
  }
}

function textList(text: string | undefined, property: string): string[] {
  if (text === undefined || text === '') return []
  try {
    return tagList.parse(JSON.parse(text))
  } catch (cause) {
    throw new KustoError(
      'BadRequest_MalformedIngestionProperty',
      `The ingestion property '${property}' is not a JSON array of strings.`,
      { cause },
    )
  }
}
