import { mostTimeColumns } from '../../../../electron/domain/settings-limits'
import { timeColumnKey } from '../catalog'
import { failed, idle, loading, ready, valueOf } from '../loadable'
import { latestRows, type RowCountsSlice } from '../row-counts'
import { toStudioError } from '../to-studio-error'
import type { StudioSlice } from './slice'

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
    // Somebody else dropped it: the list of tables is no longer so.
    const isGone = watch.error?.code === 'TableNotFound'
    if (isGone && before?.error?.code !== 'TableNotFound') void get().loadTables(target.database)
    if (rows === undefined) return
    get().receiveTableRows(target, rows)
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
    const key = timeColumnKey(connection, target)
    const others = Object.entries(settings.timeColumns).filter(([other]) => other !== key)
    const timeColumns = Object.fromEntries([...others.slice(1 - mostTimeColumns), [key, column]])
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
      if (row !== undefined) set({ lastRow: ready(row) })
    } catch (error) {
      set({ lastRow: failed(error) })
    }
  },
})
