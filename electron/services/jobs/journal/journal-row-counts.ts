import type { RowCountPoint } from '../../../domain/schema/table-watch'
import type { ObservedTable } from '../../tables/table-observer'
import type { Journal } from './journal'
import { reading } from './journal-failure'

/** Points to keep for each table. */
const maximumPoints = 5000

/** The series of row counts, table by table. */
export interface RowCountStore {
  /** Notes a reading; it is on disk with the journal's next commit. */
  append(table: ObservedTable, point: RowCountPoint): void
  /** The newest readings, oldest first. */
  series(table: ObservedTable, limit: number): RowCountPoint[]
}

/** Keeps the series in the journal. */
export function createRowCountStore(journal: Journal): RowCountStore {
  const { database, path } = journal
  const insert = database.prepare(
    'INSERT OR REPLACE INTO row_counts (cluster_uri, database, name, at, rows, ours) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const trim = database.prepare(
    `DELETE FROM row_counts WHERE cluster_uri = ?1 AND database = ?2 AND name = ?3 AND at <=
     (SELECT at FROM row_counts WHERE cluster_uri = ?1 AND database = ?2 AND name = ?3
      ORDER BY at DESC LIMIT 1 OFFSET ${maximumPoints})`,
  )
  const select = database.prepare(
    `SELECT at, rows, ours FROM row_counts WHERE cluster_uri = ? AND database = ? AND name = ?
     ORDER BY at DESC LIMIT ?`,
  )
  let appended = 0
  return {
    append(table, point) {
      const key = [table.clusterUri, table.database, table.table]
      journal.save(`row count ${key.join(' ')} ${point.at}`, () => () => {
        insert.run(...key, Math.round(point.at), point.rows, point.ours)
        appended += 1
        if (appended % 100 === 0) trim.run(...key)
      })
    },
    series(table, limit) {
      const key = [table.clusterUri, table.database, table.table]
      const rows = reading(path, () => select.all(...key, limit) as RowCountPoint[])
      return rows.reverse().map(({ at, rows: count, ours }) => ({ at, rows: count, ours }))
    },
  }
}
