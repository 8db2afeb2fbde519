import type { Cell } from '../local-cluster/answers/result-table'
import { canChange, changedKindSql, sourceText, sqlOf } from './changed-values'
import { isConverted, type Probe } from './probe'
import { longestString, type Tally } from './tally'

/** Longest text of a field that is shown, in characters. */
const longestCell = 500

/** A row's fields. */
export interface RowCells {
  /** The text of each, cut. */
  readonly texts: readonly (string | null)[]
  /** By index: becomes null (1), is cut (2) or becomes another (3); left out where nothing happens. */
  readonly states: ReadonlyMap<number, number>
}

/** SQL of the fields of rows, and what reads its cells. States are computed only where the tally counted some. */
export function planCells(tallies: readonly Pick<Tally, 'probe' | 'isSuspect'>[]): {
  readonly sql: string
  read(cells: readonly Cell[]): RowCells
} {
  const suspects = tallies.flatMap(({ isSuspect }, index) => (isSuspect ? [index] : []))
  const sql = [
    ...tallies.map(({ probe }) => `left(${sourceText(probe)}, ${longestCell})`),
    ...suspects.flatMap((index) => tallies[index] ?? []).map(({ probe }) => stateSql(probe)),
  ]
  return {
    sql: sql.length === 0 ? 'NULL' : sql.join(', '),
    read: (cells) => ({
      texts: tallies.map((_, index) => cells[index] as string | null),
      states: new Map(suspects.map((index, at) => [index, Number(cells[tallies.length + at])])),
    }),
  }
}

function stateSql(probe: Probe): string {
  const { text, value, type } = probe
  const cases = [
    ...(isConverted(probe) ? [`WHEN ${text} <> '' AND ${value} IS NULL THEN 1`] : []),
    ...(type === 'string' ? [`WHEN strlen(${text}) > ${longestString} THEN 2`] : []),
    ...(canChange(probe)
      ? [
          `WHEN ${text} <> '' AND ${value ?? 'NULL'} IS NOT NULL AND (${changedKindSql(probe, sqlOf(probe))}) IS NOT NULL THEN 3`,
        ]
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
