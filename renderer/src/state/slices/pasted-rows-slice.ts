import { describePastedText, type PastedRows } from '../../../../electron/domain/pasted-text'
import {
  pastedFormat,
  pastedOptions,
  pasteHasHeader,
  type PastedOptions,
  type PastedRowsSlice,
} from '../sources/pasted-rows'
import { conversionSignature } from '../inspection/conversion'
import { readingOf } from '../inspection/inspection'
import { howToRead } from '../inspection/prepared-job'
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
    const { pastedText: text, pastedFinding } = get()
    if (text === '' || pastedFinding === null) return
    const ignoreFirstRecord = pasteHasHeader(get())
    const format = pastedFormat(get())
    const name = sourcesText.pasteName
    const inspection = get().inspections['paste']
    const reading =
      inspection?.source.kind === 'paste' && inspection.source.text === text ? readingOf(inspection) : null
    if (reading !== null && conversionSignature(reading) !== '') {
      const answer = get().conversionAnswers['paste']
      const group = { keys: ['paste'], names: [name], reading }
      if (answer === undefined && get().askToConvert([group], 'paste')) return
      if (answer === 'convert') {
        const source = { kind: 'paste', text, name, ...howToRead({ ...reading, ignoreFirstRecord }) } as const
        if (await get().startJob([source])) set(noPaste)
        return
      }
    }
    const source = { kind: 'paste', text, name, format, ignoreFirstRecord } as const
    if (await get().startJob([source])) set(noPaste)
  },
})

/** Longer text would block the page; whoever shows it has a worker describe it. */
const shortText = 20_000

function describeShortText(text: string, options: PastedOptions): PastedRows | null {
  return text.length > shortText ? null : describePastedText(text, options)
}
