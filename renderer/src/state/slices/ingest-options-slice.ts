import { failed, idle, loading, ready } from '../loadable'
import { defaultIngestOptions, type IngestOptionsSlice } from '../sources/ingest-options'
import type { StudioSlice } from './slice'

/** Makes the slice of the ingestion options. */
export const createIngestOptionsSlice: StudioSlice<IngestOptionsSlice> = (set, get, { client, tasks }) => ({
  ingestOptions: defaultIngestOptions,
  mappings: idle,

  setIngestOptions: (change) => {
    const { mapping } = get().ingestOptions
    set({ ingestOptions: { ...get().ingestOptions, ...change } })
    if (change.mapping !== undefined && change.mapping !== mapping) get().takeStoredMapping(change.mapping)
  },

  forgetIngestOptions: () => {
    tasks.abort('mappings')
    set({ ingestOptions: defaultIngestOptions, mappings: idle })
  },

  loadMappings: async () => {
    const { target } = get()
    if (target === null) return
    set({ mappings: loading })
    try {
      const found = await tasks.run('mappings', (signal) => client.call('catalog/mappings', target, signal))
      if (found !== undefined) set({ mappings: ready(found) })
    } catch (error) {
      set({ mappings: failed(error) })
    }
  },
})
