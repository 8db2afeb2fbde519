import type { ScalarType } from '../domain/scalar-type'
import { formatDateTime, formatTimeSpanTicks } from '../local-cluster/answers/ticks'
import type { Cell } from '../local-cluster/answers/result-table'
import { fromText } from '../local-cluster/engine/text-conversion'
import { DistinctSketch, sketchSql } from './distinct-sketch'
import type { Probe } from './probe'

/** Longest text that is told as a minimum or maximum, in characters. */
const longestBound = 200

/** Longest string that Kusto keeps, in bytes. */
const longestString = 1_048_576

const numeric: readonly ScalarType[] = ['int', 'long', 'real', 'decimal']
const ordered: readonly ScalarType[] = [...numeric, 'datetime', 'timespan']

/**
 * SQL that is true for a text that keeps its full meaning as a value of `type`: more than that it can be converted.
 * `007` is no number, and a date must not depend on whether its day or its month comes first.
 */
export function fitsSql(type: ScalarType, text: string): string {
  const value = fromText(type, text)
  switch (type) {
    case 'string':
      return 'true'
    case 'bool':
      return `lower(${text}) IN ('true', 'false')`
    case 'int':
    case 'long':
      return `CAST(TRY_CAST(${text} AS ${type === 'int' ? 'INTEGER' : 'BIGINT'}) AS VARCHAR) = ${text}`
    case 'real':
      return `${value} IS NOT NULL AND NOT (starts_with(${text}, '0') AND ${text}[2] BETWEEN '0' AND '9') AND strlen(${text}) <= 17`
    case 'datetime':
      return `${value} IS NOT NULL AND NOT contains(${text}, '/')`
    case 'timespan':
      return `contains(${text}, ':') AND ${value} IS NOT NULL`
    case 'dynamic':
      return `(starts_with(${text}, '{') OR starts_with(${text}, '[')) AND meta.is_json(${text})`
    default:
      return `${value} IS NOT NULL`
  }
}

/** What is known of one probe's values, of all parts of a source that were added. */
export class Tally {
  readonly probe: Probe
  /** Texts that are there. */
  present = 0
  /** Texts that are there and arrive as null, blank ones not counted. */
  becomeNull = 0
  /** Texts of white space, where they count as nothing. */
  blank = 0
  records = 0
  /** Texts that do not fit each type that is tried. */
  readonly lost = new Map<ScalarType, number>()
  readonly #sketch = new DistinctSketch()
  #minimum: Cell = null
  #maximum: Cell = null

  constructor(probe: Probe) {
    this.probe = probe
  }

  get empty(): number {
    return this.records - this.present + this.blank
  }

  get distinct(): number {
    return Math.min(this.#sketch.estimate(), this.present)
  }

  get minimum(): string | null {
    return boundText(this.#minimum, this.probe.type)
  }

  get maximum(): string | null {
    return boundText(this.#maximum, this.probe.type)
  }

  /** The bounds as the numbers that they are, ticks for times; null where they are none. */
  get range(): { readonly from: number; readonly to: number } | null {
    if (this.#minimum === null || typeof this.#minimum === 'string') return null
    return { from: Number(this.#minimum), to: Number(this.#maximum) }
  }

  /** Adds the bounds of another part. */
  widen(minimum: Cell, maximum: Cell, sketch: string | null): void {
    this.#sketch.add(sketch)
    if (minimum === null || maximum === null) return
    const { type } = this.probe
    if (this.#minimum === null || isLess(minimum, this.#minimum, type)) this.#minimum = minimum
    if (this.#maximum === null || isLess(this.#maximum, maximum, type)) this.#maximum = maximum
  }
}

/** What one part of a source has of a probe that has to be looked at more closely. */
export interface Suspicion {
  readonly tally: Tally
  /** Values that arrive as null. */
  readonly lost: number
  /** Values that are dates in a form that is not year first. */
  readonly otherDates: number
  readonly tooLong: number
}

/**
 * Adds one part of a source to tallies by one statement.
 *
 * @param relation What stands after FROM.
 * @returns Which probes have values that need a closer look.
 */
export class TallyStatement {
  readonly sql: string
  readonly #tallies: readonly Tally[]

  constructor(tallies: readonly Tally[], relation: string, options: { readonly hasLongTexts: boolean }) {
    this.#tallies = tallies
    const parts = tallies.map((tally) => aggregates(tally, options.hasLongTexts))
    this.sql = `SELECT ${['count(*)', ...parts.flat()].join(',\n')} FROM ${relation}`
  }

  /** Takes the statement's row. */
  add(row: readonly Cell[]): { readonly records: number; readonly suspicions: Suspicion[] } {
    const records = Number(row[0])
    const suspicions: Suspicion[] = []
    let at = 1
    for (const tally of this.#tallies) {
      const next = (): Cell => row[at++] ?? null
      const { probe } = tally
      const present = Number(next())
      const kept = Number(next())
      const otherDates = present - Number(next())
      const tooLong = Number(next())
      tally.widen(next(), next(), next() as string | null)
      for (const [type, lost] of tally.lost) tally.lost.set(type, lost + present - Number(next()))
      tally.records += records
      tally.present += present
      const lost = present - kept
      tally.becomeNull += lost
      const suspicion = { tally, lost, tooLong, otherDates: probe.type === 'datetime' ? otherDates : 0 }
      if (lost > 0 || tooLong > 0 || suspicion.otherDates > 0) suspicions.push(suspicion)
    }
    return { records, suspicions }
  }
}

function aggregates({ probe, lost }: Tally, hasLongTexts: boolean): string[] {
  const { text, value, type } = probe
  const present = `nullif(${text}, '')`
  const converted = type !== null && type !== 'string' && value !== null
  const bounds = !converted ? present : type !== null && ordered.includes(type) ? value : 'NULL'
  const isPlainDate = type === 'datetime' && probe.transform === undefined
  return [
    `count(${present})`,
    converted ? `count(CASE WHEN ${text} <> '' THEN ${value} END)` : `count(${present})`,
    isPlainDate ? `count(TRY_CAST(${text} AS TIMESTAMP_NS))` : `count(${present})`,
    hasLongTexts && type === 'string' ? `count(*) FILTER (strlen(${text}) > ${longestString})` : '0',
    `min(${bounds})`,
    `max(${bounds})`,
    sketchSql(present),
    ...[...lost.keys()].map((tried) => `count(*) FILTER (${text} <> '' AND ${fitsSql(tried, text)})`),
  ]
}

function isLess(left: Cell, right: Cell, type: ScalarType | null): boolean {
  if (type === 'decimal') return Number(left) < Number(right)
  return (left as string | number | bigint) < (right as string | number | bigint)
}

function boundText(value: Cell, type: ScalarType | null): string | null {
  if (value === null) return null
  if (type === 'datetime') return formatDateTime(BigInt(value as bigint))
  if (type === 'timespan') return formatTimeSpanTicks(BigInt(value as bigint))
  return String(value).slice(0, longestBound)
}
