import { formatFacts } from '../../../../electron/domain/data-format'
import { failed, idle, loading, ready, valueOf } from '../loadable'
import { blobFormat, type BlobSlice } from '../sources/blob'
import type { StudioSlice } from './slice'

const noBlob = { blobUri: '', blob: idle, blobFormat: null, blobHeader: false } as const

/** Makes the slice of the blob. */
export const createBlobSlice: StudioSlice<BlobSlice> = (set, get, { client, tasks }) => ({
  ...noBlob,

  setBlobUri: (blobUri) => {
    tasks.abort('blob')
    set({ blobUri, blob: idle, blobFormat: null })
  },
  setBlobFormat: (format) => set({ blobFormat: format }),
  setBlobHeader: (blobHeader) => set({ blobHeader }),

  checkBlob: async () => {
    const uri = get().blobUri.trim()
    if (uri === '' || get().blob.kind === 'ready') return
    set({ blob: loading })
    try {
      const found = await tasks.run('blob', (signal) => client.call('sources/inspectBlob', { uri }, signal))
      if (found === undefined) return
      set({ blob: ready(found) })
      get().inspectSource({ kind: 'blob', uri }, found.name)
    } catch (error) {
      set({ blob: failed(error) })
    }
  },

  startBlob: async (options = { unchecked: false }) => {
    if (!options.unchecked) await get().checkBlob()
    const { blobUri, blobHeader: ignoreFirstRecord } = get()
    const finding = valueOf(get().blob)
    const format = blobFormat(get())
    if (format === null || (finding === undefined && !options.unchecked)) return
    const isRawSize = finding?.compression === 'none' && formatFacts[format].binary !== true
    const rawDataSizeBytes = isRawSize ? finding.sizeBytes : null
    const uri = blobUri.trim()
    const source = { kind: 'blob', uri, format, rawDataSizeBytes, ignoreFirstRecord } as const
    if (await get().startJob([source])) set(noBlob)
  },
})
