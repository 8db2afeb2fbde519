import { rm } from 'node:fs/promises'
import { tableNotExist, type Catalog, type StoredTable } from '../engine/catalog'
import { EngineError, type DuckDbEngine, type Session } from '../engine/duckdb-engine'
import type { ExtentStore, NewExtent } from '../engine/extents'
import { KustoError } from '../kusto-error'
import { Mutex } from '../mutex'
import { toLoadingError } from './loading-error'
import type { LocalSource, SourceQuery } from './local-source'
import { parseMapping } from './mapping'
import { whilePiped, withFile } from './piped-source'
import { avroToJson, repairDelimited, splitJson, withoutByteOrderMark } from './rewrite-source'
import type { ScratchEngine } from './scratch-engine'
import { checkPacking } from './source-head'
import { delimiterOf, sourceQuery } from './source-query'
import { mergedStatements, sqlOf } from './source-sql'

/** Sources that land or fail together: one blob, or what an archive held. */
export interface LoadUnit {
  readonly id: string
  readonly sources: readonly LocalSource[]
  /** The mapping that applies, as JSON text. */
  readonly mappingText: string | undefined
  /** Whether records of delimited text that have more or fewer fields than others land as they are. */
  readonly fitsRecords?: boolean
}

/** What became of each unit. */
export interface LoadResult {
  readonly landed: readonly string[]
  readonly failed: readonly { readonly id: string; readonly error: KustoError }[]
  /** An extent with one of the tags in `unlessTagged` was there: nothing was loaded. */
  readonly skipped: boolean
  /** The extent that was made; undefined when nothing landed. */
  readonly extentId: string | undefined
  readonly rows: number
}

/** How the extent of a load is recorded. */
export interface LoadOptions {
  readonly extent: NewExtent
  readonly unlessTagged?: readonly string[]
  /** Runs inside the transaction that inserts the rows. */
  readonly within?: (session: Session, extent: bigint, landed: readonly string[]) => Promise<void>
}

/** What one transaction did. */
export interface Committed {
  readonly extentId: string | undefined
  readonly rows: number
}

const nothing: Committed = { extentId: undefined, rows: 0 }

interface Ready {
  readonly unit: LoadUnit
  readonly queries: readonly SourceQuery[]
}

/** Loads sources into tables: each call is one transaction and one extent. */
export class TableLoader {
  readonly #engine: DuckDbEngine
  readonly #catalog: Catalog
  readonly #extents: ExtentStore
  readonly #scratch: ScratchEngine
  /** Changes of one table's rows run one after another. */
  readonly #locks = new Map<bigint, Mutex>()

  constructor(parts: {
    readonly engine: DuckDbEngine
    readonly catalog: Catalog
    readonly extents: ExtentStore
    readonly scratch: ScratchEngine
  }) {
    this.#engine = parts.engine
    this.#catalog = parts.catalog
    this.#extents = parts.extents
    this.#scratch = parts.scratch
  }

