import type { TypeChoice } from '../schema/inspection'
import type { FieldConversion } from '../conversion/field-conversion'
import type { ScalarType } from '../scalar-type'
import { arrivalOf, dateOrder, hasLeadingZero } from './value-arrival'
import * as patterns from './value-patterns'

/** What the values of a column suggest. */
export interface TypeGuess {
  readonly inferred: ScalarType
  /** The inferred type first, then others by what they lose; types that would lose everything are left out. */
  readonly choices: readonly TypeChoice[]
}

/**
 * Guesses a column's type from some of its values. A column gets a type only if each value keeps its meaning in it:
 * codes with leading zeros, numbers that no number type holds, and dates in which day and month can be confused stay
 * `string`, and the choices name what would turn them into more. `int` is never inferred, only offered. Words for "no
 * value" (NULL, N/A, \N) count against no type, but as lost, because they become null.
 *
 * @param values Empty ones are left out of account.
 * @param options.name Of the field: a number that could be a time since 1970 is only then offered as one first.
 * @param options.isDelimited Whether the format is delimited text, where a conversion does what a mapping's transform
 *   does in JSON.
 * @param options.isText Whether the values are strings of JSON: then digits are text that looks like a number.
 */
export function inferType(
  values: readonly string[],
  options: { readonly name?: string; readonly isDelimited?: boolean; readonly isText?: boolean } = {},
): TypeGuess {
  const present = values.map((value) => value.trim()).filter((value) => value !== '')
  const found = inferredType(present)
  const isNumberInText = options.isText === true && ['bool', 'long', 'real', 'decimal'].includes(found)
  const inferred = isNumberInText ? 'string' : found
  const choices = new Map<string, TypeChoice>()
  for (const type of offered) {
    const lost = present.filter((value) => arrivalOf(type, value) !== 'kept').length
    if (type === 'string' || type === inferred || lost < present.length) choices.set(type, { type, lost })
  }
  const converted = conversionChoices(present, options)
  const rest = [...choices.values()].filter(({ type }) => type !== inferred)
  const isOfBetterUse = converted.filter(({ type }) => type !== inferred)
  return {
    inferred,
    choices: [
      choices.get(inferred) ?? { type: inferred, lost: 0 },
      ...isOfBetterUse,
      ...rest.sort((left, right) => left.lost - right.lost),
    ],
  }
}

/** Types that are weighed, in the order in which they are named if they lose the same. */
const offered: readonly ScalarType[] = [
  'string',
  'long',
  'real',
  'decimal',
  'datetime',
  'timespan',
  'bool',
  'guid',
  'int',
  'dynamic',
]

function inferredType(present: readonly string[]): ScalarType {
  const values = present.filter((value) => !patterns.isNullWord(value))
  const notFinite = present.filter((value) => patterns.notFinitePattern.test(value))
  if (values.length === notFinite.filter((value) => !patterns.isNullWord(value)).length) return 'string'
  const all = (type: ScalarType): boolean => values.every((value) => arrivalOf(type, value) === 'kept')
  if (values.every((value) => /^(?:true|false)$/i.test(value))) return 'bool'
  if (isNumeric(values)) {
    // Of the number types, only real has a NaN.
    if (all('long')) return notFinite.length === 0 ? 'long' : 'real'
    // Whole numbers that are too long to count with are codes.
    if (values.every((value) => patterns.wholePattern.test(value))) return 'string'
    // Digits beyond those of a double matter where someone keeps accounts, not where a program printed its doubles.
    return values.some(hasManyDigits) && all('decimal') ? 'decimal' : 'real'
  }
  if (isDatetime(values)) return 'datetime'
  if (values.every((value) => value.includes(':')) && all('timespan')) return 'timespan'
  if (all('guid')) return 'guid'
  return all('dynamic') ? 'dynamic' : 'string'
}

