import { canLoseDigits, losesDigitsSql } from './lost-digits'
import type { Probe } from './probe'

/** Longest text of a field that is shown, in characters. */
const longestCell = 500

/** Longest string that Kusto keeps, in bytes. */
const longestString = 1_048_576

/** SQL of each field's text, cut, and whether it becomes null (1), is cut (2) or loses digits (3). */
export function cellsSql(probes: readonly Probe[]): string {
  if (probes.length === 0) return 'NULL, NULL'
  return probes
    .map((probe) => {
      const { text, value, type } = probe
      const isLost =
        type === null || value === null || type === 'string' ? 'false' : `${text} <> '' AND ${value} IS NULL`
      const isCut = type === 'string' ? `strlen(${text}) > ${longestString}` : 'false'
      const isShortened =
        value !== null && canLoseDigits(probe)
          ? `${value} IS NOT NULL AND ${losesDigitsSql(probe, text, value)}`
          : 'false'
      return `left(${text}, ${longestCell}), CASE WHEN ${isLost} THEN 1 WHEN ${isCut} THEN 2 WHEN ${isShortened} THEN 3 ELSE 0 END`
    })
    .join(', ')
}

/** What 05/04/2024 becomes, month first: the fourth of May. */
export function monthFirst(text: string): string | null {
  const match = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(.*)$/s.exec(text)
  if (match === null) return null
  const [, month = '', day = '', year = '', rest = ''] = match
  if (Number(month) > 12 || month === day) return null
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest}`
}
