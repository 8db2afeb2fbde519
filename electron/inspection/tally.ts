import type { ScalarType } from '../domain/scalar-type'
import { formatDateTime, formatTimeSpanTicks } from '../local-cluster/time/ticks'
import type { Cell } from '../local-cluster/answers/result-table'
import { fromText, keptText } from '../local-cluster/engine/text-conversion'
import { DistinctGrowth, sketchSql } from './distinct-sketch'
import type { Standing } from './chunk'
import { canLoseDigits, mayLoseDigitsSql } from './lost-digits'
import type { Probe } from './probe'
import { dateOrderSql, lostKindSql } from './value-kinds'

/** Longest text that is told as a minimum or maximum, in characters. */
const longestBound = 200

/** Longest string that Kusto keeps, in bytes. */
export const longestString = 1_048_576

const numeric: readonly ScalarType[] = ['int', 'long', 'real', 'decimal']
const ordered: readonly ScalarType[] = [...numeric, 'datetime', 'timespan']

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
  const { type, value, text } = probe
  if (type === null || value === null || type === 'string') return 'false'
  return `${text} <> '' AND ${valueOf(type, value, probe)} IS NULL`
}

/** SQL of what arrives in the column, or of something that is null exactly where that is. */
function valueOf(type: ScalarType, value: string, { text }: Probe, as = text): string {
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
  /** Texts that do not fit each type that is tried. */
  readonly lost = new Map<ScalarType, number>()
  readonly #growth = new DistinctGrowth()
  #minimum: Cell = null
  #maximum: Cell = null
  #sum: bigint | number | null = null

  constructor(probe: Probe) {
    this.probe = probe
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
    return boundText(this.#minimum, this.probe.type)
  }

  get maximum(): string | null {
    return boundText(this.#maximum, this.probe.type)
  }

  /** What arrives, added up as `domain/schema/values.ts` says; null if it is not. */
  get sum(): string | null {
    return this.#sum === null ? null : String(this.#sum)
  }

  /** The bounds as the numbers that they are, ticks for times; null where they are none. */
  get range(): { readonly from: number; readonly to: number } | null {
    if (this.#minimum === null || typeof this.#minimum === 'string') return null
    return { from: Number(this.#minimum), to: Number(this.#maximum) }
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
  /** Numbers that may not have all of their digits. */
  readonly shortened: number
  /** How many lost values are of each kind, and how many dates of each order; undefined if that was not counted. */
  readonly kinds: ReadonlyMap<string, number> | undefined
  readonly orders: ReadonlyMap<string, number> | undefined
}

interface TallyOptions {
  readonly hasLongTexts: boolean
  readonly countsDistinct: boolean
  /** What has to be proved of what is read as it stands. */
  readonly standing?: Standing | undefined
}

/** Adds one part of a source to tallies by one statement. */
export class TallyStatement {
  readonly sql: string
  readonly #tallies: readonly Tally[]
  readonly #bytesToFind: number | undefined

  /** @param relation What stands after FROM. */
  constructor(tallies: readonly Tally[], relation: string, options: TallyOptions) {
    this.#tallies = tallies
    const plans = tallies.map((tally, index) => new TallyPlan(tally, index, options))
    const list = (of: (plan: TallyPlan) => readonly string[]): string => plans.flatMap(of).join(',\n')
    // Each step stands in a SELECT of its own: what is used more than once is computed once.
    const starts = plans.map((_, index) => `starts_with(t${index}, ' ')`).join(' OR ')
    const { hasBlanks = false, bytesToFind } = options.standing ?? {}
    const blankStarts = hasBlanks ? `count(*) FILTER (${starts})` : '0'
    const lengths = plans.map((_, index) => `coalesce(${bareLength(`t${index}`)}, 0) + 1`).join(' + ')
    this.#bytesToFind = bytesToFind
    const found = bytesToFind === undefined ? '0' : `sum(${lengths})`
    this.sql = `SELECT count(*), ${blankStarts}, ${found}, ${list(({ aggregates }) => aggregates)}
      FROM (SELECT *, ${list(({ hashes }) => hashes)}
        FROM (SELECT ${list(({ values }) => values)} FROM (SELECT ${list(({ texts }) => texts)} FROM ${relation})))`
  }

  /** Whether the statement's row proves that what was read as it stands was read right. */
  isRight(row: readonly Cell[]): boolean {
    const isWhole = this.#bytesToFind === undefined || Number(row[2] ?? 0) === this.#bytesToFind
    return isWhole && Number(row[1] ?? 0) === 0
  }

  /** Takes the statement's row. Returns which probes have values that need a closer look. */
  add(row: readonly Cell[]): { readonly records: number; readonly suspicions: Suspicion[] } {
    const records = Number(row[0])
    const suspicions: Suspicion[] = []
    let at = 3
    for (const tally of this.#tallies) {
      const next = (): Cell => row[at++] ?? null
      const { probe } = tally
      const present = Number(next())
      const texts = Number(next() ?? present)
      const kept = Number(next() ?? present)
      const otherDates = Number(next())
      const tooLong = Number(next())
      const shortened = Number(next())
      const kinds = countsOf(next())
      const orders = countsOf(next())
      tally.widen(next(), next())
      tally.addSum(next())
      const sketch = next()
      if (sketch !== null) {
        // Nothing and an empty text are marked as well, and what does not arrive as nothing.
        const isConverted = probe.type !== null && probe.type !== 'string'
        tally.mark(String(sketch), {
          present,
          nothing: texts < records || (isConverted && kept < texts),
          empty: texts > present && !isConverted,
        })
      }
      for (const [type, lost] of tally.lost) tally.lost.set(type, lost + present - Number(next()))
      tally.records += records
      tally.present += present
      const lost = present - kept
      tally.becomeNull += lost
      if (lost === 0 && tooLong === 0 && otherDates === 0 && shortened === 0) continue
      tally.isSuspect = true
      suspicions.push({ tally, lost, tooLong, otherDates, shortened, kinds, orders })
    }
    return { records, suspicions }
  }
}

/** What the statement computes for one probe, step by step. */
class TallyPlan {
  readonly texts: readonly string[]
  readonly values: readonly string[]
  readonly hashes: readonly string[]
  readonly aggregates: readonly string[]

  constructor(
    { probe, lost, isSuspect }: Tally,
    index: number,
    { hasLongTexts, countsDistinct }: TallyOptions,
  ) {
    const { text, type, value, transform } = probe
    const t = `t${index}`
    const v = `v${index}`
    const isConverted = type !== null && type !== 'string' && value !== null
    // A value that is made of the text is made of what was read once.
    const isOfText = isConverted && value.includes(text)
    this.texts = [`${text} AS ${t}`, ...(isConverted && !isOfText ? [`${value} AS ${v}`] : [])]
    const converted = isOfText ? valueOf(type, value, probe, t) : v
    const tried = [...lost.keys()].filter((one) => one !== type)
    this.values = [
      t,
      isConverted ? `${converted} AS ${v}` : `nullif(${t}, '') AS ${v}`,
      ...tried.map((one) => `${keptText(one, t)} AS ${v}_${one}`),
    ]
    // Hashes of numbers are made faster than those of texts.
    this.hashes = [countsDistinct ? `hash(${isConverted ? v : t}) AS h${index}` : `NULL AS h${index}`]
    const isOrdered = !isConverted || ordered.includes(type)
    const finite = type === 'real' && isConverted ? ` FILTER (isfinite(${v}))` : ''
    const isPlainDate = type === 'datetime' && transform === undefined
    this.aggregates = [
      `count(nullif(${t}, ''))`,
      countsDistinct ? `count(${t})` : 'NULL',
      isConverted ? `count(${v})` : 'NULL',
      isPlainDate ? `count(*) FILTER (contains(${t}, '/'))` : '0',
      hasLongTexts && type === 'string' ? `count(*) FILTER (strlen(${t}) > ${longestString})` : '0',
      isConverted && canLoseDigits(probe) ? `count(*) FILTER (${mayLoseDigitsSql(probe, t, v)})` : '0',
      isConverted && isSuspect
        ? countsSql(`CASE WHEN ${t} <> '' AND ${v} IS NULL THEN ${lostKindSql(type, t)} END`)
        : 'NULL',
      isPlainDate && isSuspect ? countsSql(`CASE WHEN ${v} IS NOT NULL THEN ${dateOrderSql(t)} END`) : 'NULL',
      isOrdered ? `min(${v})${finite}` : 'NULL',
      isOrdered ? `max(${v})${finite}` : 'NULL',
      sumSql(type, isConverted ? v : t, hasLongTexts),
      countsDistinct ? sketchSql(`h${index}`) : 'NULL',
      ...[...lost.keys()].map((one) =>
        one === type
          ? fitsOwnType(one, t, v)
          : `count(*) FILTER (${t} <> '' AND ${fitsSql(one, t, `${v}_${one}`)})`,
      ),
    ]
  }
}

/** SQL of the sum of what arrives, by the rule of `domain/schema/values.ts`. */
function sumSql(type: ScalarType | null, value: string, hasLongTexts: boolean): string {
  switch (type) {
    case 'string':
      return `sum(strlen(${hasLongTexts ? fromText('string', value) : value}))`
    case 'bool':
      return `count(*) FILTER (${value})`
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
      return `sum(${value} & 4294967295)`
    case 'real':
      return `sum(${value}) FILTER (isfinite(${value}))`
    case 'decimal':
      // As a double: the sum of decimals overflows.
      return `sum(CAST(${value} AS DOUBLE))`
    default:
      return 'NULL'
  }
}

function isFloating(type: ScalarType | null): boolean {
  return type === 'real' || type === 'decimal'
}

/** How many values fit the type that the column has anyway: those that arrive, unless they are written as codes are. */
function fitsOwnType(type: ScalarType, text: string, value: string): string {
  if (type !== 'int' && type !== 'long') return `count(${value})`
  return `count(${value}) - count(*) FILTER (${text} > '0' AND ${text} < '1' AND ${value} IS NOT NULL)`
}

/** SQL of a text's length in bytes, its quotes not counted. */
function bareLength(text: string): string {
  return `CASE WHEN contains(${text}, '"') THEN strlen(replace(${text}, '"', '')) ELSE strlen(${text}) END`
}

/** SQL of how often each of some texts is there, as JSON. */
function countsSql(text: string): string {
  return `CAST(to_json(coalesce(histogram(${text}), MAP {})) AS VARCHAR)`
}

function countsOf(json: Cell): ReadonlyMap<string, number> | undefined {
  if (json === null) return undefined
  return new Map(Object.entries(JSON.parse(String(json)) as Readonly<Record<string, number>>))
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
