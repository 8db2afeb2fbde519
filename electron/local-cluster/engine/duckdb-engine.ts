import { totalmem } from 'node:os'
import { textDecoder } from '@duckdb/node-api/lib/vectors/dataAccessors.js'
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'
import type { Cell } from '../result-table'
import { quoteText } from '../sql-text'

export { quoteText }

// The package's decoder takes a mark of the byte order at the start of any string for no part of it.
const exactDecoder = new TextDecoder('utf-8', { ignoreBOM: true })
textDecoder.decode = (bytes) => exactDecoder.decode(bytes)

/** A value that can be given to a statement. */
export type Parameter = string | number | bigint | boolean | null

/** A failure of DuckDB. `fatal`: its instance answers nothing any more; the process has to be replaced. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly fatal: boolean

  constructor(message: string, fatal: boolean, cause: unknown) {
    super(message, { cause })
    this.fatal = fatal
  }
}

/** Where statements run: the engine itself, or one transaction of it. */
export interface Session {
  /** Runs one statement and returns its rows. */
  rows(sql: string, parameters?: readonly Parameter[]): Promise<Cell[][]>
  /** Runs one statement and returns how many rows it changed. */
  run(sql: string, parameters?: readonly Parameter[]): Promise<number>
}

/** Share of the machine's memory that one engine may use before it spills to disk. */
const memoryShare = 0.4

/** Idle connections that are kept for the next statement. */
const keptConnections = 8

/**
 * One DuckDB database: the only file that knows the package. Statements outside a transaction run each on a
 * connection of its own, so that a long one holds up no other.
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
   * Opens the database in `path` (`:memory:` for none). From then on it can touch no file but its own and
   * those under `readableFolder`, and it loads no extension from elsewhere.
   *
   * @throws EngineError when the file is held by another process or is not a database.
   */
  static async open(options: {
    readonly path: string
    readonly readableFolder: string
    readonly spillFolder: string
    readonly onFatal?: (error: EngineError) => void
  }): Promise<DuckDbEngine> {
    try {
      const instance = await DuckDBInstance.create(options.path)
      const engine = new DuckDbEngine(instance, options.onFatal ?? (() => undefined))
      for (const statement of [
        'SET autoinstall_known_extensions = false',
        'SET autoload_known_extensions = false',
        "SET GLOBAL TimeZone = 'UTC'",
        `SET memory_limit = '${Math.round((totalmem() * memoryShare) / 1_048_576)}MiB'`,
        `SET temp_directory = ${quoteText(options.spillFolder)}`,
        `SET allowed_directories = [${quoteText(options.readableFolder)}, ${quoteText(options.spillFolder)}]`,
        'SET enable_external_access = false',
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

  async run(sql: string, parameters?: readonly Parameter[]): Promise<number> {
    return this.#withConnection((connection) => runStatement(connection, sql, parameters))
  }

  /**
   * As `rows`, but stops reading soon after `maximumRows`, and is broken off when `signal` is aborted.
   *
   * @throws EngineError (`INTERRUPT …`) then.
   */
  async rowsUntil(sql: string, maximumRows: number, signal: AbortSignal): Promise<Cell[][]> {
    return this.#withConnection(async (connection) => {
      const interrupt = (): void => connection.interrupt()
      signal.addEventListener('abort', interrupt, { once: true })
      try {
        if (signal.aborted) throw new EngineError('INTERRUPT Error: Interrupted!', false, signal.reason)
        return await readRows(connection, sql, [], maximumRows + 1)
      } finally {
        signal.removeEventListener('abort', interrupt)
      }
    })
  }

  /** Runs `work` in one transaction: all of it is durable when this settles, or none of it ever is. */
  async transaction<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#withConnection(async (connection) => {
      await runStatement(connection, 'BEGIN TRANSACTION')
      let result: T
      try {
        result = await work({
          rows: (sql, parameters) => readRows(connection, sql, parameters),
          run: (sql, parameters) => runStatement(connection, sql, parameters),
        })
      } catch (error) {
        await runStatement(connection, 'ROLLBACK')
        throw error
      }
      await runStatement(connection, 'COMMIT')
      return result
    })
  }

  /** Breaks off running statements (their transactions are rolled back) and takes no more. */
  interrupt(): void {
    this.#closed = true
    for (const connection of this.#active) connection.interrupt()
  }

  /** Waits for running statements, writes everything into the database file and lets go of it. */
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
      // A connection whose statement failed may hold an aborted transaction: it is not used again.
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

async function readRows(
  connection: DuckDBConnection,
  sql: string,
  parameters?: readonly Parameter[],
  rowsWanted?: number,
): Promise<Cell[][]> {
  try {
    const values = toValues(parameters)
    const reader =
      rowsWanted === undefined
        ? await connection.runAndReadAll(sql, values)
        : await connection.runAndReadUntil(sql, rowsWanted, values)
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
  // UUID and DECIMAL are the only compound values that the engine's tables and queries have.
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
