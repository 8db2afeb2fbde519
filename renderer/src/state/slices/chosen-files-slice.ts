import type { FileSource } from '../../../../electron/domain/schema/file-source'
import { sourcesText } from '../../text/en-work'
import type { TableRef } from '../../../../electron/domain/schema/table'
import { preparableSource } from '../inspection/preparable-source'
import { readingOf } from '../inspection/inspection'
import { filesToAskAbout, sendableFiles } from '../inspection/conversion'
import { needsOwnJob } from '../inspection/prepared-job'
import { groupOf } from '../inspection/source-groups'
import type { ChosenFilesSlice } from '../sources/chosen-files'
import { allFiles, filesLike, isFile } from '../sources/file-choice'
import { sameHeaders } from '../sources/file-headers'
import { fileSources } from '../sources/to-send'
import type { StudioSlice } from './slice'

const noHeaders = { fileHeaders: {}, headerPerFile: false } as const

/** Makes the slice of the chosen files. */
export const createChosenFilesSlice: StudioSlice<ChosenFilesSlice> = (set, get, { client, subscribe }) => {
  /** Files that wait for their own table, by table. */
  const aside = new Map<string, readonly FileSource[]>()

  const add = (found: readonly FileSource[]): void => {
    get().closeHistory()
    const { files } = get()
    const known = new Map(files.map((file) => [placeOfFile(file), file]))
    const again: FileSource[] = []
    const fresh = new Map<string, FileSource>()
    for (const file of found) {
      const place = placeOfFile(file)
      if (fresh.has(place) || known.get(place)?.sizeBytes === file.sizeBytes) again.push(file)
      else fresh.set(place, file)
    }
    // A file that has changed since takes the place of what was known of it.
    const replaced = new Set([...fresh.keys()].flatMap((place) => known.get(place) ?? []))
    forget([...replaced].map(({ handle }) => handle))
    set({ files: [...files.filter((file) => !replaced.has(file)), ...fresh.values()] })
    if (again.length > 0) get().announce(sourcesText.chosenAlready(again.length))
    get().inspectFiles()
  }

  const readAgain = (handle: string, ignoreFirstRecord: boolean): void => {
    const inspection = get().inspections[handle]
    if (inspection === undefined || readingOf(inspection)?.ignoreFirstRecord === ignoreFirstRecord) return
    get().changeReading(handle, { ignoreFirstRecord })
  }

  const forget = (handles: readonly string[]): void => {
    get().forgetConversion(handles)
    for (const handle of handles) get().forgetInspection(handle)
    // The main process drops unknown and old handles itself: nothing to tell the user.
    client.call('sources/forget', { handles: [...handles] }).catch(() => undefined)
  }

  /** Opens the page that prepares what was chosen for a new table. */
  const prepareFirst = async (): Promise<void> => {
    const chosen = preparableSource(get())
    if (chosen !== null) await get().prepare(chosen.source, chosen.name, null)
  }

  return {
    files: [],
    filePatterns: allFiles,
    registering: 0,
    filesTable: null,
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

    receiveFiles: async (files) => {
      if (get().databases.kind !== 'ready') {
        // The studio was started with them.
        const end = subscribe(({ databases }) => {
          if (databases.kind !== 'ready') return
          end()
          queueMicrotask(() => void get().receiveFiles(files))
        })
        return
      }
      get().closeView()
      get().chooseTab('files')
      const isForNew = get().target === null
      if (isForNew) get().showFilesOf(null)
      add(files)
      if (isForNew) await prepareFirst()
    },

    registerForNewTable: async (files) => {
      get().showFilesOf(null)
      await get().registerFiles(files)
      await prepareFirst()
    },

    showFilesOf: (table) => {
      const { files, filesTable } = get()
      const isSame = tableKey(table) === tableKey(filesTable)
      // Files that were dropped for a new table go along when it is made.
      if (!isSame && filesTable === null && table !== null) {
        set({ files: [...(aside.get(tableKey(table)) ?? []), ...files], filesTable: table })
        aside.delete(tableKey(table))
        return
      }
      if (isSame) return
      aside.set(tableKey(filesTable), files)
      set({
        files: aside.get(tableKey(table)) ?? [],
        filesTable: table,
        ...noHeaders,
        filePatterns: allFiles,
      })
      aside.delete(tableKey(table))
    },
    forgetFiles: () => {
      forget([...aside.values(), get().files].flat().map(({ handle }) => handle))
      aside.clear()
      set({ files: [], filesTable: null, ...noHeaders, filePatterns: allFiles })
    },
    dropSentFiles: (handles) => {
      const sent = new Set(handles)
      get().forgetConversion(handles)
      set({ files: get().files.filter(({ handle }) => !sent.has(handle)) })
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
    setFilesHeader: (isHeader) => {
      const fileHeaders = sameHeaders(get(), isHeader)
      set({ fileHeaders, headerPerFile: false })
      for (const [handle, ignoreFirstRecord] of Object.entries(fileHeaders))
        readAgain(handle, ignoreFirstRecord)
    },
    setFileHeader: (handle, isHeader) => {
      // Keeps the switches in place even if the answers agree again.
      set({ fileHeaders: { ...get().fileHeaders, [handle]: isHeader }, headerPerFile: true })
      readAgain(handle, isHeader)
    },
    noteFileHeader: (handle, isHeader) => set({ fileHeaders: { ...get().fileHeaders, [handle]: isHeader } }),
    askHeaderPerFile: () => set({ headerPerFile: true }),

    startFiles: async (options) => {
      await get().whenLooked(get().files.map(({ handle }) => handle))
      const known = new Set(get().files)
      const chosen = filesLike(get().files, get().filePatterns)
      if (get().askToConvert(filesToAskAbout(get(), sendableFiles(get(), chosen)), 'files')) return
      if (get().stopsForRefusal(options)) return
      // What was said on the prepare page, and what a look found out about the columns, holds for the quick way too.
      const onTheirOwn = new Set<string>()
      for (const { handle } of sendableFiles(get(), chosen)) {
        const inspection = get().inspections[handle]
        if (inspection === undefined || !needsOwnJob(inspection)) continue
        for (const file of groupOf(chosen, handle)?.files ?? []) onTheirOwn.add(file.handle)
        if (!(await get().sendInspected(handle))) return
      }
      const files = sendableFiles(get(), chosen).filter(({ handle }) => !onTheirOwn.has(handle))
      if (files.length === 0) return
      if (!(await get().startJob(fileSources(get(), files)))) return
      const sent = new Set(files)
      for (const { handle } of files) get().forgetInspection(handle)
      get().forgetConversion(files.map(({ handle }) => handle))
      // A file with a problem stays, with its reason; one that the patterns left out is done with.
      const kept = chosen.filter((file) => isFile(file) && !sent.has(file))
      const added = get().files.filter((file) => !known.has(file))
      set({ files: [...kept, ...added], ...noHeaders, filePatterns: allFiles })
    },
  }
}

/** The same path is one source, however often it was chosen. */
function placeOfFile({ folder, relativePath, name }: FileSource): string {
  return `${folder} ${relativePath ?? name}`
}

function tableKey(table: TableRef | null): string {
  return table === null ? '' : `${table.database} ${table.table}`
}
