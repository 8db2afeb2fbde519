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

  /**
   * Moves extents into a table and drops others from it, in one transaction. A moved extent keeps its time, unless
   * `createdOn` (ticks) is given, and gets a new id. The target has the columns of the tables that rows come from.
   *
   * @returns the new ids, in the order of `moved`.
   */
  async replace(
    target: StoredTable,
    change: {
      readonly moved: readonly { readonly table: StoredTable; readonly extent: Extent }[]
      readonly dropped: readonly Extent[]
      readonly createdOn?: bigint
    },
  ): Promise<readonly string[]> {
    const ids = change.moved.map(() => randomUUID())
    await this.#engine.transaction(async (session) => {
      for (const { number } of change.dropped) {
        await session.run(`DELETE FROM data.${target.physicalName} WHERE x = ${number}`)
        await session.run(`DELETE FROM meta.extents WHERE number = ${number}`)
      }
      for (const [index, { table, extent }] of change.moved.entries()) {
        await moveRows(session, table, target, extent.number)
        await session.run(
          'UPDATE meta.extents SET id = $1::UUID, table_number = $2, created_on = $3 WHERE number = $4',
          [ids[index] ?? '', target.number, change.createdOn ?? extent.createdOn, extent.number],
        )
      }
    })
    return ids
  }

  /**
   * Deletes rows. An extent that loses some gets a new id; one that loses all is dropped.
   *
   * @param rowIds A SELECT with one column: DuckDB's `rowid` of each row.
   * @returns the extents that lost rows, with their new ids; undefined for one that was dropped.
   */
  async deleteRows(
    table: StoredTable,
    rowIds: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly id: string; readonly newId: string | undefined }[]> {
    const data = `data.${table.physicalName}`
    return this.#engine.transaction(async (session) => {
      // Asked for once: a query with rand() would find other rows the second time.
      await session.run(`CREATE OR REPLACE TEMP TABLE gone AS
        SELECT rowid AS r, x FROM ${data} WHERE rowid IN (${rowIds})`)
      const losses = await session.rows(`SELECT number, id, rows, count(*) FROM gone JOIN meta.extents
        ON number = x GROUP BY ALL ORDER BY number`)
      await session.run(`DELETE FROM ${data} WHERE rowid IN (SELECT r FROM gone)`)
      await session.run('DROP TABLE gone')
      const changes = losses.map(([number, id, rows, lost]) => ({
        number: BigInt(String(number)),
        id: String(id),
        left: BigInt(String(rows)) - BigInt(String(lost)),
        newId: randomUUID(),
      }))
      for (const { number, left, newId } of changes) {
        if (left === 0n) await session.run(`DELETE FROM meta.extents WHERE number = ${number}`)
        else {
          await session.run('UPDATE meta.extents SET id = $1::UUID, rows = $2 WHERE number = $3', [
            newId,
            left,
            number,
          ])
        }
      }
      return changes.map(({ id, left, newId }) => ({ id, newId: left === 0n ? undefined : newId }))
    }, signal)
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

/** Moves the rows of an extent. Columns that only the target has are null (string: empty). */
async function moveRows(session: Session, from: StoredTable, to: StoredTable, extent: bigint): Promise<void> {
  if (from.number === to.number) return
  const values = to.columns.map(({ name, type }) => {
    const own = from.columns.find((column) => column.name === name)
    return own?.physicalName ?? (type === 'string' ? "''" : 'NULL')
  })
  const columns = to.columns.map(({ physicalName }) => physicalName)
  await session.run(
    `INSERT INTO data.${to.physicalName} (${[...columns, 'x'].join(', ')})
       SELECT ${[...values, 'x'].join(', ')} FROM data.${from.physicalName} WHERE x = ${extent}`,
  )
  await session.run(`DELETE FROM data.${from.physicalName} WHERE x = ${extent}`)
}
