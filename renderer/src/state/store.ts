import { createStore, type StoreApi } from 'zustand/vanilla'
import type { StudioClient } from '../api/studio-client'
import { createCatalogSlice } from './catalog'
import { createConnectionSlice } from './connection'
import { createIngestOptionsSlice } from './ingest-options'
import { createJobsSlice } from './jobs'
import { OneAtATime } from './one-at-a-time'
import { runCommand } from './run-command'
import { createQuerySlice } from './query'
import { createRowCountsSlice } from './row-counts'
import { createSettingsSlice } from './settings'
import type { SliceContext, StudioState } from './slice'
import { createSourcesSlice } from './sources'
import { createViewSlice } from './view'

/** The page's one store. */
export type StudioStore = StoreApi<StudioState>

/** Makes the store over a client; `now` is replaced where time must stand still. */
export function createStudioStore(client: StudioClient, now: () => number = Date.now): StudioStore {
  const tasks = new OneAtATime()
  return createStore<StudioState>()((set, get, { subscribe }) => {
    const context: SliceContext = { client, tasks, now, subscribe }
    return {
      ...createViewSlice(set, get, context),
      ...createSettingsSlice(set, get, context),
      ...createConnectionSlice(set, get, context),
      ...createCatalogSlice(set, get, context),
      ...createSourcesSlice(set, get, context),
      ...createIngestOptionsSlice(set, get, context),
      ...createJobsSlice(set, get, context),
      ...createRowCountsSlice(set, get, context),
      ...createQuerySlice(set, get, context),
    }
  })
}

/** Feeds the main process's events into the store; returns the function that ends it. */
export function listenToEvents(client: StudioClient, store: StudioStore): () => void {
  const state = store.getState
  const ends = [
    client.on('connection/changed', (connection) => state().receiveConnection(connection)),
    client.on('localCluster/changed', (status) => state().receiveLocalCluster(status)),
    client.on('jobs/changed', (job) => state().receiveJob(job)),
    client.on('table/rowCount', (watch) => state().receiveRowCount(watch)),
    client.on('command/requested', ({ command }) => runCommand(command, state())),
  ]
  return () => ends.forEach((end) => end())
}
