import { needsConversion } from '../../../../electron/domain/conversion/reading-converter'
import { mappingKindOf, mappingNamed } from '../../../../electron/domain/mapping-kind'
import type { Look, Target } from '../../../../electron/domain/schema/inspection'
import type { Reading } from '../../../../electron/domain/schema/reading'
import type { TableDetails } from '../../../../electron/domain/schema/table'
import { CheckQueue } from '../inspection/check-queue'
import { saysConversion } from '../inspection/conversion'
import { findingId } from '../inspection/finding-choices'
import {
  columnsOf,
  plainReading,
  readingOf,
  type ReadingChange,
  type Inspection,
  type InspectionSlice,
  type TargetDraft,
} from '../inspection/inspection'
import { keyOf, newDraft, newInspection } from '../inspection/new-inspection'
import { canBeLookedInto, filesToInspect, groupOf } from '../inspection/source-groups'
import { targetColumns, targetOf } from '../inspection/target-of'
import { failed, loading, ready, valueOf } from '../loadable'
import { preparableSource } from '../inspection/preparable-source'
import { preparedToAskAbout, sendPrepared } from '../inspection/send-prepared'
import { refusedNames } from '../inspection/known-refusals'
import { refusalText, refusalWords } from '../../text/refusal-words'
import { toStudioError } from '../to-studio-error'
import type { StudioSlice } from './slice'

/** Rows that the prepare page asks for at once. */
const rowLimit = 200
const firstRows = { which: 'first', rows: { kind: 'idle' } } as const

