import type { LanguageSchema } from '../../language/protocol'
import type { Clock } from '../../domain/concurrency/clock'
import type { KustoConnection } from '../kusto/connection'
import type { WriteLog } from '../logger'
import { readLanguageSchema } from './database-schema'

/** After this time, the next question reads a schema again; the known one answers meanwhile. */
const freshMs = 10_000

interface Entry {
  schema: LanguageSchema | null
  text: string
  readAt: number
  reading: Promise<void> | undefined
}

/** The schemas of the databases that are queried, by connection. */
export class SchemaCache {
  readonly #clock: Clock
  readonly #log: WriteLog
  readonly #known = new WeakMap<KustoConnection, Map<string, Entry>>()

  constructor(clock: Clock, log: WriteLog) {
    this.#clock = clock
    this.#log = log
  }

  /** What is known of a database; null if it cannot be read. Waits only for the first reading. */
  async of(connection: KustoConnection, database: string): Promise<LanguageSchema | null> {
    const entry = this.#entry(connection, database)
    if (this.#clock.elapsed() - entry.readAt > freshMs)
      entry.reading ??= this.#read(connection, database, entry)
    if (entry.readAt === -Infinity) await entry.reading
    return entry.schema
  }

  /** The next question reads this connection's schemas again. */
  forget(connection: KustoConnection): void {
    this.#known.delete(connection)
  }

  #entry(connection: KustoConnection, database: string): Entry {
    const entries = this.#known.get(connection) ?? new Map<string, Entry>()
    this.#known.set(connection, entries)
    const entry = entries.get(database) ?? { schema: null, text: '', readAt: -Infinity, reading: undefined }
    entries.set(database, entry)
    return entry
  }

  async #read(connection: KustoConnection, database: string, entry: Entry): Promise<void> {
    try {
      const schema = await readLanguageSchema(connection, database)
      const text = JSON.stringify(schema)
      // The same object tells the thread that nothing is new.
      if (text !== entry.text) Object.assign(entry, { schema, text })
    } catch (error) {
      this.#log('language', `The schema of ${database} was not read`, error)
    } finally {
      entry.readAt = this.#clock.elapsed()
      entry.reading = undefined
    }
  }
}
