import { statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { dirname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { textDecoder } from '@duckdb/node-api/lib/vectors/dataAccessors.js'
import {
  DuckDBInstance,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Cell } from '../answers/result-table'
import { registerFunctions, type ComputedFunction } from './duckdb-engine-functions'
import { quoteText } from './sql-text'

export { quoteText }

// The package's own decoder drops a byte order mark at the start of any string.
const exactDecoder = new TextDecoder('utf-8', { ignoreBOM: true })
textDecoder.decode = (bytes) => exactDecoder.decode(bytes)

/** A value to bind to a statement. */
type Parameter = string | number | bigint | boolean | null

/** A failure of DuckDB. `fatal`: this instance answers no more, so the process must be replaced. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly fatal: boolean

  constructor(message: string, fatal: boolean, cause: unknown) {
    super(message, { cause })
    this.fatal = fatal
  }

  /** Whether the statement was interrupted: nothing is wrong with it or with what it read. */
  get isInterrupt(): boolean {
    return this.message.startsWith('INTERRUPT')
  }
}

/** Where statements run: the engine itself, or one of its transactions. */
export interface Session {
  /** Runs one statement and returns its rows. */
  rows(sql: string, parameters?: readonly Parameter[]): Promise<Cell[][]>
  /** Runs one statement and returns how many rows it changed. */
  run(sql: string, parameters?: readonly Parameter[]): Promise<number>
}

/** Memory that one engine may use before it spills to disk, in MB: a quarter of the machine's. */
export const memoryMegabytes = Math.round(totalmem() / 4 / 1_048_576)

/** Share of the free disk space that it may use for spilling. */
const spillShare = 0.5

/** What a number, a time or a bool adds to a result's size. */
const bytesOfNumber = 8

/** Cells of a large result that are read before others have their turn: a few milliseconds. */
const cellsAtOnce = 10_000

/** Takes some rows of a result. */
type TakeRows = (rows: readonly (readonly Cell[])[]) => void

/** Idle connections kept for later statements. */
const keptConnections = 8

/**
 * One DuckDB database; no other file knows the package. Each statement outside a transaction runs on its own
 * connection, so a long one does not block others.
 */
export class DuckDbEngine implements Session {
  readonly #instance: DuckDBInstance
  readonly #idle: DuckDBConnection[] = []
  readonly #onFatal: (error: EngineError) => void
  readonly #active = new Set<DuckDBConnection>()
  #closed = false
  #released = false

  private constructor(instance: DuckDBInstance, onFatal: (error: EngineError) => void) {
    this.#instance = instance
    this.#onFatal = onFatal
  }

  /**
   * Opens the database at `path` (`:memory:` for none). From then on it can read no files but its own and those
   * under `readableFolder` (undefined: any), and it loads no extensions.
   *
   * @throws EngineError when the file is held by another process or is not a database.
   */
  static async open(options: {
    readonly path: string
    readonly readableFolder: string | undefined
    readonly spillFolder: string
    /** Memory that it may use before it spills, in MB; a share of the machine's if left out. */
    readonly memoryMegabytes?: number
    /** Functions that its statements may call besides DuckDB's own. */
    readonly functions?: readonly ComputedFunction[]
    readonly onFatal?: (error: EngineError) => void
  }): Promise<DuckDbEngine> {
    try {
      const instance = await DuckDBInstance.create(options.path)
      const engine = new DuckDbEngine(instance, options.onFatal ?? (() => undefined))
      const connection = await instance.connect()
      registerFunctions(connection, options.functions ?? [])
      connection.closeSync()
      for (const statement of [
        'SET autoinstall_known_extensions = false',
        'SET autoload_known_extensions = false',
        "SET GLOBAL TimeZone = 'UTC'",
        `SET memory_limit = '${options.memoryMegabytes ?? memoryMegabytes}MiB'`,
        // Without it, what a large query freed stays with the process until the next one.
        'SET allocator_background_threads = true',
        `SET temp_directory = ${quoteText(options.spillFolder)}`,
        `SET max_temp_directory_size = '${await spillMegabytes(options.spillFolder)}MiB'`,
        ...(options.readableFolder === undefined
          ? []
          : [
              `SET allowed_directories = [${quoteText(options.readableFolder)}, ${quoteText(options.spillFolder)}]`,
              'SET enable_external_access = false',
            ]),
      ]) {
        await engine.run(statement)
      }
      return engine
    } catch (error) {
      throw toEngineError(error)
    }
  }

  async rows(sql: string, parameters?: readonly Parameter[]): Promise<Cell[][]> {
    return this.#withConnection((connection) => readRows(connection, sql, parameters))
  }

  /** Like `rows`; aborting `signal` interrupts it. @throws EngineError (`INTERRUPT …`) if interrupted. */
  async interruptibleRows(sql: string, signal: AbortSignal): Promise<Cell[][]> {
    return this.#withConnection((connection) =>
      interruptible(connection, signal, () => readRows(connection, sql)),
    )
  }

  async run(sql: string, parameters?: readonly Parameter[]): Promise<number> {
    return this.#withConnection((connection) => runStatement(connection, sql, parameters))
  }

  /**
   * Like `rows`, for a SELECT that can take a LIMIT: passes at most so many rows on to `take`, a few at a time as the
   * engine produces them, so that even a huge result takes little memory. In between, others have their turn. Aborting
   * `signal` interrupts it.
   *
   * @returns False as soon as the rows' texts and numbers exceed so many bytes.
   * @throws EngineError (`INTERRUPT …`) if interrupted; whatever `take` throws, which ends the query.
   */
  async rowsUntil(
    sql: string,
    most: { readonly rows: number; readonly bytes: number },
    signal: AbortSignal,
    take: TakeRows,
  ): Promise<boolean> {
    // The engine does less work if it knows how many rows are wanted.
    const limited = Number.isFinite(most.rows) ? `${sql} LIMIT ${most.rows}` : sql
    try {
      await this.#withConnection((connection) =>
        interruptible(connection, signal, () => readPieces(connection, limited, most.bytes, take)),
      )
      return true
    } catch (error) {
      if (error instanceof ResultTooLarge) return false
      throw error
    }
  }

  /**
   * Runs `work` in one transaction: when this settles, either all of it is durable or none of it ever will be.
   * Aborting `signal` interrupts the running statement.
   */
  async transaction<T>(work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#withConnection(async (connection) => {
      await runStatement(connection, 'BEGIN TRANSACTION')
      let result: T
      try {
        const session: Session = {
          rows: (sql, parameters) => readRows(connection, sql, parameters),
          run: (sql, parameters) => runStatement(connection, sql, parameters),
        }
        result = await interruptible(connection, signal, () => work(session))
      } catch (error) {
        await runStatement(connection, 'ROLLBACK')
        throw error
      }
      await runStatement(connection, 'COMMIT')
      return result
    })
  }

  /** Interrupts running statements (their transactions roll back) and accepts no more. */
  interrupt(): void {
    this.#closed = true
    for (const connection of this.#active) connection.interrupt()
  }

  /** Waits for running statements, writes everything to the database file and releases it. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#released) return
    this.#released = true
    while (this.#active.size > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    for (const connection of this.#idle.splice(0)) connection.closeSync()
    this.#instance.closeSync()
  }

  async #withConnection<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.#closed) throw new EngineError('The engine is closed.', false, undefined)
    const connection = this.#idle.pop() ?? (await this.#instance.connect())
    this.#active.add(connection)
    try {
      const result = await work(connection)
      this.#release(connection)
      return result
    } catch (error) {
      // After a failed statement the connection may hold an aborted transaction, so it is not reused.
      connection.closeSync()
      const engineError = error instanceof EngineError ? error : undefined
      if (engineError?.fatal === true) this.#onFatal(engineError)
      throw error
    } finally {
      this.#active.delete(connection)
    }
  }

  #release(connection: DuckDBConnection): void {
    if (this.#closed || this.#idle.length >= keptConnections) connection.closeSync()
    else this.#idle.push(connection)
  }
}

/** Runs `work` on a connection; aborting `signal` interrupts it. */
async function interruptible<T>(
  connection: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const interrupt = (): void => connection.interrupt()
  signal?.addEventListener('abort', interrupt, { once: true })
  try {
    if (signal?.aborted === true) {
      throw new EngineError('INTERRUPT Error: Interrupted!', false, signal.reason)
    }
    return await work()
  } finally {
    signal?.removeEventListener('abort', interrupt)
  }
}

/** How much may be spilled into a folder, which need not exist yet. */
async function spillMegabytes(folder: string): Promise<number> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { bavail, bsize } = await statfs(path)
      return Math.floor((bavail * bsize * spillShare) / 1_048_576)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error
    }
  }
}