/** Makes the slice of the sources that are looked into. */
export const createInspectionSlice: StudioSlice<InspectionSlice> = (set, get, context) => {
  const { client, tasks } = context
  const of = (key: string): Inspection | undefined => get().inspections[key]
  const update = (key: string, change: Partial<Inspection>): void => {
    const known = of(key)
    if (known !== undefined) set({ inspections: { ...get().inspections, [key]: { ...known, ...change } } })
  }

  const checks = new CheckQueue(async (key) => {
    const lookId = of(key)?.look?.lookId
    if (lookId === undefined || of(key)?.look?.reading === null) return false
    try {
      const check = await client.call('inspection/check', { lookId })
      if (of(key)?.look?.lookId !== lookId) return false
      get().receiveCheck(check)
      return check.status === 'running'
    } catch {
      // The look stands, and the page says how much it read; the check can be asked for again.
      return false
    }
  })

  /** Looks that are under way, by key: whoever sends a source waits for its own. */
  const looking = new Map<string, Promise<void>>()
  const look = async (key: string): Promise<void> => {
    const running = lookAnew(key)
    looking.set(key, running)
    await running
    if (looking.get(key) === running) looking.delete(key)
  }

  /** Looks again at a source, for what the user says of it now: without a target for its own columns, then for it. */
  const lookAnew = async (key: string): Promise<void> => {
    if (of(key) === undefined) return
    update(key, { isLooking: true, error: null })
    try {
      const isDone = await tasks.run(`look ${key}`, async (signal) => {
        const ask = async (
          change: (found: Look) => Partial<Inspection>,
          target: Target | null,
        ): Promise<boolean> => {
          const now = of(key)
          if (now === undefined) return false
          const found = await client.call('inspection/look', requestFor(now, target), signal)
          if (signal.aborted) return false
          update(key, { look: found, check: null, ...change(found) })
          return found.reading !== null
        }
        if (of(key)?.own === null && !(await ask(({ columns }) => ({ own: columns }), null))) return true
        const first = of(key)
        // Only now its format is known, and with it the kind of a stored mapping.
        if (first?.draft.isStoredMapping === true && first.draft.mappingName === get().ingestOptions.mapping)
          update(key, { draft: withStoredMapping(first).draft })
        const now = of(key)
        if (now !== undefined) await ask(() => ({}), targetFor(now))
        return true
      })
      if (isDone !== true) return
      update(key, { isLooking: false })
      if (get().prepared === key && get().preview.which !== 'first') void get().showRows(get().preview.which)
      checks.add(key, get().prepared === key)
    } catch (error) {
      update(key, { isLooking: false, error: toStudioError(error) })
    }
  }

  const begin = (inspection: Inspection): void => {
    set({ inspections: { ...get().inspections, [inspection.key]: inspection } })
    void look(inspection.key)
  }

  const openTable = (): TableDetails | null => valueOf(get().details) ?? null

  return {
    inspections: {},
    prepared: null,
    preview: firstRows,

    inspectFiles: () => {
      const table = openTable()
      if (get().target !== null && table === null) return
      for (const { handle, name } of filesToInspect(get().files)) {
        if (of(handle) === undefined)
          begin(withStoredMapping(newInspection({ kind: 'file', handle }, name, table)))
      }
    },

    inspectSeen: (handle) => {
      const table = openTable()
      if (get().target !== null && table === null) return
      const first = groupOf(get().files, handle)?.first
      if (first === undefined || !canBeLookedInto(first) || of(first.handle) !== undefined) return
      begin(withStoredMapping(newInspection({ kind: 'file', handle: first.handle }, first.name, table)))
    },

    inspectSource: (source, name) => {
      const known = of(keyOf(source))
      if (known !== undefined && isSameSource(known, source)) return
      if (known !== undefined) get().forgetInspection(known.key)
      begin(withStoredMapping(newInspection(source, name, openTable())))
    },

    whenLooked: async (keys) => {
      for (const key of keys) await looking.get(key)
    },

    whenLookedAs: async (key, shown) => {
      await looking.get(key)
      const known = of(key)
      const seen = known?.look?.reading ?? null
      // What was said on the prepare page is shown in the tab already.
      if (known === undefined || seen === null || known.reading !== null) return
      const { format = seen.format, ignoreFirstRecord = seen.ignoreFirstRecord } = shown
      const isSame = seen.format === format && seen.ignoreFirstRecord === ignoreFirstRecord
      if (!isSame && !needsConversion(seen)) get().changeReading(key, { format, ignoreFirstRecord })
      await looking.get(key)
    },

    takeStoredMapping: () => {
      for (const inspection of Object.values(get().inspections)) {
        if (inspection.draft.table === null) continue
        update(inspection.key, { draft: withStoredMapping(inspection).draft })
        void look(inspection.key)
      }
    },

    prepare: async (source, name, into) => {
      const key = keyOf(source)
      const known = of(key)
      const table = into === null ? null : openTable()
      const isSame = known !== undefined && isSameSource(known, source)
      set({ prepared: key, preview: firstRows })
      if (!isSame) begin(newInspection(source, name, table))
      else if (isForAnother(known.draft, table, into)) get().changeTarget(key, newDraft(name, table))
      else if (known.check?.status !== 'done') checks.add(key, true)
    },

    prepareTab: async () => {
      const { source, name } = preparableSource(get()) ?? {}
      if (source !== undefined && name !== undefined) await get().prepare(source, name)
    },

    closePrepared: () => {
      set({ prepared: null, preview: firstRows })
      const { filesTable, target } = get()
      if (filesTable !== null && target !== null) {
        // The list and its button are about the open table again.
        const table = openTable()
        for (const { key, name, draft } of Object.values(get().inspections)) {
          if (draft.table === null && table !== null) get().changeTarget(key, newDraft(name, table))
        }
        return
      }
      // Files that were dropped for a new table go with the page: there is no table that they could wait for.
      get().clearFiles()
      get().showFilesOf(target)
    },

    forgetInspection: (key) => {
      get().forgetConversion([key])
      const { [key]: gone, ...inspections } = get().inspections
      if (gone === undefined) return
      tasks.abort(`look ${key}`)
      set({ inspections, ...(get().prepared === key ? { prepared: null } : {}) })
      checks.remove(key)
      // The main process forgets old looks itself: nothing to tell the user.
      if (gone.look !== null)
        client.call('inspection/close', { lookId: gone.look.lookId }).catch(() => undefined)
    },

    changeReading: (key, change) => {
      const known = of(key)
      if (known === undefined) return
      const reading = readingOf(known) ?? plainReading
      update(key, { reading: withoutUndefined({ ...reading, ...change }), own: null })
      if (saysConversion(change)) get().answerConversion([key], 'convert')
      const { ignoreFirstRecord, format } = change
      if (known.source.kind === 'file' && ignoreFirstRecord !== undefined) {
        get().noteFileHeader(known.source.handle, ignoreFirstRecord)
      }
      // The tab that the source came from shows what holds, too.
      if (known.source.kind === 'paste') get().notePastedReading({ format, ignoreFirstRecord })
      if (known.source.kind === 'blob') get().noteBlobReading({ format, ignoreFirstRecord })
      void look(key)
    },

    recogniseAgain: (key) => {
      update(key, { reading: null, own: null })
      get().forgetConversion([key])
      void look(key)
    },

    changeTarget: (key, change) => {
      const known = of(key)
      if (known === undefined) return
      update(key, { draft: { ...known.draft, ...change } })
      // A new table's name changes nothing about its values.
      if (Object.keys(change).some((name) => name !== 'newName' && name !== 'mappingName')) void look(key)
    },

    changeColumn: (key, place, change) => {
      const known = of(key)
      if (known === undefined) return
      const { changes } = known.draft
      get().changeTarget(key, { changes: { ...changes, [place]: { ...changes[place], ...change } } })
    },

    chooseFor: (key, finding, choice) => {
      const known = of(key)
      if (known !== undefined) update(key, { choices: { ...known.choices, [findingId(finding)]: choice } })
    },

    showRows: async (which) => {
      const { prepared } = get()
      const lookId = prepared === null ? undefined : of(prepared)?.look?.lookId
      if (which === 'first' || lookId === undefined) {
        tasks.abort('preview rows')
        set({ preview: { ...firstRows, which } })
        return
      }
      set({ preview: { which, rows: loading } })
      try {
        const rows = await tasks.run('preview rows', (signal) =>
          client.call('inspection/rows', { lookId, which, offset: 0, limit: rowLimit }, signal),
        )
        if (rows !== undefined) set({ preview: { which, rows: ready(rows) } })
      } catch (error) {
        set({ preview: { which, rows: failed(error) } })
      }
    },

    stopCheck: async (key) => {
      const lookId = of(key)?.look?.lookId
      if (lookId === undefined) return
      await get().attempt(async () => get().receiveCheck(await client.call('inspection/stop', { lookId })))
    },

    startCheck: async (key) => checks.add(key, true),

    receiveCheck: (check) => {
      const known = Object.values(get().inspections).find(({ look: found }) => found?.lookId === check.lookId)
      if (known === undefined || (known.check !== null && known.check.revision > check.revision)) return
      update(known.key, { check })
      if (check.status === 'running') return
      checks.remove(known.key)
      if (get().prepared === known.key && get().preview.which === 'findings') void get().showRows('findings')
    },

    ingestPrepared: async (options) => {
      const { prepared } = get()
      if (prepared === null || get().askToConvert(preparedToAskAbout(get(), prepared), 'prepared')) return
      if (get().stopsForRefusal(options)) return
      if (await get().sendInspected(prepared)) get().closePrepared()
    },

    stopsForRefusal: (options) => {
      const words = refusalWords(refusedNames(get()))
      if (words === '' || options?.anyway === true) return false
      get().announce(refusalText.stopped(words))
      return true
    },

    sendInspected: (key) => sendPrepared(key, get, context),
  }

  function withStoredMapping(inspection: Inspection): Inspection {
    const name = get().ingestOptions.mapping
    const reading = readingOf(inspection)
    const kind = reading === null ? undefined : mappingKindOf(reading.format)
    const stored = name === null ? undefined : mappingNamed(valueOf(get().mappings) ?? [], name, kind)
    const mapping = stored?.columns ?? null
    const change = { mapping, mappingName: mapping === null ? null : name, isStoredMapping: mapping !== null }
    return { ...inspection, draft: { ...inspection.draft, ...change } }
  }
}

