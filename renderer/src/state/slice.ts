import type { StateCreator } from 'zustand/vanilla'
import type { StudioClient } from '../api/studio-client'
import type { CatalogSlice } from './catalog'
import type { ConnectionSlice } from './connection'
import type { IngestOptionsSlice } from './ingest-options'
import type { JobsSlice } from './jobs'
import type { OneAtATime } from './one-at-a-time'
import type { QuerySlice } from './query'
import type { RowCountsSlice } from './row-counts'
import type { SettingsSlice } from './settings'
import type { SourcesSlice } from './sources'
import type { ViewSlice } from './view'

/** Everything the page knows. Each slice is the only writer of its own fields. */
export type StudioState = ConnectionSlice &
  SettingsSlice &
  CatalogSlice &
  SourcesSlice &
  IngestOptionsSlice &
  JobsSlice &
  RowCountsSlice &
  QuerySlice &
  ViewSlice

type Creator = StateCreator<StudioState>

/** What a slice may use beside the store itself. */
export interface SliceContext {
  readonly client: StudioClient
  readonly tasks: OneAtATime
  /** Milliseconds since the epoch; replaced in tests. */
  readonly now: () => number
  /** Calls `listener` with each new state until the function that it returns is called. */
  readonly subscribe: (listener: (state: StudioState) => void) => () => void
}

/** Makes one slice of the store. */
export type StudioSlice<T> = (
  set: Parameters<Creator>[0],
  get: Parameters<Creator>[1],
  context: SliceContext,
) => T
