import { createStore, type StoreApi } from 'zustand/vanilla'
import type { StudioClient } from '../api/studio-client'
import { runCommand } from './run-command'
import { createBlobSlice } from './slices/blob-slice'
import { createCatalogSlice } from './slices/catalog-slice'
import { createChosenFilesSlice } from './slices/chosen-files-slice'
import { createCompareSlice } from './slices/compare-slice'
import { createContainerSlice } from './slices/container-slice'
import { createConversionSlice } from './slices/conversion-slice'
import { createConnectionSlice } from './slices/connection-slice'
import { createInspectionSlice } from './slices/inspection-slice'
import { createIngestOptionsSlice } from './slices/ingest-options-slice'
import { createHistorySlice } from './slices/history-slice'
import { createLinkSlice } from './slices/link-slice'
import { createJobsSlice } from './slices/jobs-slice'
import { OneAtATime } from '../../../electron/domain/concurrency/one-at-a-time'
import { createPastedRowsSlice } from './slices/pasted-rows-slice'
import { createQuerySlice } from './slices/query-slice'
import { createRowCountsSlice } from './slices/row-counts-slice'
import { createSettingsSlice } from './slices/settings-slice'
import type { SliceContext } from './slices/slice'
import { createViewSlice } from './slices/view-slice'
import type { StudioState } from './studio-state'

/** The page's one store. */
export type StudioStore = StoreApi<StudioState>

/** Makes the store on a client; tests and scenes pass a `now` of their own. */
export function createStudioStore(client: StudioClient, now: () => number = Date.now): StudioStore {
  const tasks = new OneAtATime()
  return createStore<StudioState>()((set, get, { subscribe }) => {
    const context: SliceContext = { client, tasks, now, subscribe }
    return {
      ...createViewSlice(set, get, context),
      ...createSettingsSlice(set, get, context),
      ...createConnectionSlice(set, get, context),
      ...createCatalogSlice(set, get, context),
      ...createChosenFilesSlice(set, get, context),
      ...createPastedRowsSlice(set, get, context),
      ...createBlobSlice(set, get, context),
      ...createContainerSlice(set, get, context),
      ...createIngestOptionsSlice(set, get, context),
      ...createInspectionSlice(set, get, context),
      ...createConversionSlice(set, get, context),
      ...createJobsSlice(set, get, context),
      ...createHistorySlice(set, get, context),
      ...createRowCountsSlice(set, get, context),
      ...createQuerySlice(set, get, context),
      ...createCompareSlice(set, get, context),
      ...createLinkSlice(set, get, context),
    }
  })
}

/** Feeds the main process's events into the store until the returned function is called. */
export function listenToEvents(client: StudioClient, store: StudioStore): () => void {
  const state = store.getState
  const ends = [
    client.on('connection/changed', (connection) => state().receiveConnection(connection)),
    client.on('settings/changed', (settings) => state().receiveSettings(settings)),
    client.on('localCluster/changed', (status) => state().receiveLocalCluster(status)),
    client.on('sources/opened', (files) => void state().receiveFiles(files)),
    client.on('inspection/changed', (check) => state().receiveCheck(check)),
    client.on('jobs/changed', (job) => state().receiveJob(job)),
    client.on('table/rowCount', (watch) => state().receiveRowCount(watch)),
    client.on('connection/asking', ({ isAsking }) => state().receiveAsking(isAsking)),
    client.on('studio/lowDisk', ({ low }) => state().receiveLowDisk(low)),
    client.on('studio/trouble', (trouble) => state().receiveTrouble(trouble)),
    client.on('link/opened', (link) => state().receiveLink(link)),
    client.on('command/requested', ({ command }) => runCommand(command, state())),
  ]
  return () => ends.forEach((end) => end())
}
