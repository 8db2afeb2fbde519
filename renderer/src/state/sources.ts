import type { FileSource, Response } from '../../../electron/contract/types'
import type { DataFormat } from '../../../electron/domain/data-format'
import type { PastedRows } from '../../../electron/domain/pasted-text'
import { idle, loading, valueOf, type Loadable } from './loadable'
import { toStudioError } from './one-at-a-time'
import type { StudioSlice } from './slice'

/** The three ways in. */
export type SourcesTab = 'files' | 'paste' | 'blob'
/** What storage said about a blob. */
export type BlobFinding = Response<'sources/inspectBlob'>

/** What is about to be ingested: chosen files, pasted text, a blob URI. */
export interface SourcesSlice {
  readonly tab: SourcesTab
  readonly files: readonly FileSource[]
  /** Files that are being looked at now. */
  readonly registering: number
  /** The user's answer to "first record is a header"; null leaves it to what was recognised. */
  readonly filesHeader: boolean | null
  readonly pastedText: string
  /** Null while the text is being read, and when there is none. */
  readonly pastedFinding: PastedRows | null
  readonly pastedFormat: DataFormat | null
  readonly pastedHeader: boolean | null
  readonly blobUri: string
  readonly blob: Loadable<BlobFinding>
  readonly blobFormat: DataFormat | null
  readonly blobHeader: boolean
  chooseTab(tab: SourcesTab): void
  /** Opens the system's dialog. */
  chooseFiles(what: 'files' | 'folder'): Promise<void>
  /** Takes what was dropped; call it in the event handler itself. */
  registerFiles(files: readonly File[]): Promise<void>
  removeFile(handle: string): void
  clearFiles(): void
  setFilesHeader(isHeader: boolean): void
  setPastedText(text: string): void
  setPastedFinding(finding: PastedRows | null): void
  setPastedFormat(format: DataFormat): void
  setPastedHeader(isHeader: boolean): void
  setBlobUri(uri: string): void
  setBlobFormat(format: DataFormat): void
  setBlobHeader(isHeader: boolean): void
  /** Asks storage about the blob; what it says ends up in `blob`. */
  checkBlob(): Promise<void>
  startFiles(): Promise<void>
  startPaste(): Promise<void>
  startBlob(): Promise<void>
}

const noPaste = { pastedText: '', pastedFinding: null, pastedFormat: null, pastedHeader: null } as const
const noBlob = { blobUri: '', blob: idle, blobFormat: null, blobHeader: false } as const

/** Makes the slice of what is about to be ingested. */
export const createSourcesSlice: StudioSlice<SourcesSlice> = (set, get, { client, tasks }) => {
  const add = (found: readonly FileSource[]): void =>
    set((state) => {
      const known = new Set(state.files.map(({ handle }) => handle))
      return { files: [...state.files, ...found.filter(({ handle }) => !known.has(handle))] }
    })

  const forget = (handles: readonly string[]): void => {
    // The main process drops unknown and old handles itself: nothing to tell the user.
    client.call('sources/forget', { handles: [...handles] }).catch(() => undefined)
  }

  return {
    tab: 'files',
    files: [],
    registering: 0,
    filesHeader: null,
    ...noPaste,
    ...noBlob,

    chooseTab: (tab) => set({ tab }),

    chooseFiles: async (what) => {
      set({ tab: 'files' })
      try {
        add(await client.call('sources/choose', { what }))
      } catch (error) {
        set({ notice: toStudioError(error) })
      }
    },

    registerFiles: async (files) => {
      const registered = client.registerFiles(files)
      set((state) => ({ tab: 'files', registering: state.registering + files.length }))
      try {
        add(await registered)
      } catch (error) {
        set({ notice: toStudioError(error) })
      } finally {
        set((state) => ({ registering: state.registering - files.length }))
      }
    },

    removeFile: (handle) => {
      set((state) => ({ files: state.files.filter((file) => file.handle !== handle) }))
      forget([handle])
    },
    clearFiles: () => {
      const handles = get().files.map(({ handle }) => handle)
      set({ files: [], filesHeader: null })
      forget(handles)
    },
    setFilesHeader: (filesHeader) => set({ filesHeader }),

    setPastedText: (pastedText) => set(pastedText === '' ? noPaste : { pastedText }),
    setPastedFinding: (pastedFinding) => set({ pastedFinding }),
    setPastedFormat: (pastedFormat) => set({ pastedFormat }),
    setPastedHeader: (pastedHeader) => set({ pastedHeader }),

    setBlobUri: (blobUri) => {
      tasks.abort('blob')
      set({ blobUri, blob: idle, blobFormat: null })
    },
    setBlobFormat: (blobFormat) => set({ blobFormat }),
    setBlobHeader: (blobHeader) => set({ blobHeader }),

    checkBlob: async () => {
      const uri = get().blobUri.trim()
      if (uri === '' || get().blob.kind === 'ready') return
      set({ blob: loading })
      try {
        const value = await tasks.run('blob', (signal) => client.call('sources/inspectBlob', { uri }, signal))
        if (value !== undefined) set({ blob: { kind: 'ready', value } })
      } catch (error) {
        set({ blob: { kind: 'failed', error: toStudioError(error) } })
      }
    },

    startFiles: async () => {
      const files = ingestibleFiles(get().files)
      const sources = files.map(({ handle }) => ({ kind: 'file', handle }) as const)
      const started = await get().startJob(sources, filesHaveHeader(get()))
      const sent = new Set(files.map(({ handle }) => handle))
      if (started)
        set((state) => ({ files: state.files.filter(({ handle }) => !sent.has(handle)), filesHeader: null }))
    },

    startPaste: async () => {
      const { pastedText: text, pastedFinding } = get()
      if (text === '' || pastedFinding === null) return
      const source = { kind: 'paste', text, format: pastedFormat(get()) } as const
      if (await get().startJob([source], pasteHasHeader(get()))) set(noPaste)
    },

    startBlob: async () => {
      await get().checkBlob()
      const { blobUri, blob, blobFormat, blobHeader } = get()
      const finding = valueOf(blob)
      const format = blobFormat ?? finding?.format ?? null
      if (finding === undefined || format === null) return
      const rawDataSizeBytes = finding.compression === 'none' ? finding.sizeBytes : null
      const source = { kind: 'blob', uri: blobUri.trim(), format, rawDataSizeBytes } as const
      if (await get().startJob([source], blobHeader)) set(noBlob)
    },
  }
}

/** Files that have no problem; the others stay in the list with their reason. */
export function ingestibleFiles(files: readonly FileSource[]): readonly FileSource[] {
  return files.filter(({ problem }) => problem === null)
}

/** Whether the first record of each chosen file is left out. */
export function filesHaveHeader(state: Pick<SourcesSlice, 'files' | 'filesHeader'>): boolean {
  return state.filesHeader ?? ingestibleFiles(state.files).some(({ hasHeader }) => hasHeader)
}

/** The format of the pasted text: chosen, or recognised. */
export function pastedFormat(state: Pick<SourcesSlice, 'pastedFormat' | 'pastedFinding'>): DataFormat {
  return state.pastedFormat ?? state.pastedFinding?.format ?? 'csv'
}

/** Whether the first pasted record is left out: off unless it was recognised as a header or so chosen. */
export function pasteHasHeader(state: Pick<SourcesSlice, 'pastedHeader' | 'pastedFinding'>): boolean {
  return state.pastedHeader ?? state.pastedFinding?.hasHeader ?? false
}
