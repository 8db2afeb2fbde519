import type { FindingKind, FindingRef } from '../domain/schema/inspection'
import type { ScalarType } from '../domain/scalar-type'
import { canChange, changedKindSql, sourceText, sqlOf } from './changed-values'
import type { Probe } from './probe'
import { lostKindSql, slashDate } from './value-kinds'

/** Longest text of a value that a reason tells, in characters. */
const longestValue = 200

/** One record's fault, by the record's number in its chunk. */
export interface RecordFault {
  readonly number: number
  readonly kind: FindingKind
  readonly column: string | null
  readonly type: ScalarType | null
  /** The value at fault, cut. */
  readonly value: string | null
}

/** A query that finds the records of one column's findings: number, kind and value. */
interface FaultQuery {
  readonly column: string
  readonly type: ScalarType
  readonly sql: string
}

/**
 * SQL that finds the records whose values have one of the chosen findings.
 *
 * @param table Has the chunk's fields, `rn` and `ok`.
 * @param isDoubtful Whether dates of a column that can be read in two ways are among them.
 */
export function faultQueries(
  table: string,
  probes: readonly Probe[],
  chosen: readonly FindingRef[],
  isDoubtful: (probe: Probe) => boolean,
): FaultQuery[] {
  return probes.flatMap((probe) => {
    const { column, type, text, value } = probe
    if (column === null || type === null || value === null) return []
    const kinds = new Set(chosen.filter((one) => one.column === column).map(({ kind }) => kind))
    if (kinds.size === 0) return []
    const parts: string[] = []
    const present = `SELECT rn, ${text} AS v FROM ${table} WHERE ok AND ${text} <> ''`
    const list = [...kinds].map((kind) => `'${kind}'`).join(', ')
    if (type === 'string') {
      if (kinds.has('tooLong'))
        parts.push(`SELECT rn, 'tooLong' AS kind, v FROM (${present}) WHERE strlen(v) > 1048576`)
    } else {
      parts.push(
        `SELECT rn, kind, v FROM (SELECT rn, ${lostKindSql(type)} AS kind, v FROM (${present} AND ${value} IS NULL)) WHERE kind IN (${list})`,
      )
      if (kinds.has('dayFirst') && isDoubtful(probe))
        parts.push(
          `SELECT rn, 'dayFirst' AS kind, v FROM (${present} AND ${value} IS NOT NULL) WHERE ${isEitherWay}`,
        )
    }
    if (canChange(probe))
      parts.push(
        `SELECT rn, kind, v FROM (SELECT rn, ${changedKindSql(probe, sqlOf(probe))} AS kind, ${sourceText(probe)} AS v FROM ${table} WHERE ok AND ${text} <> '' AND ${value} IS NOT NULL) WHERE kind IN (${list})`,
      )
    if (parts.length === 0) return []
    const sql = `SELECT rn, kind, left(v, ${longestValue}) FROM (${parts.join(' UNION ALL ')}) ORDER BY rn`
    return [{ column, type, sql }]
  })
}

const part = (group: number): string => `CAST(regexp_extract(v, '${slashDate}', ${group}) AS INTEGER)`

/** A date whose day could be its month and the other way round. */
const isEitherWay = `CASE WHEN regexp_matches(v, '${slashDate}')
  THEN ${part(1)} <= 12 AND ${part(3)} <= 12 AND ${part(1)} <> ${part(3)} ELSE false END`
