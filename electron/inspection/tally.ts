import type { ScalarType } from '../domain/scalar-type'
import { isOrdered } from '../domain/value-measures'
import { formatDateTime, formatTimeSpanTicks } from '../local-cluster/time/ticks'
import type { Cell } from '../local-cluster/answers/result-table'
import { fromText, keptText, plainText } from '../local-cluster/engine/text-conversion'
import { DistinctGrowth } from './distinct-sketch'
import { isConverted, type Probe } from './probe'

/** Longest string that Kusto keeps, in bytes. */
export const longestString = 1_048_576

/**
 * SQL that is true for a text that keeps its full meaning as a value of `type`: more than that it can be converted.
 * `007` is no number, and a date must not depend on whether its day or its month comes first.
 *
 * @param value SQL of the converted text.
 */
export function fitsSql(type: ScalarType, text: string, value = fromText(type, text)): string {
  switch (type) {
    case 'string':
      return 'true'
    case 'bool':
      return `lower(${text}) IN ('true', 'false')`
    case 'int':
    case 'long':
      return `CAST(${value} AS VARCHAR) = ${text}`
    case 'real':
      return `${value} IS NOT NULL AND NOT (starts_with(${text}, '0') AND ${text}[2] BETWEEN '0' AND '9') AND strlen(${text}) <= 17`
    case 'datetime':
      return `${value} IS NOT NULL AND NOT contains(${text}, '/')`
    case 'timespan':
      return `contains(${text}, ':') AND ${value} IS NOT NULL`
    case 'dynamic':
      return `(starts_with(${text}, '{') OR starts_with(${text}, '[')) AND ${value} IS NOT NULL`
    default:
      return `${value} IS NOT NULL`
  }
}

/** SQL that is true for the texts of a probe that arrive as null. */
export function lostSql(probe: Probe): string {
  if (!isConverted(probe)) return 'false'
  return `${probe.text} <> '' AND ${valueOf(probe.type, probe.value, probe)} IS NULL`
}

/** SQL of what arrives in the column, or of something that is null exactly where that is. */
export function valueOf(type: ScalarType, value: string, { text }: Probe, as = text): string {
  return value === fromText(type, text) ? keptText(type, as) : value.replaceAll(text, as)
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
  /** Whether a part had a value to look at more closely: from then on such values are counted by kind at once. */
  isSuspect = false
  /** Whether each text so far may have been as programs write them, so that the next ones are first taken for that. */
  isPlain: boolean
  /** Texts that do not fit each type that is tried. */
  readonly lost = new Map<ScalarType, number>()
  readonly #growth = new DistinctGrowth()
  #minimum: Cell = null
  #maximum: Cell = null
  #sum: bigint | number | null = null

  constructor(probe: Probe) {
    this.probe = probe
    const { type, text, value } = probe
    this.isPlain =
      type !== null && value === fromText(type, text) && plainText(type, text) !== keptText(type, text)
  }

  get empty(): number {
    return this.records - this.present + this.blank
  }

  get distinct(): number {
    return Math.max(
      Math.min(Math.round(this.#growth.estimate(this.present)), this.present),
      this.present > 0 ? 1 : 0,
    )
  }

  get minimum(): string | null {
    return boundText(this.#minimum, this.#boundType)
  }

  get maximum(): string | null {
    return boundText(this.#maximum, this.#boundType)
  }

  /** What orders the values: the column's type, or the one that they suggest. Texts have no order that means something. */
  get #boundType(): ScalarType {
    return this.probe.type ?? [...this.lost.keys()].pop() ?? 'string'
  }

  /** What arrives, added up as `domain/schema/values.ts` says; null if it is not. */
  get sum(): string | null {
    return this.#sum === null ? null : String(this.#sum)
  }

  /** Adds what marks the distinct values of another part. */
  mark(
    sketch: string,
    part: { readonly present: number; readonly nothing: boolean; readonly empty: boolean },
  ): void {
    this.#growth.add(sketch, part)
  }

  /** Adds the sum of another part; `cell` is null for a part without values. */
  addSum(cell: Cell): void {
    if (cell === null) return
    if (isFloating(this.probe.type)) this.#sum = Number(this.#sum ?? 0) + Number(cell)
    else this.#sum = BigInt(this.#sum ?? 0) + BigInt(cell as bigint | number | string)
  }

  /** Adds the bounds of another part. */
  widen(minimum: Cell, maximum: Cell): void {
    if (minimum === null || maximum === null) return
    const type = this.#boundType
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
  /** Values that may arrive as others than they are written. */
  readonly altered: number
  /** How many lost values are of each kind, and how many dates of each order; undefined if that was not counted. */
  readonly kinds: ReadonlyMap<string, number> | undefined
  readonly orders: ReadonlyMap<string, number> | undefined
}

function isLess(left: Cell, right: Cell, type: ScalarType | null): boolean {
  if (type === 'decimal') return Number(left) < Number(right)
  return (left as string | number | bigint) < (right as string | number | bigint)
}

function boundText(value: Cell, type: ScalarType): string | null {
  if (value === null || !isOrdered(type)) return null
  if (type === 'datetime') return formatDateTime(BigInt(value as bigint))
  if (type === 'timespan') return formatTimeSpanTicks(BigInt(value as bigint))
  return String(value)
}

function isFloating(type: ScalarType | null): boolean {
  return type === 'real' || type === 'decimal'
}
