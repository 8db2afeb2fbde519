import { tableNotExist, type Catalog, type StoredTable } from '../engine/catalog'
import { EngineError, type DuckDbEngine, type Session } from '../engine/duckdb-engine'
import type { ExtentStore, NewExtent } from '../engine/extents'
import type { KustoError } from '../answers/kusto-error'
import { Mutex } from '../../domain/concurrency/mutex'
import { shortage } from '../engine/shortage'
import { insertRows, keepOnly } from './insert-rows'
import { isReadByItsRules } from '../messages/data-formats'
import { checkStructure, readThrough, wrongCount, type LeftOut } from './check-structure'
import { toLoadingError } from './loading-error'
import type { ReadySource, SourceQuery } from './local-source'
import { whilePiped } from './piped-source'
import { needsOtherBuffers } from './read-delimited'
import type { ScratchEngine } from './scratch-engine'
import { sourceQuery } from './source-query'
import { mergedStatements, type SourcesStatement } from './source-sql'
import type { UpdatePolicies } from './update-policies'

/** Sources that land or fail together: one blob, or the contents of an archive. */
export interface LoadUnit {
  readonly id: string
  readonly sources: readonly ReadySource[]
  /** The mapping to use, as JSON text. */
  readonly mappingText: string | undefined
}

/** The outcome for each unit. */
interface LoadResult {
  readonly landed: readonly string[]
  readonly failed: readonly FailedUnit[]
  /** An extent already had one of the tags in `unlessTagged`, so nothing was loaded. */
  readonly skipped: boolean
  /** The new extent; undefined if nothing landed. */
  readonly extentId: string | undefined
  readonly rows: number
  /** For units that landed: JSON lines that are not records and were skipped. */
  readonly leftOut: ReadonlyMap<string, LeftOut>
}

interface FailedUnit {
  readonly id: string
  readonly error: KustoError
}

/** How to record the load's extent. */
export interface LoadOptions {
  readonly extent: NewExtent
  readonly unlessTagged?: readonly string[]
  /** Runs inside the transaction that inserts the rows. */
  readonly within?: (
    session: Session,
    extent: bigint,
    landed: readonly string[],
    leftOut: ReadonlyMap<string, LeftOut>,
  ) => Promise<void>
}

/** The same for one transaction. */
interface CommitOptions {
  readonly extent: NewExtent
  readonly within: (session: Session, extent: bigint, landed: readonly string[]) => Promise<void> | undefined
}

/** The outcome of one transaction. */
interface Committed {
  readonly extentId: string | undefined
  readonly rows: number
}

const nothing: Committed = { extentId: undefined, rows: 0 }

/** A load's statement failed, or did not do what it should. */
class StatementError extends Error {
  readonly sources: readonly ReadySource[]

  constructor(sources: readonly ReadySource[], cause: unknown) {
    super('A statement of a load failed.', { cause })
    this.sources = sources
  }
}

/**
 * Loads sources into tables. Each call is one transaction and one extent; the rows that transactional update policies
 * make of it belong to that transaction, too.
 */
export class TableLoader {
  readonly #engine: DuckDbEngine
  readonly #catalog: Catalog
  readonly #extents: ExtentStore
  readonly #scratch: ScratchEngine
  readonly #updates: UpdatePolicies
  /** Changes to one table's rows run one at a time. */
  readonly #locks = new Map<bigint, Mutex>()

  constructor(parts: {
    readonly engine: DuckDbEngine
    readonly catalog: Catalog
    readonly extents: ExtentStore
    readonly scratch: ScratchEngine
    readonly updates: UpdatePolicies
  }) {
    this.#engine = parts.engine
    this.#catalog = parts.catalog
    this.#extents = parts.extents
    this.#scratch = parts.scratch
    this.#updates = parts.updates
  }

