/**
 * What single values of text look like. Written for both regular expression engines that use them, JavaScript's and
 * DuckDB's (RE2): no look-around, no references back, and no flags; case is spelt out or the caller lowers it first.
 */

/** Words that stand for "no value" in exports of databases, pandas, R and spreadsheets; in lower case. */
export const nullWords: readonly string[] = [
  'null',
  '\\n',
  'n/a',
  '#n/a',
  'na',
  '<na>',
  'nan',
  'none',
  'nil',
  '(null)',
  '[null]',
  '<null>',
  'nat',
  '-',
  '--',
  '#value!',
  '#div/0!',
  '#ref!',
  '#null!',
]

const nullWordSet = new Set(nullWords)

/** Whether a value is a word for "no value". */
export function isNullWord(value: string): boolean {
  return value.length <= 8 && nullWordSet.has(value.trim().toLowerCase())
}

/** Numbers as real and decimal take them; group 1: whole digits, 2: decimals, 3: exponent. */
export const numberPattern = /^[+-]?([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/

export const wholePattern = /^[+-]?[0-9]+$/

/** Zeros in front are part of a code, not of a number. */
export const leadingZerosPattern = /^ *[+-]?0[0-9]/

const currencySigns = '[$€£¥₹₽₩₺₪₫฿₴₦]'
const currencyCodes = 'AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|SEK|USD|ZAR'

/** An amount of money: a currency's sign or code before or after the number. */
export const moneyPattern = new RegExp(
  `^ *[+-]?(?:(?:[A-Z]{0,3}${currencySigns}|${currencyCodes}) ?[+-]?[0-9][0-9.,' \\u00a0\\u202f]*|[0-9][0-9.,' \\u00a0\\u202f]*(?:${currencySigns}|${currencyCodes}|kr|zł|Kč|Ft)\\.?) *$`,
)

/** A number and its unit: any word after a blank, as in 12 boxes, or a sign or usual unit right after it, as in 5% or 12kg. */
export const unitPattern =
  /^ *[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?(?:[ \u00a0\u202f]+[A-Za-zµμΩ°%‰′″][A-Za-z0-9µμΩ°%²³/*^·.-]{0,15}|[ \u00a0\u202f]*(?:%|‰|°|′|″|Ω)[CF]?|[kcm]?g|[µμmn]?s|[kMGT]?i?B|[kMG]?bps|[kMG]?Hz|[kMGm]?Wh?|[km]?V|m?A|[hkM]?Pa|m?bar|[kcmµμn]?m|[cdm]?[lL]|km\/h|m\/s|mph|lbs?|oz|ft|min|hrs?|h|dB|px|pcs|pp[mb]|psi) *$/

/** A negative number as accountants write it: (12.50). */
export const bracketedNumberPattern = /^ *\([0-9][0-9.,]*\) *$/

/** A text that spreadsheets are kept from reading as a number: ="01234". */
export const formulaTextPattern = /^ *="[^"]*" *$/

/** A day as spreadsheets count it, with the time as a fraction: 45292.5; from 1927 to 2173. */
export const serialDatePattern = /^ *([1-9][0-9]{4})(?:[.]([0-9]+))? *$/

/** What real takes beside numbers. */
export const notFinitePattern = /^[+-]?(?:[nN][aA][nN]|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?)$/

/** 1.234,56 or 3,14: a comma for the decimals, points or blanks for the groups. */
export const decimalCommaPattern =
  /^[+-]?(?:[0-9]+|[0-9]{1,3}(?:[. \u00a0\u202f'’][0-9]{3})+),[0-9]+(?:[eE][+-]?[0-9]+)?$/

/** 1,234 or 1,234.50 or 1 234: digits in groups of three, decimals (if any) after a point. */
export const groupedDigitsPattern =
  /^[+-]?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:[ \u00a0\u202f'’_][0-9]{3})+)(?:\.[0-9]+)?$/

/** 2024-02-29, with a time of day, decimals and an offset or not; groups 1 to 6: year to second, 7: decimals. */
export const isoDatePattern =
  /^([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:[Tt ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?(?: ?(?:[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))?)?$/

/** A date of RFC 822, 850 or 1123, with a time of day; groups: day, month's name, year, hour, minute, second. */
export const rfcDatePattern =
  /^(?:[A-Za-z]{3,9}, ?)?([0-9]{1,2})[ -]([A-Za-z]{3})[ -]([0-9]{2,4}) ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: (?:GMT|UTC|Z))?$/

/** 31/12/2024, 31.12.2024 or 12-31-2024, whichever comes first; groups: first, second, year, the time of day. */
export const numericDatePattern =
  /^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4}|[0-9]{2})(?:,?[T ]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp]\.?[Mm]\.?)?))?$/

/** The numeric date that Kusto reads, month first; the time of day needs its seconds. */
export const monthFirstPattern =
  /^([0-9]{1,2})\/([0-9]{1,2})\/([0-9]{4})(?: ([0-9]{1,2}):([0-9]{2}):([0-9]{2})( [AaPp][Mm])?)?$/

/** `[-][d.]hh:mm[:ss[.fffffff]]`; groups: sign, days, hours, minutes, seconds, decimals. */
export const timespanPattern =
  /^([+-]?)(?:([0-9]{1,8})\.)?([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{1,7}))?)?$/

export const guidPattern =
  /^[{(]?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}[)}]?$/

/** What .NET's older serializers write for a time: `/Date(1704067200000+0100)/`. */
export const jsonDatePattern = /^\\?\/Date\((-?[0-9]+)([+-][0-9]{4})?\)\\?\/$/

/** Units that times since 1970 come in, with the years 1990 to 2100 in each. */
const epochUnits = [
  { unit: 'Seconds', from: 631_152_000, until: 4_102_444_800 },
  { unit: 'Milliseconds', from: 631_152_000_000, until: 4_102_444_800_000 },
  { unit: 'Microseconds', from: 631_152_000_000_000, until: 4_102_444_800_000_000 },
  { unit: 'Nanoseconds', from: 631_152_000_000_000_000, until: 4_102_444_800_000_000_000 },
] as const

export type EpochUnit = (typeof epochUnits)[number]['unit']

/** Names of fields that hold times. */
export const timeNamePattern =
  /(?:^|[^a-z])(?:time|date|at|ts|epoch|unix|when|created|updated|modified|since|until|expires?|start|end|zeit|datum|fecha|heure|data|hora)(?:$|[^a-z])|time|date$|stamp/

/** The unit in which a number is a time between 1990 and 2100; undefined if it is none. */
export function epochUnitOf(value: string): EpochUnit | undefined {
  if (!/^[0-9]{9,19}(?:\.[0-9]+)?$/.test(value)) return undefined
  const number = Number(value)
  return epochUnits.find(({ from, until }) => number >= from && number < until)?.unit
}