/**
 * Thrown in the middle of a result so that its connection is closed; otherwise the engine would keep the rest of
 * it.
 */
class ResultTooLarge extends Error {}

async function readPieces(
  connection: DuckDBConnection,
  sql: string,
  mostBytes: number,
  take: TakeRows,
): Promise<void> {
  let bytes = 0
  for await (const chunk of chunksOf(connection, sql)) {
    const vectors = Array.from({ length: chunk.columnCount }, (_, index) => chunk.getColumnVector(index))
    const step = Math.max(1, Math.floor(cellsAtOnce / vectors.length))
    for (let from = 0; from < chunk.rowCount; from += step) {
      if (from > 0) await nextTurn()
      const rows: Cell[][] = []
      for (let at = from; at < Math.min(from + step, chunk.rowCount); at++) {
        const row = vectors.map((vector) => toCell(vector.getItem(at)))
        for (const cell of row) bytes += typeof cell === 'string' ? cell.length : bytesOfNumber
        if (bytes > mostBytes) throw new ResultTooLarge()
        rows.push(row)
      }
      take(rows)
    }
  }
}

/** A result in pieces of at most 2,048 rows, each as soon as the engine has produced it. */
async function* chunksOf(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  try {
    yield* await connection.stream(sql)
  } catch (error) {
    throw toEngineError(error)
  }
}

async function readRows(
  connection: DuckDBConnection,
  sql: string,
  parameters?: readonly Parameter[],
): Promise<Cell[][]> {
  try {
    const reader = await connection.runAndReadAll(sql, toValues(parameters))
    return reader.getRows().map((row) => row.map(toCell))
  } catch (error) {
    throw toEngineError(error)
  }
}

async function runStatement(
  connection: DuckDBConnection,
  sql: string,
  parameters?: readonly Parameter[],
): Promise<number> {
  try {
    const result = await connection.run(sql, toValues(parameters))
    return result.rowsChanged
  } catch (error) {
    throw toEngineError(error)
  }
}

function toValues(parameters?: readonly Parameter[]): DuckDBValue[] | undefined {
  return parameters === undefined || parameters.length === 0 ? undefined : [...parameters]
}

function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value !== 'object') return value
  // UUID and DECIMAL are the only compound values in the engine's tables and queries.
  return String(value)
}

function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new EngineError(
    message,
    /^(INTERNAL|FATAL) Error|database has been invalidated/i.test(message),
    error,
  )
}
