import type { ScalarType } from '../domain/scalar-type'
import { isOrdered } from '../domain/value-measures'
import { fromText, keptText, plainText } from '../local-cluster/engine/text-conversion'
import type { DocumentTraits } from './document-texts'
import { sketchSql } from './distinct-sketch'
import { canChange, mayChangeSql } from './changed-values'
import { isConverted } from './probe'
import { fitsSql, longestString, valueOf, type Tally } from './tally'
import { dateOrderSql, lostKindSql } from './value-kinds'

/** What is known of a part, and what is wanted of it. */
export interface TallyOptions {
  readonly hasLongTexts: boolean
  readonly countsDistinct: boolean
  /** Whether texts are taken to be as programs write them, where they may all be. */
  readonly triesPlain?: boolean
  /** What is known of fields that become dynamic, by their numbers from 0. */
  readonly documents?: ReadonlyMap<number, DocumentTraits> | undefined
}

/** What a statement computes for one tally, step by step. */
export class TallyPlan {
  /** SQL of its text, and of its value if that is not made of the text. */
  readonly text: string
  readonly ownValue: string | undefined
  /** SQL of its text as the source has it, where that may be another one. */
  readonly written: string | undefined
  readonly values: readonly string[]
  readonly hashes: readonly string[]
  readonly aggregates: readonly string[]
  readonly #names: { readonly t: string; readonly v: string; readonly w: string | undefined }

  /** @param suffix What the names of its columns end with. */
  constructor(
    { probe, lost, isSuspect, isPlain }: Pick<Tally, 'probe' | 'lost' | 'isSuspect' | 'isPlain'>,
    suffix: string,
    { hasLongTexts, countsDistinct, documents, triesPlain = false }: TallyOptions,
  ) {
    const { text, type, transform, ordinal } = probe
    const traits = documents?.get(ordinal ?? -1)
    const t = `t${suffix}`
    const v = `v${suffix}`
    const h = `h${suffix}`
    const w = probe.written === undefined ? undefined : `w${suffix}`
    const converts = isConverted(probe) ? probe : undefined
    // A value that is made of the text is made of what was read once.
    const isOfText = converts?.value.includes(text) === true
    this.#names = { t, v, w }
    this.text = text
    this.written = probe.written
    this.ownValue = isOfText ? undefined : converts?.value
    const takesPlain = triesPlain && isPlain
    const converted =
      converts === undefined || !isOfText
        ? v
        : takesPlain
          ? plainText(converts.type, t)
          : valueOf(converts.type, converts.value, probe, t)
    // What is written as its value is has no zeros before it, and is of a wider type too.
    const isAsWritten = takesPlain && (type === 'int' || type === 'long')
    const tried = [...lost.keys()].filter((one) => one !== type && !(one === 'long' && type === 'int'))
    this.values = [
      t,
      ...(w === undefined ? [] : [w]),
      converts !== undefined ? `${converted} AS ${v}` : `nullif(${t}, '') AS ${v}`,
      ...tried.map((one) => `${keptText(one, t)} AS ${v}_${one}`),
    ]
    // Hashes of numbers are made faster than those of texts.
    this.hashes = [countsDistinct ? `hash(${converts !== undefined ? v : t}) AS ${h}` : `NULL AS ${h}`]
    const inferred = [...lost.keys()].pop()
    const [boundType, bound] = type === null ? [inferred, `${v}_${inferred ?? ''}`] : [type, v]
    const hasBounds =
      boundType !== undefined && isOrdered(boundType) && (type === null || converts !== undefined)
    const finite = boundType === 'real' ? ` FILTER (isfinite(${bound}))` : ''
    const isPlainDate = type === 'datetime' && transform === undefined
    this.aggregates = [
      `count(nullif(${t}, ''))`,
      countsDistinct ? `count(${t})` : 'NULL',
      converts !== undefined ? `count(${v})` : 'NULL',
      isPlainDate ? `count(*) FILTER (contains(${t}, '/'))` : '0',
      hasLongTexts && type === 'string' ? `count(*) FILTER (strlen(${t}) > ${longestString})` : '0',
      canChange(probe) && !isAsWritten
        ? `count(*) FILTER (${mayChangeSql(probe, { text: t, value: v, written: w, traits })})`
        : '0',
      converts !== undefined && isSuspect
        ? countsSql(`CASE WHEN ${t} <> '' AND ${v} IS NULL THEN ${lostKindSql(converts.type, t)} END`)
        : 'NULL',
      isPlainDate && isSuspect ? countsSql(`CASE WHEN ${v} IS NOT NULL THEN ${dateOrderSql(t)} END`) : 'NULL',
      hasBounds ? `min(${bound})${finite}` : 'NULL',
      hasBounds ? `max(${bound})${finite}` : 'NULL',
      sumSql(type, converts !== undefined ? v : t, hasLongTexts),
      countsDistinct ? sketchSql(h) : 'NULL',
      ...[...lost.keys()].map((one) =>
        isAsWritten && (one === type || one === 'long')
          ? `count(${v})`
          : one === type
            ? fitsOwnType(one, t, v)
            : one === 'long' && type === 'int'
              ? `count(*) FILTER (${t} <> '' AND ${fitsLong(t, v)})`
              : `count(*) FILTER (${t} <> '' AND ${fitsSql(one, t, `${v}_${one}`)})`,
      ),
    ]
  }

  /** What is read of the relation. */
  get texts(): readonly string[] {
    const { t, v, w } = this.#names
    return [
      `${this.text} AS ${t}`,
      ...(this.ownValue === undefined ? [] : [`${this.ownValue} AS ${v}`]),
      ...(w === undefined || this.written === undefined ? [] : [`${this.written} AS ${w}`]),
    ]
  }

  /** The same for tallies that are added up alike. */
  get shape(): string {
    return JSON.stringify([this.values, this.hashes, this.aggregates, this.ownValue !== undefined])
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
    case 'guid':
      return `sum(CAST('0x' || left(CAST(${value} AS VARCHAR), 4) || right(CAST(${value} AS VARCHAR), 4) AS BIGINT))`
    case 'real':
      return `sum(${value}) FILTER (isfinite(${value}))`
    case 'decimal':
      // As a double: the sum of decimals overflows.
      return `sum(CAST(${value} AS DOUBLE))`
    default:
      return 'NULL'
  }
}

/** How many values fit the type that the column has anyway: those that arrive, unless they are written as codes are. */
function fitsOwnType(type: ScalarType, text: string, value: string): string {
  if (type !== 'int' && type !== 'long') return `count(${value})`
  return `count(${value}) - count(*) FILTER (${text} > '0' AND ${text} < '1' AND ${value} IS NOT NULL)`
}

/** SQL that is true for a text that fits `long`, where its value as an `int` is known: nearly all are that. */
function fitsLong(text: string, int: string): string {
  return `CASE WHEN ${int} IS NOT NULL THEN CAST(${int} AS VARCHAR) = ${text} ELSE ${fitsSql('long', text)} END`
}

/** SQL of how often each of some texts is there, as JSON. */
function countsSql(text: string): string {
  return `CAST(to_json(coalesce(histogram(${text}), MAP {})) AS VARCHAR)`
}
