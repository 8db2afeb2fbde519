import { needsConversion } from '../../../../electron/domain/conversion/reading-converter'
import { repeatsColumns } from '../../../../electron/domain/repeated-header'
import { readStorageFolder } from '../../../../electron/domain/storage-folder'
import { failed, idle, loading, ready, valueOf } from '../loadable'
import type { BlobSlice } from '../sources/blob'
import { readingOf } from '../inspection/inspection'
import { blobSources, inspectionToSend } from '../sources/to-send'
import type { StudioSlice } from './slice'

const noBlob = { blobUri: '', blob: idle, blobFormat: null, blobHeader: false } as const

/** Makes the slice of the blob. */
export const createBlobSlice: StudioSlice<BlobSlice> = (set, get, { client, tasks }) => ({
  ...noBlob,

  setBlobUri: (blobUri) => {
    tasks.abort('blob')
    get().forgetContainer()
    set({ blobUri, blob: idle, blobFormat: null })
  },
  setBlobFormat: (format) => {
    set({ blobFormat: format })
    if (inspectionToSend(get(), 'blob') === undefined) return
    if (format === null) get().recogniseAgain('blob')
    else get().changeReading('blob', { format })
  },
  setBlobHeader: (ignoreFirstRecord) => {
    set({ blobHeader: ignoreFirstRecord })
    if (inspectionToSend(get(), 'blob') !== undefined) get().changeReading('blob', { ignoreFirstRecord })
  },

  noteBlobReading: ({ format, ignoreFirstRecord }) => {
    if (format !== undefined) set({ blobFormat: format })
    if (ignoreFirstRecord !== undefined) set({ blobHeader: ignoreFirstRecord })
  },

  checkBlob: async () => {
    const uri = get().blobUri.trim()
    const { blob, container, isListing } = get()
    if (uri === '' || blob.kind === 'ready' || container.kind === 'ready' || isListing) return
    const folder = readStorageFolder(uri)
    if (folder?.isCertain === true) {
      await get().listContainer()
      return
    }
    set({ blob: loading })
    try {
      const found = await tasks.run('blob', (signal) => client.call('sources/inspectBlob', { uri }, signal))
      if (found === undefined) return
      const columns = valueOf(get().details)?.columns ?? []
      const isHeader = found.reading?.ignoreFirstRecord === true || repeatsColumns(found.firstRecord, columns)
      set({ blob: ready(found), ...(isHeader ? { blobHeader: true } : {}) })
      get().inspectSource({ kind: 'blob', uri }, found.name)
    } catch (error) {
      const answer = failed(error)
      const isNoBlob = answer.kind === 'failed' && ['BlobNotFound', 'FileEmpty'].includes(answer.error.code)
      if (isNoBlob && folder !== null) {
        // A folder whose URI has no slash at its end.
        set({ blob: idle })
        await get().listContainer()
      } else set({ blob: answer })
    }
  },

  startBlob: async (options = { unchecked: false }) => {
    if (!options.unchecked) await get().checkBlob()
    if (valueOf(get().blob) === undefined && !options.unchecked) return
    const { blobFormat: format } = get()
    if (!options.unchecked) await get().whenLookedAs('blob', format === null ? {} : { format })
    const inspection = inspectionToSend(get(), 'blob')
    if (inspection !== undefined) {
      const reading = readingOf(inspection)
      // The service reads the blob itself: what only a conversion would mend is shown instead.
      if (reading !== null && needsConversion(reading)) await get().prepareTab()
      else if (get().stopsForRefusal(options)) return
      else if (await get().sendInspected('blob')) set(noBlob)
      return
    }
    const sources = blobSources(get())
    if (sources.length > 0 && (await get().startJob(sources))) set(noBlob)
  },
})
