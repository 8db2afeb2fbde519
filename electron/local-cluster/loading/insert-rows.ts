import type { StoredTable } from '../engine/catalog'
import type { Session } from '../engine/duckdb-engine'

/**
 * Inserts a SELECT's rows into a table, as rows of an extent; returns how many. By name, because columns added later
 * come after the extent's number.
 */
export function insertRows(
  session: Session,
  table: StoredTable,
  sql: string,
  extent: bigint,
): Promise<number> {
  const columns = [...table.columns.map(({ physicalName }) => physicalName), 'x'].join(', ')
  return session.run(`INSERT INTO data.${table.physicalName} (${columns}) SELECT *, ${extent} FROM (${sql})`)
}

/** Deletes a table's rows and extents but for these. */
export async function keepOnly(
  session: Session,
  table: StoredTable,
  extents: readonly bigint[],
): Promise<void> {
  const list = extents.join(', ')
  await session.run(`DELETE FROM data.${table.physicalName} WHERE x NOT IN (${list})`)
  await session.run(`DELETE FROM meta.extents WHERE table_number = $1 AND number NOT IN (${list})`, [
    table.number,
  ])
}