function requestFor(
  inspection: Inspection,
  target: Target | null,
): {
  source: Inspection['source']
  lookId?: string
  reading?: Reading
  target: Target | null
  names?: string[]
} {
  const { source, look, reading, draft } = inspection
  const names = draft.table === null ? undefined : targetColumns(draft, []).map(({ name }) => name)
  return {
    source,
    // A look without a target has to see the same header as the one for it.
    ...(target === null && names !== undefined ? { names } : {}),
    ...(look === null ? {} : { lookId: look.lookId }),
    ...(reading === null ? {} : { reading }),
    target,
  }
}

function targetFor(inspection: Inspection): Target {
  return targetOf(inspection.draft, columnsOf(inspection), readingOf(inspection))
}

function withoutUndefined(reading: ReadingChange): Reading {
  const kept = Object.entries(reading).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as unknown as Reading
}

/** Whether a draft is for another table than the page should open for. */
function isForAnother(draft: TargetDraft, table: TableDetails | null, into: null | undefined): boolean {
  if (into === null) return draft.table !== null
  return draft.table !== null && draft.table.table !== table?.table
}

function isSameSource({ source: known }: Inspection, source: Inspection['source']): boolean {
  if (known.kind === 'paste') return source.kind === 'paste' && known.text === source.text
  return JSON.stringify(known) === JSON.stringify(source)
}
