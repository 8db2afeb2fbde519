import type { IngestionMapping } from '../../../electron/domain/schema/table'
import { idle, loading, type Loadable } from './loadable'
import { toStudioError } from './one-at-a-time'
import type { StudioSlice } from './slice'

/** What an analyst may set for the next ingestions, beside what is ingested. */
export interface IngestOptions {
  /** Name of an ingestion mapping of the open table; null lets fields go in by position or by name. */
  readonly mapping: string | null
  /** Whether rows carry the job's own tag, for an exact count and an undo. */
  readonly tagged: boolean
  /** An extent tag of the user's own. */
  readonly tag: string
  readonly separateBlobs: boolean
  /** How the creation time of extents is read from names; empty for the time of ingestion. */
  readonly creationTimePattern: string
}

/** The options, and the mappings that can be chosen from. */
export interface IngestOptionsSlice {
  readonly ingestOptions: IngestOptions
  readonly mappings: Loadable<readonly IngestionMapping[]>
  setIngestOptions(change: Partial<IngestOptions>): void
  /** Back to what holds by default: another table has other mappings, and other reasons. */
  forgetIngestOptions(): void
  /** Asks the cluster for the mappings of the open table. */
  loadMappings(): Promise<void>
}

/** What holds where nothing was set. */
export const defaultIngestOptions: IngestOptions = {
  mapping: null,
  tagged: true,
  tag: '',
  separateBlobs: false,
  creationTimePattern: '',
}

/** Makes the slice of the options. */
export const createIngestOptionsSlice: StudioSlice<IngestOptionsSlice> = (set, get, { client, tasks }) => ({
  ingestOptions: defaultIngestOptions,
  mappings: idle,

  setIngestOptions: (change) => set((state) => ({ ingestOptions: { ...state.ingestOptions, ...change } })),

  forgetIngestOptions: () => {
    tasks.abort('mappings')
    set({ ingestOptions: defaultIngestOptions, mappings: idle })
  },

  loadMappings: async () => {
    const { target } = get()
    if (target === null) return
    set({ mappings: loading })
    try {
      const value = await tasks.run('mappings', (signal) => client.call('catalog/mappings', target, signal))
      if (value !== undefined) set({ mappings: { kind: 'ready', value } })
    } catch (error) {
      set({ mappings: { kind: 'failed', error: toStudioError(error) } })
    }
  },
})

/** How many options are not as they are by default. */
export function changedOptions(options: IngestOptions): number {
  const keys = Object.keys(defaultIngestOptions) as (keyof IngestOptions)[]
  return keys.filter((key) => options[key] !== defaultIngestOptions[key]).length
}

/** The options as a job takes them. */
export function jobOptions(options: IngestOptions): {
  readonly tagged: boolean
  readonly separateBlobs: boolean
  readonly mapping?: string
  readonly tag?: string
  readonly creationTimePattern?: string
} {
  const { mapping, tagged, separateBlobs } = options
  const tag = options.tag.trim()
  const creationTimePattern = options.creationTimePattern.trim()
  return {
    tagged,
    separateBlobs,
    ...(mapping === null ? {} : { mapping }),
    ...(tag === '' ? {} : { tag }),
    ...(creationTimePattern === '' ? {} : { creationTimePattern }),
  }
}
