import type { ConversionSlice } from '../inspection/conversion'
import type { StudioSlice } from './slice'

/** Makes the slice of what the user said about conversions. */
export const createConversionSlice: StudioSlice<ConversionSlice> = (set, get) => ({
  conversionAnswers: {},

  answerConversion: (keys, answer) => {
    const added = Object.fromEntries(keys.map((key) => [key, answer]))
    set({ conversionAnswers: { ...get().conversionAnswers, ...added } })
  },
  forgetConversion: (keys) => {
    const { conversionAnswers } = get()
    if (!keys.some((key) => key in conversionAnswers)) return
    const gone = new Set(keys)
    const kept = Object.entries(conversionAnswers).filter(([key]) => !gone.has(key))
    set({ conversionAnswers: Object.fromEntries(kept) })
  },
  askToConvert: (groups, origin) => {
    if (groups.length === 0) return false
    get().openView({ kind: 'convert', groups, origin })
    return true
  },
})
