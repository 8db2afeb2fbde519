import type { StoredTable } from './catalog'
import type { DuckDbEngine } from './duckdb-engine'
import { wholeDatabase } from './policy-store'

/** A saved ingestion mapping. */
export interface StoredMapping {
  readonly database: string
  readonly tableNumber: bigint
  /** `csv`, `json`, … */
  readonly kind: string
  readonly name: string
  /** JSON text. */
  readonly mapping: string
  /** Ticks. */
  readonly updatedOn: bigint
}

/** Saved ingestion mappings of tables and databases. */
export class MappingStore {
  readonly #engine: DuckDbEngine

  constructor(engine: DuckDbEngine) {
    this.#engine = engine
  }

  /**
   * Finds a mapping of the table, else of its database, by exact name. For `apacheavro`, a mapping of kind `avro`
   * also works (documents: ingestion mappings).
   */
  async find(table: StoredTable, kind: string, name: string): Promise<StoredMapping | undefined> {
    const all = await this.list(table.database)
    const named = all.filter((mapping) => mapping.name === name)
    const fits = [kind, ...(kind === 'apacheavro' ? ['avro'] : [])].flatMap((wanted) =>
      named.filter((mapping) => mapping.kind === wanted),
    )
    return (
      fits.find((mapping) => mapping.tableNumber === table.number) ??
      fits.find((mapping) => mapping.tableNumber === wholeDatabase)
    )
  }

  /** All mappings in a database, by kind and name. */
  async list(database: string): Promise<StoredMapping[]> {
    const rows = await this.#engine.rows(
      `SELECT database, table_number, kind, name, mapping, updated_on FROM meta.mappings
       WHERE database = $1 ORDER BY table_number, kind, name`,
      [database],
    )
    return rows.map(([owner, table, kind, name, mapping, updatedOn]) => ({
      database: String(owner),
      tableNumber: BigInt(String(table)),
      kind: String(kind),
      name: String(name),
      mapping: String(mapping),
      updatedOn: BigInt(String(updatedOn)),
    }))
  }

  async set(mapping: StoredMapping): Promise<void> {
    await this.#engine.run('INSERT OR REPLACE INTO meta.mappings VALUES ($1, $2, $3, $4, $5, $6)', [
      mapping.database,
      mapping.tableNumber,
      mapping.kind,
      mapping.name,
      mapping.mapping,
      mapping.updatedOn,
    ])
  }

  async remove(mapping: StoredMapping): Promise<void> {
    await this.#engine.run(
      'DELETE FROM meta.mappings WHERE database = $1 AND table_number = $2 AND kind = $3 AND name = $4',
      [mapping.database, mapping.tableNumber, mapping.kind, mapping.name],
    )
  }
}
