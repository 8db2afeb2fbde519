import type { Rows } from '../../../electron/domain/schema/table'
import { quoteEntityName } from '../../../electron/domain/entity-name'
import { idle, loading, type Loadable } from './loadable'
import { toStudioError } from './one-at-a-time'
import type { StudioSlice } from './slice'

/** Rows with the time that the cluster took to give them. */
export interface QueryResult {
  readonly rows: Rows
  readonly tookMs: number
}

/** The query panel's text and result; both stay when the panel is closed. */
export interface QuerySlice {
  readonly queryText: string
  readonly queryResult: Loadable<QueryResult>
  /** Opens the panel, with a first query on the open table when there is no text yet. */
  openQuery(): void
  setQueryText(text: string): void
  runQuery(): Promise<void>
  cancelQuery(): void
}

/** Makes the slice of the query panel. */
export const createQuerySlice: StudioSlice<QuerySlice> = (set, get, { client, tasks, now }) => ({
  queryText: '',
  queryResult: idle,
  openQuery: () => {
    const { target, queryText } = get()
    if (queryText.trim() === '' && target !== null) {
      set({ queryText: `${quoteEntityName(target.table)}\n| take 100` })
    }
    get().openView({ kind: 'query' })
  },
  setQueryText: (queryText) => set({ queryText }),
  runQuery: async () => {
    const { queryText: query } = get()
    if (query.trim() === '') return
    set({ queryResult: loading })
    const startedAt = now()
    try {
      const rows = await tasks.run('query', async (signal) =>
        client.call('table/query', { database: await get().databaseWhenKnown(signal), query }, signal),
      )
      if (rows !== undefined)
        set({ queryResult: { kind: 'ready', value: { rows, tookMs: now() - startedAt } } })
    } catch (error) {
      set({ queryResult: { kind: 'failed', error: toStudioError(error) } })
    }
  },
  cancelQuery: () => {
    tasks.abort('query')
    set({ queryResult: idle })
  },
})
