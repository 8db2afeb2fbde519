import {
  bracketedNumberPattern,
  formulaTextPattern,
  moneyPattern,
  serialDatePattern,
  unitPattern,
} from '../domain/recognition/value-patterns'
import type { FindingKind } from '../domain/schema/inspection'
import type { ScalarType } from '../domain/scalar-type'

/** What a value that arrives as null is; `blank` counts as empty. */
export type LostKind = Extract<
  FindingKind,
  | 'notOfType'
  | 'outOfRange'
  | 'tooLong'
  | 'dayFirst'
  | 'epochNumber'
  | 'decimalComma'
  | 'groupedDigits'
  | 'nullWord'
  | 'jsonDate'
  | 'notText'
  | 'withUnit'
  | 'money'
  | 'bracketedNumber'
  | 'formulaText'
  | 'serialDate'
>

/** Words that programs write for nothing, in lower case. */
const nullWords = [
  'null',
  '\\n',
  'n/a',
  'na',
  '#n/a',
  'nan',
  'none',
  'nil',
  'undefined',
  'missing',
  'unknown',
  '(null)',
  '<null>',
  '-',
  '--',
  '?',
  '.',
]

/** A date that begins with the day or the month. */
export const slashDate = '^\\s*([0-9]{1,2})([/.-])([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})(?:[ T,]|$)'

const matches = (text: string, pattern: string): string =>
  `regexp_matches(${text}, '${pattern.replace(/'/g, "''")}')`

/** DuckDB's engine writes characters by number in another way. */
const forEngine = ({ source }: RegExp): string => source.replace(/\\u([0-9a-f]{4})/g, '\\x{$1}')

/** Groups of three digits, parted by commas, blanks (also those that do not break) or apostrophes. */
const grouped =
  "^\\s*[-+]?[0-9]{1,3}((,[0-9]{3})+|([ \\x{00a0}\\x{202f}][0-9]{3})+|(['\\x{2019}][0-9]{3})+)(\\.[0-9]+)?\\s*$"
const pointGrouped = '^\\s*[-+]?[0-9]{1,3}(\\.[0-9]{3})+(,[0-9]+)\\s*$'
const commaDecimal = '^\\s*[-+]?[0-9]*,[0-9]+\\s*$'
const whole = '^\\s*[-+]?([0-9]+|0[xX][0-9a-fA-F]+)\\s*$'
const number = '^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*$'

/** Numbers that something else stands beside; those before them have their own names. */
function decoratedRules(v: string): Rules {
  return [
    [matches(v, forEngine(moneyPattern)), 'money'],
    [`${matches(v, forEngine(unitPattern))} AND NOT ${matches(v, number)}`, 'withUnit'],
    [matches(v, forEngine(bracketedNumberPattern)), 'bracketedNumber'],
    [matches(v, forEngine(formulaTextPattern)), 'formulaText'],
  ]
}

type Rules = readonly (readonly [string, LostKind])[]

function rulesOf(type: ScalarType, v: string): Rules {
  const decimalComma = `${matches(v, commaDecimal)} OR ${matches(v, pointGrouped)}`
  switch (type) {
    case 'datetime':
      return [
        [matches(v, '^\\s*\\\\?/Date\\('), 'jsonDate'],
        [matches(v, '^\\s*-?[0-9]{9,19}(\\.[0-9]+)?\\s*$'), 'epochNumber'],
        [
          `${matches(v, slashDate)} AND coalesce(TRY_CAST(regexp_extract(${v}, '${slashDate}', 3) AS INTEGER), 99) <= 12`,
          'dayFirst',
        ],
        [matches(v, '^\\s*([0-9]{5,}|0000)-[0-9]{1,2}-'), 'outOfRange'],
        [matches(v, forEngine(serialDatePattern)), 'serialDate'],
        [matches(v, forEngine(formulaTextPattern)), 'formulaText'],
      ]
    case 'timespan':
      return [
        [`${matches(v, forEngine(unitPattern))} AND NOT ${matches(v, number)}`, 'withUnit'],
        [matches(v, forEngine(formulaTextPattern)), 'formulaText'],
      ]
    case 'int':
    case 'long':
      return [
        [matches(v, whole), 'outOfRange'],
        [matches(v, grouped), 'groupedDigits'],
        [decimalComma, 'decimalComma'],
        ...decoratedRules(v),
      ]
    case 'real':
    case 'decimal':
      return [
        [matches(v, grouped), 'groupedDigits'],
        [decimalComma, 'decimalComma'],
        [matches(v, number), 'outOfRange'],
        ...decoratedRules(v),
      ]
    case 'dynamic':
      return [[`strlen(${v}) > 1048576`, 'tooLong']]
    default:
      return []
  }
}

/** SQL of the {@link LostKind} of a text that is null as a value of `type`; `blank` for white space. */
export function lostKindSql(type: ScalarType, text = 'v'): string {
  if (type === 'string') return `'notText'`
  const words = nullWords.map((word) => `'${word}'`).join(', ')
  const own = rulesOf(type, text)
  const trimmed = `trim(${text}, ' \t\r\n')`
  const blank = type === 'dynamic' ? `${trimmed} IN ('', 'null')` : `${trimmed} = ''`
  const cases: (readonly [string, string])[] = [
    ...(type === 'dynamic' ? own : []),
    [blank, 'blank'],
    [`lower(trim(${text})) IN (${words})`, 'nullWord'],
    ...(type === 'dynamic' ? [] : own),
  ]
  return `CASE ${cases.map(([when, kind]) => `WHEN ${when} THEN '${kind}'`).join(' ')} ELSE 'notOfType' END`
}

/** SQL that is true for a {@link slashDate} with the day first, whatever the other dates are. */
export function isDayFirstSql(text: string): string {
  // Where points stand in a date, the day is first; 26-01-02 may begin with its year.
  const part = (group: number): string => `regexp_extract(${text}, '${slashDate}', ${group})`
  const isLate = `coalesce(TRY_CAST(${part(1)} AS INTEGER), 0) > 12`
  return `(${part(2)} = '.' OR (${isLate} AND (${part(2)} = '/' OR length(${part(4)}) = 4)))`
}

/** SQL that says of a date such as 05/14/2024 that it is `sure` which of the numbers is the month; else `either`. */
export function dateOrderSql(text: string): string {
  const part = (group: number): string =>
    `TRY_CAST(regexp_extract(${text}, '${slashDate}', ${group}) AS INTEGER)`
  return `CASE WHEN regexp_matches(${text}, '${slashDate}') THEN
    CASE WHEN ${part(1)} = ${part(3)} THEN NULL WHEN ${part(1)} > 12 OR ${part(3)} > 12 THEN 'sure' ELSE 'either' END END`
}
