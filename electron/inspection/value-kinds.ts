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

const matches = (pattern: string): string => `regexp_matches(v, '${pattern.replace(/'/g, "''")}')`

/** Groups of three digits, parted by commas, blanks (also those that do not break) or apostrophes. */
const grouped = matches(
  "^\\s*[-+]?[0-9]{1,3}((,[0-9]{3})+|([ \\x{00a0}\\x{202f}][0-9]{3})+|(['\\x{2019}][0-9]{3})+)(\\.[0-9]+)?\\s*$",
)
const pointGrouped = matches('^\\s*[-+]?[0-9]{1,3}(\\.[0-9]{3})+(,[0-9]+)\\s*$')
const commaDecimal = matches('^\\s*[-+]?[0-9]*,[0-9]+\\s*$')
const whole = matches('^\\s*[-+]?([0-9]+|0[xX][0-9a-fA-F]+)\\s*$')
const number = matches('^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*$')

const rules: Readonly<Partial<Record<ScalarType, readonly (readonly [string, LostKind])[]>>> = {
  datetime: [
    [matches('^\\s*\\\\?/Date\\('), 'jsonDate'],
    [matches('^\\s*-?[0-9]{9,19}(\\.[0-9]+)?\\s*$'), 'epochNumber'],
    [
      `${matches(slashDate)} AND coalesce(TRY_CAST(regexp_extract(v, '${slashDate}', 3) AS INTEGER), 99) <= 12`,
      'dayFirst',
    ],
    [matches('^\\s*([0-9]{5,}|0000)-[0-9]{1,2}-'), 'outOfRange'],
  ],
  int: [
    [whole, 'outOfRange'],
    [grouped, 'groupedDigits'],
    [`${commaDecimal} OR ${pointGrouped}`, 'decimalComma'],
  ],
  real: [
    [grouped, 'groupedDigits'],
    [`${commaDecimal} OR ${pointGrouped}`, 'decimalComma'],
    [number, 'outOfRange'],
  ],
  dynamic: [['strlen(v) > 1048576', 'tooLong']],
}

/** SQL of the {@link LostKind} of a text `v` that is null as a value of `type`; `blank` for white space. */
export function lostKindSql(type: ScalarType): string {
  const words = nullWords.map((word) => `'${word}'`).join(', ')
  const own = rules[type === 'long' ? 'int' : type === 'decimal' ? 'real' : type] ?? []
  const blank = type === 'dynamic' ? `trim(v, ' \t\r\n') IN ('', 'null')` : `trim(v, ' \t\r\n') = ''`
  const cases: (readonly [string, string])[] = [
    ...(type === 'dynamic' ? own : []),
    [blank, 'blank'],
    [`lower(trim(v)) IN (${words})`, 'nullWord'],
    ...(type === 'dynamic' ? [] : own),
  ]
  return `CASE ${cases.map(([when, kind]) => `WHEN ${when} THEN '${kind}'`).join(' ')} ELSE 'notOfType' END`
}
