import type { TableDetails, TableListItem } from '../../../electron/domain/schema/table'
import type { BatchingPolicy } from '../../../electron/domain/schema/batching-policy'
import type { Connection } from '../../../electron/domain/schema/connection'
import type { Settings } from '../../../electron/domain/schema/settings'

import { StudioError } from '../../../electron/domain/studio-error'
import type { TableSchema } from '../../../electron/domain/table-schema'
import { localClusterName } from './connection'
import { idle, loading, valueOf, type Loadable } from './loadable'
import { toStudioError } from './one-at-a-time'
import type { StudioSlice } from './slice'

/** A table by its names. */
export interface TableRef {
  readonly database: string
  readonly table: string
}

/** Databases, tables, and the table that the workspace is about. */
export interface CatalogSlice {
  readonly databases: Loadable<readonly string[]>
  readonly tables: Readonly<Record<string, Loadable<readonly TableListItem[]>>>
  readonly expandedDatabases: readonly string[]
  /** The open table; null where there is none yet. */
  readonly target: TableRef | null
  readonly details: Loadable<TableDetails>
  /** Reads the databases again and opens the table that was open last, or the first there is. */
  loadCatalog(): Promise<void>
  loadTables(database: string): Promise<void>
  /** Forgets what belongs to a cluster that is no longer the open one. */
  closeCatalog(): void
  setExpanded(database: string, expanded: boolean): void
  selectTable(target: TableRef): Promise<void>
  /** The database that is worked in, once there is one; throws why the databases could not be read. */
  databaseWhenKnown(signal?: AbortSignal): Promise<string>
  /** Makes a table and opens it; throws what the cluster said, for the form to show. */
  createTable(target: TableRef, columns: TableSchema, policy: BatchingPolicy | null): Promise<void>
  /** Throws what the cluster said, for the form to show. */
  setBatchingPolicy(policy: BatchingPolicy): Promise<void>
  /** Makes the sample table, opens it and starts its ingestion. */
  trySample(): Promise<void>
}

/** Makes the slice of the catalog. */
export const createCatalogSlice: StudioSlice<CatalogSlice> = (set, get, { client, tasks, subscribe }) => {
  const setTables = (database: string, value: Loadable<readonly TableListItem[]>): void =>
    set((state) => ({ tables: { ...state.tables, [database]: value } }))

  const open = (details: TableDetails): void => {
    const target = { database: details.database, table: details.table }
    set({ target, details: { kind: 'ready', value: details } })
    get().forgetIngestOptions()
    get().setExpanded(target.database, true)
    rememberTable(target)
    void get().watchTable(target)
    void get().loadJobs()
  }

  const rememberTable = (target: TableRef): void => {
    const { connection } = get()
    if (connection !== null)
      void get().changeSettings({ lastTable: { ...target, clusterUri: keyOf(connection) } })
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
        set({ databases: { kind: 'ready', value: names } })
        const last = lastTable(get().settings, get().connection)
        const first = last !== null && names.includes(last.database) ? last.database : names[0]
        if (first === undefined) return
        set({ expandedDatabases: [first] })
        await get().loadTables(first)
        const tables = valueOf(get().tables[first] ?? idle) ?? []
        const wanted = tables.find(({ name }) => name === last?.table) ?? tables[0]
        if (wanted !== undefined && get().target === null) {
          await get().selectTable({ database: first, table: wanted.name })
        }
      } catch (error) {
        set({ databases: { kind: 'failed', error: toStudioError(error) } })
      }
    },

    closeCatalog: () => {
      set({ databases: idle, tables: {}, expandedDatabases: [], target: null, details: idle })
      get().forgetRowCounts()
      get().forgetIngestOptions()
    },

    loadTables: async (database) => {
      if (get().tables[database]?.kind !== 'ready') setTables(database, loading)
      try {
        const tables = await client.call('catalog/tables', { database })
        setTables(database, { kind: 'ready', value: tables })
      } catch (error) {
        setTables(database, { kind: 'failed', error: toStudioError(error) })
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
      void get().watchTable(target)
      void get().loadJobs()
      rememberTable(target)
      try {
        const details = await tasks.run('table', (signal) => client.call('catalog/table', target, signal))
        if (details === undefined) return
        set({ details: { kind: 'ready', value: details } })
        void get().loadLastRow()
      } catch (error) {
        set({ details: { kind: 'failed', error: toStudioError(error) } })
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
      const details = await client.call('catalog/setBatchingPolicy', { ...target, policy })
      set({ details: { kind: 'ready', value: details } })
    },

    trySample: async () => {
      try {
        const database = await get().databaseWhenKnown()
        const { table, source } = await client.call('samples/prepare', { database })
        await get().loadTables(database)
        open(table)
        const { handle, hasHeader: ignoreFirstRecord } = source
        await get().startJob([{ kind: 'file', handle, ignoreFirstRecord }])
      } catch (error) {
        set({ notice: toStudioError(error) })
      }
    },
  }
}

/** The database that is worked in: the open table's, else the first one expanded; undefined until any is known. */
export function databaseInView(
  state: Pick<CatalogSlice, 'databases' | 'expandedDatabases' | 'target'>,
): string | undefined {
  return state.target?.database ?? state.expandedDatabases[0] ?? valueOf(state.databases)?.[0]
}

/** The local cluster's port changes from start to start, so it is remembered by its name. */
function keyOf(connection: Connection): string {
  return connection.isLocalCluster ? localClusterName : connection.clusterUri
}

/** The table that was open last on this cluster. */
function lastTable(settings: Settings, connection: Connection | null): TableRef | null {
  const { lastTable: last } = settings
  return connection !== null && last?.clusterUri === keyOf(connection) ? last : null
}

/** Under which name the time column of a table is remembered. */
export function timeColumnKey(connection: Connection, target: TableRef): string {
  return `${keyOf(connection)}/${target.database}/${target.table}`
}
