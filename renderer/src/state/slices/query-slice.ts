import { quoteEntityName } from '../../../../electron/domain/entity-name'
import { failed, idle, loading, ready } from '../loadable'
import type { QuerySlice } from '../query'
import type { StudioSlice } from './slice'

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
      if (rows !== undefined) set({ queryResult: ready({ rows, tookMs: now() - startedAt }) })
    } catch (error) {
      set({ queryResult: failed(error) })
    }
  },
  cancelQuery: () => {
    tasks.abort('query')
    set({ queryResult: idle })
  },
})
