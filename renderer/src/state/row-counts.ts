import type { TableListItem, Rows } from '../../../electron/domain/schema/table'
import type { TableWatch } from '../../../electron/domain/schema/table-watch'

import type { StudioError } from '../../../electron/domain/studio-error'
import { timeColumnKey, type TableRef } from './catalog'
import { idle, loading, valueOf, type Loadable } from './loadable'
import { toStudioError } from './one-at-a-time'
import type { StudioSlice } from './slice'

/** The row count of the open table over time, and its last row. */
export interface RowCountsSlice {
  readonly watch: TableWatch | null
  /** Why counting could not begin; a failure while counting is inside `watch`. */
  readonly watchError: StudioError | null
  readonly lastRow: Loadable<Rows>
  watchTable(target: TableRef): Promise<void>
  forgetRowCounts(): void
  /** Takes a reading from an event; older revisions and other tables are left out. */
  receiveRowCount(watch: TableWatch): void
  /** The time column by which "last row" is meant: the user's choice, or the last datetime column. */
  timeColumn(): string | undefined
  chooseTimeColumn(column: string): Promise<void>
  loadLastRow(): Promise<void>
}

/** Makes the slice of the row counts. */
export const createRowCountsSlice: StudioSlice<RowCountsSlice> = (set, get, { client, tasks }) => ({
  watch: null,
  watchError: null,
  lastRow: idle,

  watchTable: async (target) => {
    set({ watch: null, watchError: null, lastRow: idle })
    try {
      const watch = await tasks.run('watch', (signal) => client.call('table/watch', target, signal))
      if (watch !== undefined) get().receiveRowCount(watch)
    } catch (error) {
      set({ watchError: toStudioError(error) })
    }
  },

  forgetRowCounts: () => {
    tasks.abort('watch')
    tasks.abort('lastRow')
    set({ watch: null, watchError: null, lastRow: idle })
  },

  receiveRowCount: (watch) => {
    const { target, watch: before } = get()
    if (target?.database !== watch.database || target.table !== watch.table) return
    if (before !== null && before.revision > watch.revision) return
    const rows = latestRows(watch)
    const rowsBefore = latestRows(before)
    set({ watch, watchError: null })
    if (rows === undefined) return
    set((state) => ({ tables: withRowCount(state.tables, target, rows) }))
    if (rows !== rowsBefore) void get().loadLastRow()
  },

  timeColumn: () => {
    const { connection, target, settings, details } = get()
    const columns = valueOf(details)?.columns ?? []
    const chosen =
      connection === null || target === null
        ? undefined
        : settings.timeColumns[timeColumnKey(connection, target)]
    const times = columns.filter(({ type }) => type === 'datetime').map(({ name }) => name)
    return times.find((name) => name === chosen) ?? times[times.length - 1]
  },

  chooseTimeColumn: async (column) => {
    const { connection, target, settings } = get()
    if (connection === null || target === null) return
    const timeColumns = { ...settings.timeColumns, [timeColumnKey(connection, target)]: column }
    void get().changeSettings({ timeColumns })
    await get().loadLastRow()
  },

  loadLastRow: async () => {
    const { target } = get()
    const timeColumn = get().timeColumn()
    if (target === null || timeColumn === undefined) return
    if (get().lastRow.kind === 'idle') set({ lastRow: loading })
    try {
      const row = await tasks.run('lastRow', (signal) =>
        client.call('table/lastRow', { ...target, timeColumn }, signal),
      )
      if (row !== undefined) set({ lastRow: { kind: 'ready', value: row } })
    } catch (error) {
      set({ lastRow: { kind: 'failed', error: toStudioError(error) } })
    }
  },
})

/** The newest reading of a watched table; undefined before the first. */
export function latestRows(watch: TableWatch | null): number | undefined {
  return watch?.points[watch.points.length - 1]?.rows
}

function withRowCount(
  tables: Readonly<Record<string, Loadable<readonly TableListItem[]>>>,
  { database, table }: TableRef,
  rowCount: number,
): Readonly<Record<string, Loadable<readonly TableListItem[]>>> {
  const list = valueOf(tables[database] ?? idle)
  if (list === undefined || list.find(({ name }) => name === table)?.rowCount === rowCount) return tables
  const value = list.map((item) => (item.name === table ? { ...item, rowCount } : item))
  return { ...tables, [database]: { kind: 'ready', value } }
}
