import { randomUUID } from 'node:crypto'
import type { StoredTable } from './catalog'
import type { DuckDbEngine, Session } from './duckdb-engine'

/** Rows that were committed together: an immutable part of a table. */
export interface Extent {
  readonly number: bigint
  readonly id: string
  readonly tableNumber: bigint
  readonly rows: bigint
  /** Ticks. */
  readonly createdOn: bigint
  /** Uncompressed size of the sources, in bytes. */
  readonly rawSize: bigint
  readonly tags: readonly string[]
  readonly sourceIds: readonly string[]
}

/** What to record of a new extent. Its rows are counted from the table. */
export interface NewExtent {
  readonly createdOn: bigint
  readonly rawSize: number
  readonly tags: readonly string[]
  readonly sourceIds: readonly string[]
}

/** The log of extents. */
export class ExtentStore {
  readonly #engine: DuckDbEngine

  constructor(engine: DuckDbEngine) {
    this.#engine = engine
  }

  /** The number for the rows of a new extent. */
  async nextNumber(): Promise<bigint> {
    const [row] = await this.#engine.rows("SELECT nextval('meta.extent_number')")
    return BigInt(String(row?.[0]))
  }

  /** Records an extent, in the transaction that inserted its rows. */
  async record(
    session: Session,
    table: StoredTable,
    number: bigint,
    rows: number,
    extent: NewExtent,
  ): Promise<string> {
    const id = randomUUID()
    await session.run(
      `INSERT INTO meta.extents VALUES ($1, $2::UUID, $3, $4, $5, $6,
         from_json($7, '["VARCHAR"]'), from_json($8, '["VARCHAR"]'))`,
      [
        number,
        id,
        table.number,
        rows,
        extent.createdOn,
        Math.round(extent.rawSize),
        JSON.stringify(extent.tags),
        JSON.stringify(extent.sourceIds),
      ],
    )
    return id
  }

  /** A table's extents, or those of all tables, oldest first. */
  async list(tableNumber?: bigint): Promise<Extent[]> {
    const where = tableNumber === undefined ? '' : 'WHERE table_number = $1'
    const rows = await this.#engine.rows(
      `SELECT number, id, table_number, rows, created_on, raw_size, to_json(tags)::VARCHAR,
         to_json(source_ids)::VARCHAR FROM meta.extents ${where} ORDER BY number`,
      tableNumber === undefined ? [] : [tableNumber],
    )
    return rows.map(([number, id, table, count, createdOn, rawSize, tags, sourceIds]) => ({
      number: BigInt(String(number)),
      id: String(id),
      tableNumber: BigInt(String(table)),
      rows: BigInt(String(count)),
      createdOn: BigInt(String(createdOn)),
      rawSize: BigInt(String(rawSize)),
      tags: JSON.parse(String(tags)) as string[],
      sourceIds: JSON.parse(String(sourceIds)) as string[],
    }))
  }

  /** Drops the extents and their rows. */
  async drop(table: StoredTable, extents: readonly Extent[]): Promise<void> {
    if (extents.length === 0) return
    const numbers = extents.map((extent) => extent.number).join(', ')
    await this.#engine.transaction(async (session) => {
      await session.run(`DELETE FROM data.${table.physicalName} WHERE x IN (${numbers})`)
      await session.run(`DELETE FROM meta.extents WHERE number IN (${numbers})`)
    })
  }

  /** Replaces the extents' tags. */
  async setTags(
    changes: readonly { readonly number: bigint; readonly tags: readonly string[] }[],
  ): Promise<void> {
    await this.#engine.transaction(async (session) => {
      for (const { number, tags } of changes) {
        await session.run(`UPDATE meta.extents SET tags = from_json($1, '["VARCHAR"]') WHERE number = $2`, [
          JSON.stringify(tags),
          number,
        ])
      }
    })
  }
}
