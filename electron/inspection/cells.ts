import { canLoseDigits, losesDigitsSql } from './lost-digits'
import type { Probe } from './probe'
import { longestString, type Tally } from './tally'

/** Longest text of a field that is shown, in characters. */
const longestCell = 500

/**
 * SQL of each field's text, cut, and whether it becomes null (1), is cut (2) or loses digits (3). That is computed only
 * where the tally has counted such values.
 */
export function cellsSql(tallies: readonly Pick<Tally, 'probe' | 'isSuspect'>[]): string {
  if (tallies.length === 0) return 'NULL, NULL'
  return tallies
    .map(
      ({ probe, isSuspect }) => `left(${probe.text}, ${longestCell}), ${isSuspect ? stateSql(probe) : '0'}`,
    )
    .join(', ')
}

function stateSql(probe: Probe): string {
  const { text, value, type } = probe
  const isConverted = type !== null && value !== null && type !== 'string'
  const cases = [
    ...(isConverted ? [`WHEN ${text} <> '' AND ${value} IS NULL THEN 1`] : []),
    ...(type === 'string' ? [`WHEN strlen(${text}) > ${longestString} THEN 2`] : []),
    ...(isConverted && canLoseDigits(probe)
      ? [`WHEN ${value} IS NOT NULL AND ${losesDigitsSql(probe, text, value)} THEN 3`]
      : []),
  ]
  return cases.length === 0 ? '0' : `CASE ${cases.join(' ')} ELSE 0 END`
}

/** What 05/04/2024 becomes, month first: the fourth of May. */
export function monthFirst(text: string): string | null {
  const match = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(.*)$/s.exec(text)
  if (match === null) return null
  const [, month = '', day = '', year = '', rest = ''] = match
  if (Number(month) > 12 || month === day) return null
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${rest}`
}