/** Whether a number has more digits than a program needs to write a double, and is no double written out in full. */
function hasManyDigits(value: string): boolean {
  const digits = value.replace(/^[+-]?[0.]*/, '').replace('.', '')
  return digits.length > 17 && /^[0-9]+$/.test(digits) && arrivalOf('real', value) !== 'kept'
}

/** Whether all values are numbers, and none is a code made of digits. */
function isNumeric(values: readonly string[]): boolean {
  if (!values.every((value) => isNumber(value) && !hasLeadingZero(value))) return false
  // A plus sign in front of all of them is that of a telephone number.
  return !values.some((value) => value.startsWith('+')) || values.some((value) => value.startsWith('-'))
}

/** Whether a text is a number that is neither too large nor too small for a double. */
function isNumber(value: string): boolean {
  const arrival = arrivalOf('real', value)
  return arrival === 'kept' || (arrival === 'changed' && Number(value) !== 0)
}

function isDatetime(values: readonly string[]): boolean {
  const orders = values.map(dateOrder).filter((order) => order !== undefined)
  // 01/02/2024 is two days. One month-first date among them settles it, unless another says the opposite.
  if (orders.length > 0 && (!orders.includes('monthFirst') || orders.includes('dayFirst'))) return false
  // More than seven decimals of a second are cut, which no one takes for another time.
  return values.every(
    (value) =>
      arrivalOf('datetime', value) === 'kept' ||
      (arrivalOf('datetime', value) === 'changed' && patterns.isoDatePattern.test(value)),
  )
}

function conversionChoices(
  present: readonly string[],
  { name = '', isDelimited = true }: { readonly name?: string; readonly isDelimited?: boolean },
): TypeChoice[] {
  const values = present.filter((value) => !patterns.isNullWord(value))
  if (values.length === 0) return []
  const lost = present.length - values.length
  const unit = commonEpochUnit(values)
  if (unit !== undefined) {
    const choice: TypeChoice = isDelimited
      ? { type: 'datetime', lost, conversion: `unix${unit}` }
      : { type: 'datetime', lost, transform: `DateTimeFromUnix${unit}` }
    return patterns.timeNamePattern.test(splitWords(name)) || unit !== 'Seconds' ? [choice] : []
  }
  if (!isDelimited) return []
  const convert = (type: ScalarType, conversion: FieldConversion): TypeChoice[] => [
    { type, lost, conversion },
  ]
  const orders = values.map(dateOrder)
  const isDated = (value: string, index: number): boolean =>
    orders[index] === 'dayFirst' || orders[index] === 'either' || arrivalOf('datetime', value) === 'kept'
  if (orders.includes('dayFirst') && !orders.includes('monthFirst') && values.every(isDated))
    return convert('datetime', 'dayFirst')
  // With a comma, one value that cannot be groups of thousands decides for all of them.
  const isDecimal = values.some(
    (value) => patterns.decimalCommaPattern.test(value) && !patterns.groupedDigitsPattern.test(value),
  )
  const isCommaNumber = (value: string): boolean =>
    patterns.decimalCommaPattern.test(value) || /^[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)$/.test(value)
  if (isDecimal && values.every(isCommaNumber)) return convert('real', 'decimalComma')
  const isGrouped = (value: string): boolean =>
    patterns.groupedDigitsPattern.test(value) || arrivalOf('real', value) === 'kept'
  if (values.some((value) => patterns.groupedDigitsPattern.test(value)) && values.every(isGrouped)) {
    return convert(values.some((value) => value.includes('.')) ? 'real' : 'long', 'groupedDigits')
  }
  return []
}

/** The unit in which all values are times; undefined if they differ or are not. */
function commonEpochUnit(values: readonly string[]): patterns.EpochUnit | undefined {
  const units = new Set(values.map(patterns.epochUnitOf))
  const [unit] = units
  return units.size === 1 ? unit : undefined
}

/** `createdAt` as `created at`. */
function splitWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_\-.]+/g, ' ')
    .toLowerCase()
}
