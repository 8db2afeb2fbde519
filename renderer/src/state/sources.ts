import type { FileSource } from '../../../electron/domain/schema/file-source'
import type { Response } from '../../../electron/contract/types'
import { formatFacts, formatFromName, type DataFormat } from '../../../electron/domain/data-format'
import { describePastedText, type PastedRows } from '../../../electron/domain/pasted-text'
import { formatForTable } from '../../../electron/domain/format-choice'
import { redactUri } from '../../../electron/domain/storage-uri'
import { allFiles, filesLike, ingestibleFiles, isFile, type FilePatterns } from './file-choice'
import { fileHasHeader, sameHeaders, type FileHeaders } from './file-headers'
import { idle, loading, valueOf, type Loadable } from './loadable'
import { toStudioError } from './one-at-a-time'
import type { StudioSlice, StudioState } from './slice'

/** The three ways in. */
export type SourcesTab = 'files' | 'paste' | 'blob'
/** What storage said about a blob. */
export type BlobFinding = Response<'sources/inspectBlob'>

/** What is about to be ingested: chosen files, pasted text, a blob URI. */
export interface SourcesSlice {
  readonly tab: SourcesTab
  readonly files: readonly FileSource[]
  /** Which of the files are meant. */
  readonly filePatterns: FilePatterns
  /** Files that are being looked at now. */
  readonly registering: number
  readonly fileHeaders: FileHeaders
  readonly headerPerFile: boolean
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
  setFilePatterns(patterns: FilePatterns): void
  /** Says it of all files that can have a header, at once. */
  setFilesHeader(isHeader: boolean): void
  /** Says it of one file. */
  setFileHeader(handle: string, isHeader: boolean): void
  /** Lets the user say it file by file. */
  askHeaderPerFile(): void
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
  /** Sends the blob; `unchecked` where storage answers the cluster but not this machine. */
  startBlob(options?: { readonly unchecked: boolean }): Promise<void>
}

const noHeaders = { fileHeaders: {}, headerPerFile: false } as const
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
    filePatterns: allFiles,
    registering: 0,
    ...noHeaders,
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
      set({ files: [], ...noHeaders, filePatterns: allFiles })
      forget(handles)
    },
    setFilePatterns: (filePatterns) => set({ filePatterns }),
    setFilesHeader: (isHeader) =>
      set((state) => ({ fileHeaders: sameHeaders(state, isHeader), headerPerFile: false })),
    setFileHeader: (handle, isHeader) =>
      set((state) => ({
        fileHeaders: { ...state.fileHeaders, [handle]: isHeader },
        // Two switches that happen to agree again do not vanish under the user's hand.
        headerPerFile: true,
      })),
    askHeaderPerFile: () => set({ headerPerFile: true }),

    setPastedText: (pastedText) => {
      if (pastedText === '') set(noPaste)
      else set({ pastedText, pastedFinding: describeShortText(pastedText, pastedOptions(get())) })
    },
    setPastedFinding: (pastedFinding) => set({ pastedFinding }),
    setPastedFormat: (pastedFormat) => {
      const options = { ...pastedOptions(get()), format: pastedFormat }
      set({ pastedFormat, pastedFinding: describeShortText(get().pastedText, options) })
    },
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
      const chosen = filesLike(get().files, get().filePatterns)
      const files = ingestibleFiles(chosen)
      const columns = valueOf(get().details)?.columns.length ?? 0
      const sources = files.map((file) => {
        const ignoreFirstRecord = fileHasHeader(get(), file)
        const format = formatForTable(file, columns)
        const chosen = format === null || format === file.format ? {} : { format }
        return { kind: 'file', handle: file.handle, ignoreFirstRecord, ...chosen } as const
      })
      const started = await get().startJob(sources)
      if (!started) return
      const sent = new Set(files)
      // What was left out by the user's patterns is done with too; what has a problem stays, with its reason.
      const left = chosen.filter((file) => isFile(file) && !sent.has(file))
      const known = new Set(get().files)
      set((state) => ({
        files: [...left, ...state.files.filter((file) => !known.has(file))],
        ...noHeaders,
        filePatterns: allFiles,
      }))
    },

    startPaste: async () => {
      const { pastedText: text, pastedFinding } = get()
      if (text === '' || pastedFinding === null) return
      const ignoreFirstRecord = pasteHasHeader(get())
      const source = { kind: 'paste', text, format: pastedFormat(get()), ignoreFirstRecord } as const
      if (await get().startJob([source])) set(noPaste)
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
  }
}

/** Longer text is described off the main path, by whoever shows it. */
const shortText = 20_000

function describeShortText(text: string, options: PastedOptions): PastedRows | null {
  return text.length > shortText ? null : describePastedText(text, options)
}

/** What is known beside the pasted text itself. */
export type PastedOptions = NonNullable<Parameters<typeof describePastedText>[1]>

/** The chosen format and the names of the open table's columns. */
export function pastedOptions(state: Pick<StudioState, 'pastedFormat' | 'details'>): PastedOptions {
  const columns = valueOf(state.details)?.columns.map(({ name }) => name)
  return {
    ...(state.pastedFormat === null ? {} : { format: state.pastedFormat }),
    ...(columns === undefined ? {} : { columns }),
  }
}

/** Records that would be ingested from the pasted text; null while it is being read. */
export function pastedRecords(state: Pick<SourcesSlice, 'pastedHeader' | 'pastedFinding'>): number | null {
  const finding = state.pastedFinding
  if (finding === null) return null
  const all = finding.records + (finding.hasHeader ? 1 : 0)
  return Math.max(0, all - (pasteHasHeader(state) ? 1 : 0))
}

/** The blob's format: chosen, what storage or its name says, or null. */
export function blobFormat(state: Pick<SourcesSlice, 'blob' | 'blobFormat' | 'blobUri'>): DataFormat | null {
  const named = formatFromName(redactUri(state.blobUri.trim())).format ?? null
  return state.blobFormat ?? valueOf(state.blob)?.format ?? named
}

/** The format of the pasted text: chosen, or recognised. */
export function pastedFormat(state: Pick<SourcesSlice, 'pastedFormat' | 'pastedFinding'>): DataFormat {
  return state.pastedFormat ?? state.pastedFinding?.format ?? 'csv'
}

/** Whether the first pasted record is left out: off unless it was recognised as a header or so chosen. */
export function pasteHasHeader(state: Pick<SourcesSlice, 'pastedHeader' | 'pastedFinding'>): boolean {
  return state.pastedHeader ?? state.pastedFinding?.hasHeader ?? false
}
