import { formatForTable } from '../../../../electron/domain/format-choice'
import type { FileSource } from '../../../../electron/domain/schema/file-source'
import { valueOf } from '../loadable'
import type { ChosenFilesSlice } from '../sources/chosen-files'
import { allFiles, filesLike, ingestibleFiles, isFile } from '../sources/file-choice'
import { fileHasHeader, sameHeaders } from '../sources/file-headers'
import type { StudioSlice } from './slice'

const noHeaders = { fileHeaders: {}, headerPerFile: false } as const

/** Makes the slice of the chosen files. */
export const createChosenFilesSlice: StudioSlice<ChosenFilesSlice> = (set, get, { client }) => {
  const add = (found: readonly FileSource[]): void => {
    const { files } = get()
    const known = new Set(files.map(({ handle }) => handle))
    set({ files: [...files, ...found.filter(({ handle }) => !known.has(handle))] })
  }

  const forget = (handles: readonly string[]): void => {
    // The main process drops unknown and old handles itself: nothing to tell the user.
    client.call('sources/forget', { handles: [...handles] }).catch(() => undefined)
  }

  return {
    files: [],
    filePatterns: allFiles,
    registering: 0,
    ...noHeaders,

    chooseFiles: async (what) => {
      get().chooseTab('files')
      await get().attempt(async () => add(await client.call('sources/choose', { what })))
    },

    registerFiles: async (files) => {
      const registered = client.registerFiles(files)
      get().chooseTab('files')
      set({ registering: get().registering + files.length })
      await get().attempt(async () => add(await registered))
      set({ registering: get().registering - files.length })
    },

    removeFile: (handle) => {
      set({ files: get().files.filter((file) => file.handle !== handle) })
      forget([handle])
    },
    clearFiles: () => {
      const handles = get().files.map(({ handle }) => handle)
      set({ files: [], ...noHeaders, filePatterns: allFiles })
      forget(handles)
    },
    setFilePatterns: (filePatterns) => set({ filePatterns }),
    setFilesHeader: (isHeader) => set({ fileHeaders: sameHeaders(get(), isHeader), headerPerFile: false }),
    setFileHeader: (handle, isHeader) =>
      set({
        fileHeaders: { ...get().fileHeaders, [handle]: isHeader },
        // Keeps the switches in place even if the answers agree again.
        headerPerFile: true,
      }),
    askHeaderPerFile: () => set({ headerPerFile: true }),

    startFiles: async () => {
      const known = new Set(get().files)
      const chosen = filesLike(get().files, get().filePatterns)
      const files = ingestibleFiles(chosen)
      const columns = valueOf(get().details)?.columns.length ?? 0
      const sources = files.map((file) => {
        const ignoreFirstRecord = fileHasHeader(get(), file)
        const format = formatForTable(file, columns)
        const other = format === null || format === file.format ? {} : { format }
        return { kind: 'file', handle: file.handle, ignoreFirstRecord, ...other } as const
      })
      if (!(await get().startJob(sources))) return
      const sent = new Set(files)
      // A file with a problem stays, with its reason; one that the patterns left out is done with.
      const kept = chosen.filter((file) => isFile(file) && !sent.has(file))
      const added = get().files.filter((file) => !known.has(file))
      set({ files: [...kept, ...added], ...noHeaders, filePatterns: allFiles })
    },
  }
}
