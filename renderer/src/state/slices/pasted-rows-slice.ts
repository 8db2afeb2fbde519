import { describePastedText, type PastedRows } from '../../../../electron/domain/pasted-text'
import { pastedOptions, type PastedOptions, type PastedRowsSlice } from '../sources/pasted-rows'
import { pasteSources, pasteToConvert } from '../sources/to-send'
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
    set({ pastedFormat: format, pastedFinding: describeShortText(get().pastedText, options) })
  },
  setPastedHeader: (pastedHeader) => set({ pastedHeader }),

  startPaste: async () => {
    const sources = pasteSources(get())
    const reading = pasteToConvert(get())
    if (sources.length > 0 && reading !== null && get().conversionAnswers['paste'] === undefined) {
      const group = { keys: ['paste'], names: [sourcesText.pasteName], reading }
      if (get().askToConvert([group], 'paste')) return
    }
    if (sources.length > 0 && (await get().startJob(sources))) set(noPaste)
  },
})

/** Longer text would block the page; whoever shows it has a worker describe it. */
const shortText = 20_000

function describeShortText(text: string, options: PastedOptions): PastedRows | null {
  return text.length > shortText ? null : describePastedText(text, options)
}
