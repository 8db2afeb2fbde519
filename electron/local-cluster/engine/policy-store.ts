import type { BatchingPolicy, EffectiveBatchingPolicy } from '../../domain/schema/batching-policy'
import { defaultBatchingPolicy, readPolicyJson } from '../../domain/batching-policy'
import type { StoredTable } from './catalog'
import type { DuckDbEngine } from './duckdb-engine'

/** The `table_number` of what belongs to a whole database. */
export const wholeDatabase = -1n

const batching = 'ingestionbatching'

/** Policies of databases and tables, as the JSON text given. */
export class PolicyStore {
  readonly #engine: DuckDbEngine
  #values: ReadonlyMap<string, string> = new Map()
  /** The same by database and policy, and then by table. */
  #ofTables: ReadonlyMap<string, ReadonlyMap<bigint, string>> = new Map()

  private constructor(engine: DuckDbEngine) {
    this.#engine = engine
  }

  /** Reads all policies from the store. */
  static async open(engine: DuckDbEngine): Promise<PolicyStore> {
    const store = new PolicyStore(engine)
    await store.reload()
    return store
  }

  /** The policy's JSON text, or undefined if this entity has none of its own. */
  get(database: string, tableNumber: bigint, policy: string): string | undefined {
    return this.#values.get(key(database, tableNumber, policy))
  }

  /** The JSON texts of all tables of a database that have this policy, by the table's number. */
  ofTables(database: string, policy: string): ReadonlyMap<bigint, string> {
    return this.#ofTables.get(JSON.stringify([database, policy])) ?? new Map()
  }

  async set(database: string, tableNumber: bigint, policy: string, value: string): Promise<void> {
    await this.#engine.run('INSERT OR REPLACE INTO meta.policies VALUES ($1, $2, $3, $4)', [
      database,
      tableNumber,
      policy,
      value,
    ])
    await this.reload()
  }

  async remove(database: string, tableNumber: bigint, policy: string): Promise<void> {
    await this.#engine.run(
      'DELETE FROM meta.policies WHERE database = $1 AND table_number = $2 AND policy = $3',
      [database, tableNumber, policy],
    )
    await this.reload()
  }

  /** The batching policy that applies to a table: its own, else its database's, else the default. */
  effectiveBatchingPolicy(database: string, table: StoredTable | undefined): EffectiveBatchingPolicy {
    const own = table === undefined ? undefined : this.get(database, table.number, batching)
    if (own !== undefined) return { policy: storedBatchingPolicy(own), origin: 'table' }
    const databases = this.get(database, wholeDatabase, batching)
    if (databases !== undefined) return { policy: storedBatchingPolicy(databases), origin: 'database' }
    return { policy: defaultBatchingPolicy, origin: 'default' }
  }

  /** Reads the store again, after a table or database was dropped. */
  async reload(): Promise<void> {
    const rows = await this.#engine.rows('SELECT database, table_number, policy, value FROM meta.policies')
    const values = new Map<string, string>()
    const ofTables = new Map<string, Map<bigint, string>>()
    for (const [database, table, policy, value] of rows) {
      const number = BigInt(String(table))
      values.set(key(String(database), number, String(policy)), String(value))
      if (number === wholeDatabase) continue
      const name = JSON.stringify([database, policy])
      const tables = ofTables.get(name) ?? new Map<bigint, string>()
      ofTables.set(name, tables.set(number, String(value)))
    }
    this.#values = values
    this.#ofTables = ofTables
  }
}

/** Reads a batching policy that was checked before it was stored. */
export function storedBatchingPolicy(json: string): BatchingPolicy {
  const read = readPolicyJson(json)
  if (read.ok) return read.value
  throw new Error(read.error)
}

function key(database: string, tableNumber: bigint, policy: string): string {
  return JSON.stringify([database, String(tableNumber), policy])
}
