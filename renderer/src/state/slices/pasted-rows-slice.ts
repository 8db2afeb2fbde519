import { describePastedText, type PastedRows } from '../../../../electron/domain/pasted-text'
import {
  pastedFormat,
  pastedOptions,
  pasteHasHeader,
  type PastedOptions,
  type PastedRowsSlice,
} from '../sources/pasted-rows'
import { inspectionToSend, pasteSources, pasteToConvert } from '../sources/to-send'
import { valueOf } from '../loadable'
import { sourcesText } from '../../text/en-work'
import type { StudioSlice } from './slice'

const noPaste = { pastedText: '', pastedFinding: null, pastedFormat: null, pastedHeader: null } as const

/** Makes the slice of the pasted rows. */
export const createPastedRowsSlice: StudioSlice<PastedRowsSlice> = (set, get) => ({
  ...noPaste,

  setPastedText: (pastedText) => {
    get().forgetConversion(['paste'])
    if (pastedText === '') set(noPaste)
    else set({ pastedText, pastedFinding: describeShortText(pastedText, pastedOptions(get())) })
  },
  setPastedFinding: (pastedFinding) => set({ pastedFinding }),
  setPastedFormat: (format) => {
    const options = { ...pastedOptions(get()), format }
    const pastedFinding = describeShortText(get().pastedText, options)
    set({ pastedFormat: format, pastedFinding })
    const ignoreFirstRecord = pasteHasHeader(get())
    if (inspectionToSend(get(), 'paste') !== undefined)
      get().changeReading('paste', { format, ignoreFirstRecord })
  },
  setPastedHeader: (pastedHeader) => {
    set({ pastedHeader })
    if (inspectionToSend(get(), 'paste') !== undefined)
      get().changeReading('paste', { ignoreFirstRecord: pastedHeader })
  },

  notePastedReading: ({ format, ignoreFirstRecord }) => {
    if (format !== undefined) set({ pastedFormat: format })
    if (ignoreFirstRecord !== undefined) set({ pastedHeader: ignoreFirstRecord })
  },

  startPaste: async (options) => {
    const { pastedText: text, details } = get()
    // The look waits for a pause in the typing; whoever presses does not.
    if (text.trim() !== '' && valueOf(details) !== undefined)
      get().inspectSource({ kind: 'paste', text, name: sourcesText.pasteName }, sourcesText.pasteName)
    await get().whenLookedAs('paste', {
      format: pastedFormat(get()),
      ignoreFirstRecord: pasteHasHeader(get()),
    })
    const sources = pasteSources(get())
    const reading = pasteToConvert(get())
    if (sources.length > 0 && reading !== null && get().conversionAnswers['paste'] === undefined) {
      const group = { keys: ['paste'], names: [sourcesText.pasteName], reading }
      if (get().askToConvert([group], 'paste')) return
    }
    if (get().stopsForRefusal(options)) return
    if (inspectionToSend(get(), 'paste') !== undefined) {
      if (await get().sendInspected('paste')) set(noPaste)
      return
    }
    if (sources.length > 0 && (await get().startJob(sources))) set(noPaste)
  },
})

/** Longer text would block the page; whoever shows it has a worker describe it. */
const shortText = 20_000

function describeShortText(text: string, options: PastedOptions): PastedRows | null {
  return text.length > shortText ? null : describePastedText(text, options)
}
