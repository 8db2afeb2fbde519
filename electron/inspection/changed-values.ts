import { oddNumber } from '../domain/dynamic-value'
import { leadingZerosPattern } from '../domain/recognition/value-patterns'
import type { FindingKind } from '../domain/schema/inspection'
import type { DocumentTraits } from './document-texts'
import type { Probe } from './probe'

/** What is wrong with a value that arrives, but not as it is written. */
export type ChangedKind = Extract<
  FindingKind,
  'digitsLost' | 'leadingZeros' | 'daysForNumber' | 'numberRewritten' | 'brokenJson'
>

/** SQL of a value: its text, what arrives, and its text as the source has it where that may be another one. */
export interface ValueSql {
  readonly text: string
  readonly value: string
  readonly written: string | undefined
  /** What is known of all texts that become dynamic. */
  readonly traits?: DocumentTraits | undefined
}

/** Texts of this length or less are doubles without a loss: 15 digits always are. */
const surelyDouble = 15

/** Digits that a decimal keeps after its point. */
const decimalScale = 18

/** Nearly all numbers are ruled out by the first comparison. What begins with a blank or a plus is looked at as well. */
const mayHaveLeadingZeros = (text: string): string =>
  `(${text} < '1' AND ((${text} >= '00' AND ${text} < '0:') OR (${text} >= '-00' AND ${text} < '-0:') OR (${text} < '-' AND ${text} <> '')))`

const hasLeadingZeros = (text: string): string => `regexp_matches(${text}, '${leadingZerosPattern.source}')`

/** The SQL of a probe's values. */
export function sqlOf({ text, value, written }: Probe): ValueSql {
  return { text, value: value ?? 'NULL', written }
}

/** SQL of a probe's text as the source has it. */
export function sourceText({ text, written }: Probe): string {
  return written === undefined ? text : `coalesce(${written}, ${text})`
}

/** Whether values of a probe may arrive as others than they are written. */
export function canChange({ type, value, transform, written }: Probe): boolean {
  if (type === null || value === null || transform !== undefined) return false
  if (type === 'string') return written !== undefined
  return type !== 'bool' && type !== 'guid'
}

/** SQL that is true for every text of which {@link changedKindSql} tells a kind, and quickly false for most others. */
export function mayChangeSql(
  { type, isJson }: Pick<Probe, 'type' | 'isJson'>,
  { text, value, written, traits }: ValueSql,
): string {
  switch (type) {
    case 'int':
    case 'long':
      return mayHaveLeadingZeros(text)
    case 'real':
      // A program's own doubles are read back as they were written.
      return `CASE WHEN strlen(${text}) > ${surelyDouble} THEN CAST(${value} AS VARCHAR) <> ${text} ELSE isinf(${value}) OR (${value} = 0 AND strlen(${text}) > 5) OR ${mayHaveLeadingZeros(text)} END`
    case 'decimal':
      return `(strlen(${text}) > ${decimalScale + 1} OR contains(lower(${text}), 'e-') OR ${mayHaveLeadingZeros(text)})`
    case 'datetime':
      // 2026-01-02T03:04:05.1234567Z has 28 characters.
      return `(strlen(${text}) > 28 OR (strlen(${text}) = 28 AND NOT ends_with(${text}, 'Z')))`
    case 'timespan':
      return `NOT contains(${text}, ':')`
    case 'dynamic': {
      const mayBeOdd = traits?.mayHaveOddNumbers ?? true
      const hasOddNumber = mayBeOdd ? `regexp_matches(${written ?? text}, '${oddNumber}')` : 'false'
      if (isJson === true) return `coalesce(${hasOddNumber}, false)`
      return traits?.isJson === true ? hasOddNumber : `(${isBrokenJson(text)} OR ${hasOddNumber})`
    }
    case 'string':
      return `${written ?? 'NULL'} <> ${text}`
    default:
      return 'false'
  }
}

/**
 * SQL of the {@link ChangedKind} of a value that arrives; null for one that arrives as it is written.
 *
 * @param type Of the column that takes it.
 */
export function changedKindSql(
  { type, isJson }: Pick<Probe, 'type' | 'isJson'>,
  { text, value, written }: ValueSql,
): string {
  const cases: (readonly [string, ChangedKind])[] = []
  if (type === 'real' || type === 'decimal' || type === 'datetime')
    cases.push([losesDigits(type, text, value), 'digitsLost'])
  if (type === 'int' || type === 'long' || type === 'real' || type === 'decimal')
    cases.push([hasLeadingZeros(text), 'leadingZeros'])
  if (type === 'timespan')
    // Nothing is nothing in any unit.
    cases.push([`NOT contains(${text}, ':') AND ${value} <> 0`, 'daysForNumber'])
  // What becomes of the numbers in JSON is told by `dynamicChange`.
  if (type === 'dynamic' && isJson !== true) cases.push([isBrokenJson(text), 'brokenJson'])
  if (type === 'string' && written !== undefined) cases.push([`${written} <> ${text}`, 'numberRewritten'])
  if (cases.length === 0) return 'NULL'
  return `CASE ${cases.map(([when, kind]) => `WHEN ${when} THEN '${kind}'`).join(' ')} END`
}

function isBrokenJson(text: string): string {
  return `((starts_with(${text}, '{') OR starts_with(${text}, '[')) AND NOT meta.is_json(${text}))`
}

/**
 * SQL that is true for a number whose value has not all of the digits of its text: a double that is written with as many
 * digits has others, is infinite or none; a decimal has more digits after its point than are kept, and a
 * datetime more than seven after its seconds.
 */
function losesDigits(type: 'real' | 'decimal' | 'datetime', text: string, value: string): string {
  if (type === 'datetime') return `regexp_matches(${text}, '\\.[0-9]{7}[0-9]*[1-9]')`
  const mantissa = `regexp_replace(lower(trim(${text})), 'e.*$', '')`
  if (type === 'decimal') {
    const fraction = `length(rtrim(split_part(${mantissa}, '.', 2), '0'))`
    const exponent = `coalesce(TRY_CAST(nullif(split_part(lower(trim(${text})), 'e', 2), '') AS INTEGER), 0)`
    return `${fraction} - ${exponent} > ${decimalScale}`
  }
  const digits = `rtrim(ltrim(regexp_replace(${mantissa}, '[^0-9]', '', 'g'), '0'), '0')`
  const written = `replace(split_part(format('{:.{}e}', abs(${value}), least(length(${digits}), 700) - 1), 'e', 1), '.', '')`
  return `CASE WHEN ${digits} = '' THEN false WHEN isinf(${value}) THEN true ELSE rtrim(${written}, '0') <> ${digits} END`
}
