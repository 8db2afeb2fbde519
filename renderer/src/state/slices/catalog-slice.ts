import { clusterKey } from '../../../../electron/domain/cluster-uri'
import type { Connection } from '../../../../electron/domain/schema/connection'
import type { Settings } from '../../../../electron/domain/schema/settings'
import type { TableDetails, TableListItem, TableRef } from '../../../../electron/domain/schema/table'
import { StudioError } from '../../../../electron/domain/studio-error'
import { databaseInView, type CatalogSlice } from '../catalog'
import { failed, idle, loading, ready, valueOf, type Loadable } from '../loadable'
import type { StudioSlice } from './slice'

/** Makes the slice of the catalog. */
export const createCatalogSlice: StudioSlice<CatalogSlice> = (set, get, { client, tasks, subscribe }) => {
  const setTables = (database: string, value: Loadable<readonly TableListItem[]>): void =>
    set({ tables: { ...get().tables, [database]: value } })

  const open = (details: TableDetails): void => {
    const target = { database: details.database, table: details.table }
    set({ target, details: ready(details) })
    get().forgetIngestOptions()
    get().closeHistory()
    get().showFilesOf(target)
    get().setExpanded(target.database, true)
    rememberTable(target)
    void get().watchTable(target)
    void get().loadJobs()
  }

  const rememberTable = (target: TableRef): void => {
    const { connection } = get()
    if (connection !== null)
      void get().changeSettings({ lastTable: { ...target, clusterUri: clusterKey(connection) } })
  }

  return {
    databases: idle,
    tables: {},
    expandedDatabases: [],
    target: null,
    details: idle,

    loadCatalog: async () => {
      get().closeCatalog()
      set({ databases: loading })
      void get().loadJobs()
      try {
        const found = await tasks.run('databases', (signal) => client.call('catalog/databases', {}, signal))
        if (found === undefined) return
        const names = found.map(({ name }) => name)
        set({ databases: ready(names) })
        const last = lastTable(get().settings, get().connection)
        const first = last !== null && names.includes(last.database) ? last.database : names[0]
        if (first === undefined) return
        set({ expandedDatabases: [first] })
        const tables = await get().loadTables(first)
        const wanted = tables.find(({ name }) => name === last?.table) ?? tables[0]
        if (wanted !== undefined && get().target === null) {
          await get().selectTable({ database: first, table: wanted.name })
        }
      } catch (error) {
        set({ databases: failed(error) })
      }
    },

    closeCatalog: () => {
      set({ databases: idle, tables: {}, expandedDatabases: [], target: null, details: idle })
      get().forgetRowCounts()
      get().forgetIngestOptions()
      get().closePrepared()
      get().closeHistory()
      get().forgetFailedRun()
      get().forgetFiles()
    },

    loadTables: async (database) => {
      if (get().tables[database]?.kind !== 'ready') setTables(database, loading)
      try {
        const tables = await client.call('catalog/tables', { database })
        setTables(database, ready(tables))
        return tables
      } catch (error) {
        setTables(database, failed(error))
        return []
      }
    },

    setExpanded: (database, expanded) => {
      const others = get().expandedDatabases.filter((name) => name !== database)
      set({ expandedDatabases: expanded ? [...others, database] : others })
      if (expanded && get().tables[database] === undefined) void get().loadTables(database)
    },

    selectTable: async (target) => {
      set({ target, details: loading })
      get().forgetIngestOptions()
      get().closePrepared()
      get().closeHistory()
      get().showFilesOf(target)
      void get().watchTable(target)
      void get().loadJobs()
      rememberTable(target)
      try {
        const details = await tasks.run('table', (signal) => client.call('catalog/table', target, signal))
        if (details === undefined) return
        set({ details: ready(details) })
        get().inspectFiles()
        void get().loadLastRow()
      } catch (error) {
        set({ details: failed(error) })
      }
    },

    databaseWhenKnown: (signal) =>
      new Promise((resolve, reject) => {
        let end = (): void => undefined
        const look = (state: Pick<CatalogSlice, 'databases' | 'expandedDatabases' | 'target'>): void => {
          const database = databaseInView(state)
          if (database !== undefined) resolve(database)
          else if (state.databases.kind === 'failed') reject(state.databases.error)
          else return
          end()
        }
        end = subscribe(look)
        signal?.addEventListener('abort', () => {
          end()
          reject(new StudioError('Canceled', 'It was canceled.'))
        })
        look(get())
      }),

    createTable: async (target, columns, policy) => {
      const details = await client.call('catalog/createTable', {
        ...target,
        columns: columns.map((column) => ({ ...column })),
        batchingPolicy: policy,
      })
      await get().loadTables(target.database)
      open(details)
    },

    setBatchingPolicy: async (policy) => {
      const { target } = get()
      if (target === null) return
      set({ details: ready(await client.call('catalog/setBatchingPolicy', { ...target, policy })) })
    },

    trySample: async () => {
      let handle = ''
      let ignoreFirstRecord = false
      const isReady = await get().attempt(async () => {
        const database = await get().databaseWhenKnown()
        const { table, source } = await client.call('samples/prepare', { database })
        await get().loadTables(database)
        open(table)
        ;({ handle, hasHeader: ignoreFirstRecord } = source)
      })
      // On its own: it tells the user of a failure itself.
      if (isReady) await get().startJob([{ kind: 'file', handle, ignoreFirstRecord }])
    },

    receiveTableRows: ({ database, table }, rowCount) => {
      const list = valueOf(get().tables[database] ?? idle)
      if (list === undefined || list.find(({ name }) => name === table)?.rowCount === rowCount) return
      setTables(database, ready(list.map((item) => (item.name === table ? { ...item, rowCount } : item))))
    },
  }
}

/** The table that was open last on this cluster. */
function lastTable({ lastTable: last }: Settings, connection: Connection | null): TableRef | null {
  return connection !== null && last?.clusterUri === clusterKey(connection) ? last : null
}