  /**
   * Loads units in order. A unit that cannot be read does not block the others.
   *
   * @throws KustoError if the cluster itself cannot load now, for example because its disk is full.
   */
  async load(table: StoredTable, units: readonly LoadUnit[], options: LoadOptions): Promise<LoadResult> {
    return this.#locked(table, async () => {
      // The schema may have changed while this waited.
      const current = this.#catalog.findTable(table.database, table.name)
      if (current === undefined) throw tableNotExist(table.database, table.name)
      const failed: FailedUnit[] = []
      const leftOut = new Map<string, LeftOut>()
      if (await this.#isTagged(current, options.unlessTagged ?? [])) {
        return { landed: [], failed, skipped: true, leftOut, ...nothing }
      }
      const fail = (unit: LoadUnit, error: unknown, source = firstSource(unit)): void => {
        failed.push({ id: unit.id, error: toLoadingError(error, source.origin) })
      }
      const readable: LoadUnit[] = []
      for (const unit of units) {
        try {
          const found = await this.#checkStructure(current, unit)
          if (found !== undefined) leftOut.set(unit.id, found)
          readable.push(unit)
        } catch (error) {
          fail(unit, error)
        }
      }
      const { within } = options
      const commitOptions: CommitOptions = {
        extent: options.extent,
        within: (session, extent, landed) => within?.(session, extent, landed, leftOut),
      }
      const { landed, committed } = await this.#commitReadable(current, readable, commitOptions, fail)
      return { landed: landed.map(({ id }) => id), failed, skipped: false, leftOut, ...committed }
    })
  }

  /** Inserts the result of a SELECT; with `replace`, instead of the table's current rows. */
  async loadSelect(
    table: StoredTable,
    sql: string,
    options: LoadOptions & { readonly replace: boolean; readonly signal?: AbortSignal },
  ): Promise<Committed> {
    const { replace, signal, extent } = options
    return this.#locked(table, async () => {
      if (await this.#isTagged(table, options.unlessTagged ?? [])) return nothing
      const number = await this.#extents.nextNumber()
      return this.#updates.transaction(
        async (session, follow) => {
          const rows = await insertRows(session, table, sql, number)
          if (replace) await keepOnly(session, table, [number])
          const extentId =
            rows === 0 ? undefined : await this.#extents.record(session, table, number, rows, extent)
          await follow({ table, number, rows, extent })
          return { extentId, rows }
        },
        { replace, signal },
      )
    })
  }

  async #isTagged(table: StoredTable, values: readonly string[]): Promise<boolean> {
    if (values.length === 0) return false
    const tags = values.map((value) => `ingest-by:${value}`)
    const extents = await this.#extents.list(table.number)
    return extents.some((extent) => tags.some((tag) => extent.tags.includes(tag)))
  }

  /** Checks that a unit's sources can be read as the table; returns the JSON lines that are not records. */
  async #checkStructure(table: StoredTable, unit: LoadUnit): Promise<LeftOut | undefined> {
    let leftOut: LeftOut | undefined
    for (const source of unit.sources) {
      const query = await this.#query(table, unit, source)
      // Text has already been read by its format's rules.
      if (isReadByItsRules(source.properties.format)) continue
      const found = await checkStructure(source, query, await this.#scratch.get())
      if (found === undefined) continue
      leftOut = {
        lines: (leftOut?.lines ?? 0) + found.lines,
        firstLine: leftOut?.firstLine ?? found.firstLine,
      }
    }
    return leftOut
  }

  /** Commits the units that can be loaded together, and calls `fail` for each of the others. */
  async #commitReadable(
    table: StoredTable,
    units: readonly LoadUnit[],
    options: CommitOptions,
    fail: (unit: LoadUnit, error: unknown, source?: ReadySource) => void,
  ): Promise<{ readonly landed: readonly LoadUnit[]; readonly committed: Committed }> {
    let left = units
    while (left.length > 0) {
      const before = new Map(left.flatMap(({ sources }) => sources).map((source) => [source, source.facts]))
      try {
        return { landed: left, committed: await this.#commit(table, left, options) }
      } catch (error) {
        if (!(error instanceof StatementError)) throw shortage(error) ?? error
        const { cause, sources } = error
        if (cause instanceof EngineError && cause.fatal) throw cause
        // Now that the pipe has been read, its records are known.
        if (sources.some((source) => needsOtherBuffers(before.get(source), source.facts))) continue
        const lack = shortage(cause)
        if (lack !== undefined) throw lack
        const atFault = await this.#atFault(table, left, error)
        if (atFault.size === 0) throw cause
        for (const [unit, reason] of atFault) {
          const source = sources.find((one) => unit.sources.includes(one))
          fail(unit, reason, source)
        }
        left = left.filter((unit) => !atFault.has(unit))
      }
    }
    return { landed: [], committed: nothing }
  }

  /** The units that made a statement fail: the only one, or those whose sources cannot be read on their own. */
  async #atFault(
    table: StoredTable,
    units: readonly LoadUnit[],
    { sources, cause }: StatementError,
  ): Promise<ReadonlyMap<LoadUnit, unknown>> {
    const touched = units.filter((unit) => unit.sources.some((source) => sources.includes(source)))
    const [only] = touched
    if (touched.length === 1 && only !== undefined) return new Map([[only, cause]])
    const atFault = new Map<LoadUnit, unknown>()
    for (const unit of touched) {
      try {
        for (const source of unit.sources) {
          const query = await this.#query(table, unit, source)
          const rows = await whilePiped(source, () => readThrough(this.#engine, query))
          if (rows !== source.facts.records) throw wrongCount(rows, source.facts.records)
        }
      } catch (error) {
        if (error instanceof EngineError && error.fatal) throw error
        atFault.set(unit, error)
      }
    }
    return atFault
  }

  #query(table: StoredTable, { mappingText }: LoadUnit, source: ReadySource): Promise<SourceQuery> {
    return sourceQuery(source, table, { scratch: () => this.#scratch.get(), mappingText })
  }

  async #commit(table: StoredTable, units: readonly LoadUnit[], options: CommitOptions): Promise<Committed> {
    const queries: SourceQuery[] = []
    for (const unit of units)
      for (const source of unit.sources) queries.push(await this.#query(table, unit, source))
    const number = await this.#extents.nextNumber()
    return this.#updates.transaction(async (session, follow) => {
      let rows = 0
      for (const statement of mergedStatements(queries))
        rows += await insertSources(session, table, statement, number)
      const extentId = await this.#extents.record(session, table, number, rows, options.extent)
      await options.within(
        session,
        number,
        units.map(({ id }) => id),
      )
      await follow({ table, number, rows, extent: options.extent })
      return { extentId, rows }
    })
  }

  /** Locks a table and those that its new rows reach, in an order that keeps two loads from waiting for each other. */
  #locked<T>(table: StoredTable, work: () => Promise<T>): Promise<T> {
    const tables = new Map([table, ...this.#updates.reach(table)].map((each) => [each.number, each]))
    const ordered = [...tables.values()].sort((a, b) => (a.number < b.number ? 1 : -1))
    return ordered.reduce((inner, each) => () => this.#lockOf(each).run(inner), work)()
  }

  #lockOf(table: StoredTable): Mutex {
    const lock = this.#locks.get(table.number) ?? new Mutex()
    this.#locks.set(table.number, lock)
    return lock
  }
}

/** @throws StatementError also if the number of rows differs from the sources' records. */
async function insertSources(
  session: Session,
  table: StoredTable,
  { sql, sources }: SourcesStatement,
  extent: bigint,
): Promise<number> {
  try {
    const [first] = sources
    const read = (): Promise<number> => insertRows(session, table, sql, extent)
    const rows = first === undefined ? 0 : await whilePiped(first, read)
    const records = sources.reduce((sum, { facts }) => sum + (facts.records ?? 0), 0)
    if (rows !== records) throw wrongCount(rows, records)
    return rows
  } catch (error) {
    throw new StatementError(sources, error)
  }
}

function firstSource(unit: LoadUnit): ReadySource {
  const [source] = unit.sources
  if (source === undefined) throw new Error(`Unit ${unit.id} has no source.`)
  return source
}
