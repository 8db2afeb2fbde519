import type { HistoryEntry, HistoryFilter } from '../../../../electron/domain/schema/history'
import { newsText } from '../../text/en'
import { historyText } from '../../text/en-history'
import { jobTitle } from '../../text/job-words'
import type { HistoryChoice, HistoryList, HistorySlice } from '../history'
import { failed, idle, loading, ready, valueOf } from '../loadable'
import { jobOptions } from '../sources/ingest-options'
import { sourcesToSend } from '../sources/to-send'
import type { StudioSlice } from './slice'

/** Entries that are read at once. */
const pageSize = 100
/** How long news of jobs gather before the list is read again. */
const refreshAfterMs = 600
const dayMs = 86_400_000
const rangeDays = { week: 7, month: 30, year: 365 } as const

const everything: HistoryChoice = { text: '', outcome: null, range: 'any' }

/** Makes the slice of the page of all ingestions. */
export const createHistorySlice: StudioSlice<HistorySlice> = (set, get, { client, tasks, now }) => {
  let isRefreshing: ReturnType<typeof setTimeout> | undefined
  const filter = (): HistoryFilter => {
    const { text, outcome, range } = get().historyChoice
    return { text, outcome, since: sinceOf(range, now()) }
  }
  const totalOf = (counts: HistoryList['counts']): number => {
    const { outcome } = get().historyChoice
    if (outcome !== null) return counts[outcome] ?? 0
    return Object.values(counts).reduce((sum, jobs) => sum + jobs, 0)
  }
  /** Reads a page; undefined if a newer question has replaced this one. */
  const read = async (offset: number): Promise<HistoryList | undefined> => {
    const page = await tasks.run('history', (signal) =>
      client.call('history/list', { ...filter(), offset, limit: pageSize }, signal),
    )
    if (page === undefined) return undefined
    return { counts: page.counts, total: totalOf(page.counts), entries: placed(page.entries, offset) }
  }
  const readFrom = async (offset: number, keepsOthers: boolean): Promise<void> => {
    try {
      const list = await read(offset)
      if (list === undefined) return
      const known = keepsOthers ? valueOf(get().historyList) : undefined
      set({ historyList: ready({ ...list, entries: { ...known?.entries, ...list.entries } }) })
    } catch (error) {
      set({ historyList: failed(error) })
    }
  }

  return {
    isHistoryOpen: false,
    historyChoice: everything,
    historyList: idle,
    historyJobId: null,
    historyJob: idle,

    openHistory: async (jobId) => {
      get().closePrepared()
      set({ isHistoryOpen: true, ...(jobId === undefined ? {} : { historyChoice: everything }) })
      await get().chooseHistory({})
      const first = valueOf(get().historyList)?.entries[0]?.jobId
      await get().lookAtJob(jobId ?? get().historyJobId ?? first ?? null)
    },

    closeHistory: () => set({ isHistoryOpen: false }),

    chooseHistory: async (change) => {
      set({ historyChoice: { ...get().historyChoice, ...change } })
      // What is listed stays on screen until the answer is there.
      if (get().historyList.kind !== 'ready') set({ historyList: loading })
      await readFrom(0, false)
      if (Object.keys(change).length === 0) return
      // The details are of a job that was found.
      const found = Object.values(valueOf(get().historyList)?.entries ?? {})
      if (found.some(({ jobId }) => jobId === get().historyJobId)) return
      await get().lookAtJob(found[0]?.jobId ?? null)
    },

    readHistory: async (first, last) => {
      const list = valueOf(get().historyList)
      if (list === undefined) return
      for (let place = first; place <= Math.min(last, list.total - 1); place++) {
        if (list.entries[place] !== undefined) continue
        await readFrom(place - (place % pageSize), true)
        return
      }
    },

    lookAtJob: async (historyJobId) => {
      const isSame = historyJobId === get().historyJobId
      set({ historyJobId, ...(isSame ? {} : { historyJob: historyJobId === null ? idle : loading }) })
      if (historyJobId === null) return
      try {
        const found = await tasks.run('history job', (signal) =>
          client.call('history/job', { jobId: historyJobId }, signal),
        )
        if (found !== undefined) set({ historyJob: ready(found) })
      } catch (error) {
        set({ historyJob: failed(error) })
      }
    },

    refreshHistory: async () => {
      // What is in view of later pages is read again by whoever shows it.
      await readFrom(0, false)
      await get().lookAtJob(get().historyJobId)
    },

    noteMoved: (job) => {
      if (!get().isHistoryOpen) return
      const seen = valueOf(get().historyJob)
      if (seen?.job.jobId === job.jobId) set({ historyJob: ready({ ...seen, job }) })
      isRefreshing ??= setTimeout(() => {
        isRefreshing = undefined
        if (get().isHistoryOpen) void get().refreshHistory()
      }, refreshAfterMs)
    },

    runAgain: (jobId) =>
      get().attempt(async () => {
        const job = await client.call('jobs/runAgain', { jobId })
        get().receiveJob(job)
        get().announce(newsText.started(jobTitle(job)))
        await get().refreshHistory()
        await get().lookAtJob(job.jobId)
      }),

    exportHistory: async () => {
      await get().attempt(async () => {
        const written = await client.call('history/export', filter())
        if (written !== null) get().announce(historyText.exported(written.path))
      })
    },

    copyJobAs: async (jobId, tool, signal) =>
      (await client.call('jobs/copyAs', { what: { jobId }, tool }, signal)).text,

    copySourcesAs: async (tool, signal) => {
      const { target, ingestOptions } = get()
      const { sources, prepared } = sourcesToSend(get())
      if (target === null || sources.length === 0) return ''
      const start = { ...target, sources: [...sources], ...jobOptions(ingestOptions), ...prepared }
      return (await client.call('jobs/copyAs', { what: { start }, tool }, signal)).text
    },
  }
}

/** The moment from which on jobs are listed; null for all. Days begin at midnight, local time. */
function sinceOf(range: HistoryChoice['range'], now: number): number | null {
  if (range === 'any') return null
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  return range === 'today' ? midnight : midnight - (rangeDays[range] - 1) * dayMs
}

function placed(entries: readonly HistoryEntry[], offset: number): Record<number, HistoryEntry> {
  return Object.fromEntries(entries.map((entry, index) => [offset + index, entry]))
}