  /** Loads units in their order. A unit that cannot be read does not hold up the others. */
  async load(table: StoredTable, units: readonly LoadUnit[], options: LoadOptions): Promise<LoadResult> {
    return this.#lockOf(table).run(async () => {
      // The schema may have changed while this waited.
      const current = this.#catalog.findTable(table.database, table.name)
      if (current === undefined) throw tableNotExist(table.database, table.name)
      if (await this.#isTagged(current, options.unlessTagged ?? [])) {
        return { landed: [], failed: [], skipped: true, extentId: undefined, rows: 0 }
      }
      const rewritten: string[] = []
      try {
        return await this.#loadInto(current, units, options, rewritten)
      } finally {
        await Promise.all(rewritten.map((path) => rm(path, { force: true })))
      }
    })
  }

  async #loadInto(
    table: StoredTable,
    units: readonly LoadUnit[],
    options: LoadOptions,
    rewritten: string[],
  ): Promise<LoadResult> {
    const failed: { readonly id: string; readonly error: KustoError }[] = []
    const ready: Ready[] = []
    for (const unit of units) {
      try {
        ready.push({ unit, queries: await this.#prepare(table, unit, rewritten) })
      } catch (error) {
        failed.push({ id: unit.id, error: toLoadingError(error, firstSource(unit)) })
      }
    }
    const { good, committed } = await this.#commitReadable(table, ready, options, { failed, rewritten })
    return { landed: good.map(({ unit }) => unit.id), failed, skipped: false, ...committed }
  }

  /** Inserts what a SELECT yields, in place of the table's rows when `replace` is set. */
  async loadSelect(
    table: StoredTable,
    sql: string,
    options: LoadOptions & { readonly replace: boolean; readonly signal?: AbortSignal },
  ): Promise<Committed> {
    return this.#lockOf(table).run(async () => {
      if (await this.#isTagged(table, options.unlessTagged ?? [])) return nothing
      const number = await this.#extents.nextNumber()
      return this.#engine.transaction(async (session) => {
        const rows = await insert(session, table, sql, number)
        if (options.replace) {
          await session.run(`DELETE FROM data.${table.physicalName} WHERE x <> $1`, [number])
          await session.run('DELETE FROM meta.extents WHERE table_number = $1', [table.number])
        }
        if (rows === 0) return nothing
        return { extentId: await this.#extents.record(session, table, number, rows, options.extent), rows }
      }, options.signal)
    })
  }

  async #isTagged(table: StoredTable, values: readonly string[]): Promise<boolean> {
    if (values.length === 0) return false
    const tags = values.map((value) => `ingest-by:${value}`)
    const extents = await this.#extents.list(table.number)
    return extents.some((extent) => tags.some((tag) => extent.tags.includes(tag)))
  }

  async #prepare(table: StoredTable, unit: LoadUnit, rewritten: string[]): Promise<SourceQuery[]> {
    const queries: SourceQuery[] = []
    for (const given of unit.sources) {
      const source = (await rewriteStructured(given)) ?? given
      if (source !== given) rewritten.push(source.path)
      const query = await this.#query(table, unit, source)
      if (delimiterOf(source.properties.format) === undefined)
        await readThrough(await this.#scratch.get(), query)
      queries.push(query)
    }
    return queries
  }

  async #commitReadable(
    table: StoredTable,
    ready: readonly Ready[],
    options: LoadOptions,
    lists: {
      readonly failed: { readonly id: string; readonly error: KustoError }[]
      readonly rewritten: string[]
    },
  ): Promise<{ readonly good: readonly Ready[]; readonly committed: Committed }> {
    if (ready.length === 0) return { good: [], committed: nothing }
    try {
      return { good: ready, committed: await this.#commit(table, ready, options) }
    } catch (error) {
      if (error instanceof EngineError && error.fatal) throw error
      // Which source it was is found out below, each by itself.
    }
    const readable: Ready[] = []
    for (const { unit, queries } of ready) {
      try {
        readable.push({ unit, queries: await this.#check(table, unit, queries, lists.rewritten) })
      } catch (error) {
        if (error instanceof EngineError && error.fatal) throw error
        lists.failed.push({ id: unit.id, error: toLoadingError(error, firstSource(unit)) })
      }
    }
    if (readable.length === 0) return { good: [], committed: nothing }
    return { good: readable, committed: await this.#commit(table, readable, options) }
  }

  /** Reads each source through; one of delimited text that fails is scanned, and rewritten if it can be saved. */
  async #check(
    table: StoredTable,
    unit: LoadUnit,
    queries: readonly SourceQuery[],
    rewritten: string[],
  ): Promise<SourceQuery[]> {
    const checked: SourceQuery[] = []
    for (const given of queries) {
      const query = await withFile(given)
      const delimiter = delimiterOf(query.source.properties.format)
      await checkPacking(query.source)
      try {
        await readThrough(this.#engine, query)
        checked.push(query)
      } catch (error) {
        if (delimiter === undefined || !(error instanceof EngineError) || error.fatal) throw error
        const repaired = await repairDelimited(query.source, delimiter, fieldsWanted(table, unit))
        rewritten.push(repaired.path)
        const again = await this.#query(table, unit, repaired, { longRecords: true })
        await readThrough(this.#engine, again)
        checked.push(again)
      }
    }
    return checked
  }

  #query(
    table: StoredTable,
    unit: LoadUnit,
    source: LocalSource,
    options: { readonly longRecords?: boolean } = {},
  ): Promise<SourceQuery> {
    const { mappingText } = unit
    return sourceQuery(source, table, { scratch: () => this.#scratch.get(), mappingText, ...options })
  }

  async #commit(table: StoredTable, ready: readonly Ready[], options: LoadOptions): Promise<Committed> {
    const number = await this.#extents.nextNumber()
    // Meanwhile, by other threads than DuckDB's.
    const packing = packingFailure(ready)
    return this.#engine.transaction(async (session) => {
      let rows = 0
      for (const { sql, sources } of mergedStatements(ready.flatMap(({ queries }) => queries))) {
        const inserted = await whilePiped(sources, () => insert(session, table, sql, number))
        if (inserted === 0) throw noRecords()
        rows += inserted
      }
      const failure = await packing
      if (failure !== undefined) throw failure.error
      const extentId = await this.#extents.record(session, table, number, rows, options.extent)
      const landed = ready.map(({ unit }) => unit.id)
      await options.within?.(session, number, landed)
      return { extentId, rows }
    })
  }

  #lockOf(table: StoredTable): Mutex {
    const lock = this.#locks.get(table.number) ?? new Mutex()
    this.#locks.set(table.number, lock)
    return lock
  }
}

/** How many fields of a record the table takes, where records may differ in that; undefined where they may not. */
function fieldsWanted(table: StoredTable, { fitsRecords, mappingText }: LoadUnit): number | undefined {
  if (fitsRecords !== true) return undefined
  const mapping = mappingText === undefined ? undefined : parseMapping(mappingText)
  if (mapping === undefined) return table.columns.length
  return Math.max(1, ...mapping.map(({ ordinal }) => (ordinal ?? 0) + 1))
}

/** Why the first of the packed sources that is broken is so; never rejects. */
async function packingFailure(ready: readonly Ready[]): Promise<{ readonly error: unknown } | undefined> {
  try {
    for (const { queries } of ready) for (const { source } of queries) await checkPacking(source)
    return undefined
  } catch (error) {
    return { error }
  }
}

/** By name: columns that were added later stand behind the extent's number. */
function insert(session: Session, table: StoredTable, sql: string, extent: bigint): Promise<number> {
  const columns = [...table.columns.map(({ physicalName }) => physicalName), 'x'].join(', ')
  return session.run(`INSERT INTO data.${table.physicalName} (${columns}) SELECT *, ${extent} FROM (${sql})`)
}

/** Reads every value, so that every error shows; DuckDB leaves out columns that nobody asks for. */
async function readThrough(engine: DuckDbEngine, query: SourceQuery): Promise<void> {
  const [row] = await engine.rows(`SELECT count(*), count(COLUMNS(*)) FROM (${sqlOf(query)})`)
  if (row?.[0] === 0n) throw noRecords()
}

/** What DuckDB would not read as the service does is written anew as JSON: undefined when it may stay. */
async function rewriteStructured(source: LocalSource): Promise<LocalSource | undefined> {
  switch (source.properties.format) {
    case 'avro':
    case 'apacheavro':
      return avroToJson(source)
    case 'multijson':
      return splitJson(source)
    case 'json':
      return withoutByteOrderMark(source)
    default:
      return undefined
  }
}

function noRecords(): KustoError {
  return new KustoError(
    'BadRequest_NoRecordsOrWrongFormat',
    'The blob has no records, or is not of the format that was given.',
  )
}

function firstSource(unit: LoadUnit): LocalSource {
  const [source] = unit.sources
  if (source === undefined) throw new Error(`Unit ${unit.id} has no source.`)
  return source
}
