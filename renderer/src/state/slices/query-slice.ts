import { quoteEntityName } from '../../../../electron/domain/entity-name'
import { toCsv } from '../../text/delimited'
import { toStudioError } from '../to-studio-error'
import type { QuerySlice, ScriptRange } from '../query'
import type { StudioSlice } from './slice'

/** Makes the slice of the query pane. */
export const createQuerySlice: StudioSlice<QuerySlice> = (set, get, { client, tasks, now }) => {
  /** The query that was recalled last: its place in the history and in the script. */
  let recalled: { readonly index: number; readonly range: ScriptRange; readonly text: string } | null = null

  const execute = async (query: string, isConfirmed: boolean, signal: AbortSignal): Promise<void> => {
    const database = await get().databaseWhenKnown(signal)
    const result = await client.call('table/query', { database, query, isConfirmed }, signal)
    if (signal.aborted) return
    set({ queryRun: { kind: 'done', query, result } })
    if (isConfirmed) void get().loadTables(database)
  }

  /** Shows how a run ends; one that was overtaken or canceled says nothing. */
  const run = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    set({ queryRun: { kind: 'running', startedAt: now() }, commandToConfirm: null })
    try {
      await tasks.run('query', work)
    } catch (error) {
      set({ queryRun: { kind: 'failed', error: toStudioError(error) } })
    }
    if (get().isQueryOpen) void get().loadPastQueries()
  }

  /** Where the statement at the caret is; without one, the place of the caret. */
  const place = async (): Promise<ScriptRange> => {
    const { queryText: script, querySelection } = get()
    const { from } = querySelection
    const found = await client.call('script/statement', { script, from, to: from })
    return found === null ? { from, to: from } : { from: found.start, to: found.end }
  }

  const put = (query: string, { from, to }: ScriptRange): ScriptRange => {
    const { queryText } = get()
    const end = from + query.length
    get().setQueryText(queryText.slice(0, from) + query + queryText.slice(to), { from: end, to: end })
    return { from, to: end }
  }

  return {
    isQueryOpen: false,
    queryText: '',
    querySelection: { from: 0, to: 0 },
    queryAnalysis: null,
    queryRun: { kind: 'idle' },
    commandToConfirm: null,
    pastQueries: [],

    openQuery: (query) => {
      const { target, queryText } = get()
      const first = target === null ? '' : `${quoteEntityName(target.table)}\n| take 100`
      if (query !== undefined) {
        // What was written before stays, above.
        const before = queryText.trim() === '' ? '' : `${queryText.trimEnd()}\n\n`
        get().setQueryText(before + query)
      } else if (queryText.trim() === '') {
        get().setQueryText(first)
      }
      set({ isQueryOpen: true })
      get().requestFocus('query')
    },
    closeQuery: () => set({ isQueryOpen: false }),
    setQueryText: (queryText, selection = { from: queryText.length, to: queryText.length }) => {
      if (queryText !== get().queryText) get().forgetFailedRun()
      set({ queryText, querySelection: selection })
    },
    forgetFailedRun: () => {
      if (get().queryRun.kind === 'failed') set({ queryRun: { kind: 'idle' } })
    },
    selectInQuery: (querySelection) => set({ querySelection }),

    analyzeQuery: async () => {
      const { queryText: script } = get()
      try {
        const analysis = await tasks.run('analysis', async (signal) =>
          client.call('script/analyze', { database: await get().databaseWhenKnown(signal), script }, signal),
        )
        if (analysis !== undefined) set({ queryAnalysis: { script, analysis } })
      } catch {
        // The script stays as it is, without colours; running it says what is wrong.
      }
    },
    completeQuery: async (script, at, signal) => {
      try {
        const database = await get().databaseWhenKnown(signal)
        return await client.call('script/complete', { database, script, at }, signal)
      } catch {
        return null
      }
    },

    runQuery: async () => {
      const { queryText: script, querySelection: selection } = get()
      if (script.trim() === '') return
      await run(async (signal) => {
        const statement = await client.call('script/statement', { script, ...selection }, signal)
        if (signal.aborted) return
        if (statement === null) {
          set({ queryRun: { kind: 'idle' } })
          return
        }
        const query = script.slice(statement.start, statement.end)
        if (statement.isReading) await execute(query, false, signal)
        else set({ queryRun: { kind: 'idle' }, commandToConfirm: query })
      })
    },
    confirmCommand: async () => {
      const { commandToConfirm: command } = get()
      if (command !== null) await run((signal) => execute(command, true, signal))
    },
    refuseCommand: () => set({ commandToConfirm: null }),
    cancelQuery: () => {
      tasks.abort('query')
      set({ queryRun: { kind: 'canceled' } })
    },

    loadPastQueries: async () => {
      try {
        const past = await tasks.run('pastQueries', async (signal) =>
          client.call('queries/list', { database: await get().databaseWhenKnown(signal) }, signal),
        )
        if (past !== undefined) set({ pastQueries: past })
      } catch {
        // Without a database there is no history.
      }
    },
    recallQuery: async (step) => {
      const { queryText, pastQueries } = get()
      const last = recalled?.text === queryText ? recalled : null
      const index = (last?.index ?? -1) - step
      const past = pastQueries[index]
      if (past === undefined) return
      const range = put(past.query, last?.range ?? (await place()))
      recalled = { index, range, text: get().queryText }
    },
    exportRows: async (rows) => {
      const { name } = await client.call('queries/export', { name: 'query.csv', csv: toCsv(rows) })
      return name
    },
    insertQuery: async (query) => {
      put(query, await place())
    },
  }
}
