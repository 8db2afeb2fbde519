import { compareText } from '../../text/en-compare'
import type { CompareSlice } from '../compare'
import { failed, idle, loading, ready, valueOf } from '../loadable'
import type { StudioSlice } from './slice'

/** Makes the slice of the page that compares. */
export const createCompareSlice: StudioSlice<CompareSlice> = (set, get, { client, tasks }) => {
  const readSnapshots = async (): Promise<void> => {
    const target = get().compared?.target
    if (target === undefined) return
    try {
      set({ snapshots: await client.call('snapshots/list', target) })
    } catch (error) {
      get().notify(error)
    }
  }
  return {
    compared: null,
    comparison: idle,
    snapshots: [],
    changes: null,
    newRows: idle,
    openComparison: async (moments) => {
      const { target } = get()
      if (target === null) return
      set({ compared: { target, moments }, comparison: loading, newRows: idle })
      await get().compareAgain()
    },
    closeComparison: () => {
      tasks.abort('compare')
      set({ compared: null, comparison: idle, newRows: idle })
    },
    compareAgain: async () => {
      const { compared } = get()
      if (compared === null) return
      const { moments } = compared
      try {
        const comparison = await tasks.run('compare', (signal) =>
          client.call('snapshots/compare', { moments }, signal),
        )
        if (comparison !== undefined && get().compared === compared) set({ comparison: ready(comparison) })
      } catch (error) {
        if (get().compared === compared) set({ comparison: failed(error) })
      }
      await readSnapshots()
    },
    takeSnapshot: async () => {
      const { compared } = get()
      if (compared === null) return
      await get().attempt(async () => {
        const taken = await client.call('snapshots/take', compared.target)
        get().announce(compareText.taken)
        const shown = valueOf(get().comparison)
        const beforeId = shown?.before?.snapshotId ?? shown?.after.snapshotId
        if (beforeId === undefined) await readSnapshots()
        else await get().openComparison({ beforeId, afterId: taken.snapshotId })
      })
    },
    loadChanges: async (jobId) => {
      // Whoever wants to know why they are not known opens the comparison, which says so.
      const columns = await client.call('snapshots/changes', { jobId }).catch(() => null)
      set({ changes: columns === null ? null : { jobId, columns } })
    },
    loadNewRows: async () => {
      const moments = get().compared?.moments
      if (moments === undefined || !('jobId' in moments)) return
      set({ newRows: loading })
      try {
        set({ newRows: ready(await client.call('snapshots/newRows', { jobId: moments.jobId })) })
      } catch (error) {
        set({ newRows: failed(error) })
      }
    },
    saveReport: async (as, timeColumn) => {
      const moments = get().compared?.moments
      if (moments === undefined) return
      await get().attempt(async () => {
        const { path } = await client.call('snapshots/report', {
          moments,
          as,
          ...(timeColumn === undefined ? {} : { timeColumn }),
        })
        if (path !== null) get().announce(compareText.saved(path))
      })
    },
  }
}
