import { statfs } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { dirname } from 'node:path'
import { textDecoder } from '@duckdb/node-api/lib/vectors/dataAccessors.js'
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api'
import type { Cell } from '../answers/result-table'
import { quoteText } from './sql-text'

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

  /** Whether the statement was broken off, and nothing is wrong with it or with what it read. */
  get isInterrupt(): boolean {
    return this.message.startsWith('INTERRUPT')
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
const memoryShare = 0.25

/** Share of the disk's free space that it may spill. */
const spillShare = 0.5

/** What a number, a time or a bool counts in the size of a result. */
const bytesOfNumber = 8

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
   * those under `readableFolder` (undefined: any), and it loads no extension from elsewhere.
   *
   * @throws EngineError when the file is held by another process or is not a database.
   */
  static async open(options: {
    readonly path: string
    readonly readableFolder: string | undefined
    readonly spillFolder: string
    /** Memory that it may use before it spills, in MB; a share of the machine's if left out. */
    readonly memoryMegabytes?: number
    readonly onFatal?: (error: EngineError) => void
  }): Promise<DuckDbEngine> {
    try {
      const instance = await DuckDBInstance.create(options.path)
      const engine = new DuckDbEngine(instance, options.onFatal ?? (() => undefined))
      for (const statement of [
        'SET autoinstall_known_extensions = false',
        'SET autoload_known_extensions = false',
        "SET GLOBAL TimeZone = 'UTC'",
        `SET memory_limit = '${options.memoryMegabytes ?? Math.round((totalmem() * memoryShare) / 1_048_576)}MiB'`,
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

  async run(sql: string, parameters?: readonly Parameter[]): Promise<number> {
    return this.#withConnection((connection) => runStatement(connection, sql, parameters))
  }

  /**
   * As `rows`, for a SELECT to which a LIMIT can be appended: gives at most so many rows, and none at all (undefined)
   * once their texts and numbers come to more than so many bytes. Rows are read as the engine makes them, so that a
   * result of any size takes no more memory than what is read of it. An aborted `signal` breaks it off.
   *
   * @throws EngineError (`INTERRUPT …`) then.
   */
  async rowsUntil(
    sql: string,
    most: { readonly rows: number; readonly bytes: number },
    signal: AbortSignal,
  ): Promise<Cell[][] | undefined> {
    // The engine does less if it knows how many rows are wanted.
    const limited = Number.isFinite(most.rows) ? `${sql} LIMIT ${most.rows}` : sql
    try {
      return await this.#withConnection((connection) =>
        interruptible(connection, signal, () => readUntil(connection, limited, most.bytes)),
      )
    } catch (error) {
      if (error instanceof ResultTooLarge) return undefined
      throw error
    }
  }

  /**
   * Runs `work` in one transaction: all of it is durable when this settles, or none of it ever is. A `signal` that is
   * aborted breaks off the statement that runs then.
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

/** Runs `work` on a connection; it is interrupted when `signal` is aborted. */
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

/** What may be spilled into a folder, which may not be there yet. */
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

/** Thrown in the middle of a result, so that its connection is closed: the engine would keep the rest of it. */
class ResultTooLarge extends Error {}

async function readUntil(connection: DuckDBConnection, sql: string, mostBytes: number): Promise<Cell[][]> {
  try {
    const result = await connection.stream(sql)
    const rows: Cell[][] = []
    let bytes = 0
    for await (const chunk of result) {
      for (const values of chunk.getRows()) {
        const row = values.map(toCell)
        for (const cell of row) bytes += typeof cell === 'string' ? cell.length : bytesOfNumber
        if (bytes > mostBytes) throw new ResultTooLarge()
        rows.push(row)
      }
    }
    return rows
  } catch (error) {
    throw error instanceof ResultTooLarge ? error : toEngineError(error)
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
