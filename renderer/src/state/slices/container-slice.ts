import { blobsMatchedByName } from '../../../../electron/domain/container-headers'
import type { Response } from '../../../../electron/contract/types'
import { containerText } from '../../text/en-container'
import { failed, idle, loading, ready, valueOf } from '../loadable'
import {
  blobsToLookAt,
  containerChoice,
  type ContainerSlice,
  type ListedContainer,
} from '../sources/container'
import { allFiles } from '../sources/file-choice'
import { containerJobs } from '../sources/to-send'
import type { StudioSlice } from './slice'

const noContainer = {
  container: idle,
  isListing: false,
  containerLooks: [],
  isLookingAtBlobs: false,
  containerHeader: null,
} as const

/** Makes the slice of the container. */
export const createContainerSlice: StudioSlice<ContainerSlice> = (set, get, { client, tasks }) => {
  type Page = Response<'sources/listBlobs'>

  /** Takes a first answer of storage and all that follow. */
  const take = async (
    before: ListedContainer | undefined,
    ask: (signal: AbortSignal) => Promise<Page>,
  ): Promise<void> => {
    set({ isListing: true })
    try {
      await tasks.run('container', async (signal) => {
        let page = await ask(signal)
        let blobs = [...(before?.blobs ?? []), ...page.blobs]
        while (!signal.aborted) {
          set({ container: ready({ ...page, blobs }) })
          if (page.isComplete) break
          page = await client.call('sources/moreBlobs', { listing: page.listing }, signal)
          blobs = [...blobs, ...page.blobs]
        }
        if (!signal.aborted) set({ isListing: false })
      })
    } catch (error) {
      set({ container: failed(error), isListing: false })
    }
  }

  const forget = (): void => {
    tasks.abort('container')
    tasks.abort('blobLooks')
    const known = valueOf(get().container)
    if (known !== undefined) {
      // The main process drops unknown and old lists itself: nothing to tell the user.
      client.call('sources/forget', { handles: [known.listing] }).catch(() => undefined)
    }
    set(noContainer)
  }

  /** Reads the headers of blobs that would be read by the header of others. */
  const lookAtHeaders = async (): Promise<void> => {
    const { containerLooks, ingestOptions, details } = get()
    const columns = valueOf(details)?.columns ?? []
    if (ingestOptions.mapping !== null) return
    const { unseen } = blobsMatchedByName(containerChoice(get()).taken, containerLooks, columns)
    if (unseen.length === 0) return
    const handles = unseen.map(({ blob }) => blob.handle)
    set({ isLookingAtBlobs: true })
    const looks = await tasks.run('blobLooks', (signal) =>
      client.call('sources/lookAtHeaders', { handles }, signal).catch(() => []),
    )
    // One that cannot be reached from here is read like those of its folder.
    const reached = (looks ?? []).filter(({ problem }) => problem?.retryable !== true)
    set({ containerLooks: [...get().containerLooks, ...reached], isLookingAtBlobs: false })
  }

  return {
    ...noContainer,
    containerPrefix: '',
    containerPatterns: allFiles,

    setContainerPrefix: (containerPrefix) => set({ containerPrefix }),
    setContainerPatterns: (containerPatterns) => set({ containerPatterns }),

    setContainerHeader: (containerHeader) => set({ containerHeader }),
    lookAtContainer: async () => {
      const handles = [...blobsToLookAt(get())]
      if (handles.length === 0) return
      set({ isLookingAtBlobs: true })
      // Blobs that cannot be looked at are sent as their names say.
      const unseen = handles.map((handle) => ({ handle, found: null, problem: null }))
      const looks = await tasks.run('blobLooks', (signal) =>
        client.call('sources/lookAtBlobs', { handles }, signal).catch(() => unseen),
      )
      if (looks === undefined) return
      set({ containerLooks: [...get().containerLooks, ...looks], isLookingAtBlobs: false })
    },

    listContainer: async () => {
      forget()
      set({ container: loading })
      const request = { uri: get().blobUri.trim(), prefix: get().containerPrefix }
      await take(undefined, (signal) => client.call('sources/listBlobs', request, signal))
    },
    listOn: async () => {
      const known = valueOf(get().container)
      if (known === undefined || known.isComplete) return
      const { listing } = known
      await take(known, (signal) => client.call('sources/moreBlobs', { listing }, signal))
    },
    stopListing: () => {
      tasks.abort('container')
      set({ isListing: false, ...(get().container.kind === 'loading' ? { container: idle } : {}) })
    },
    forgetContainer: () => {
      forget()
      set({ containerPrefix: '', containerPatterns: allFiles })
    },

    startContainer: async (options) => {
      if (get().stopsForRefusal(options)) return
      const { taken } = containerChoice(get())
      await lookAtHeaders()
      const unreadable = taken.length - containerChoice(get()).taken.length
      // They stand in the list with their reason; the button then says how many are left.
      if (unreadable > 0) return get().announce(containerText.notReadable(unreadable))
      for (const { sources, prepared } of containerJobs(get()))
        if (!(await get().startJob(sources, prepared))) return
      get().setBlobUri('')
    },
  }
}
