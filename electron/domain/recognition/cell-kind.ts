import { isJsonContainer } from './value-arrival'
import * as patterns from './value-patterns'

/** What a cell looks like; for telling delimiters and headers, never for data. */
export type CellKind =
  'empty' | 'nullWord' | 'bool' | 'number' | 'datetime' | 'timespan' | 'guid' | 'json' | 'address' | 'text'

/** Money and shares: a number with a sign of its unit before or after it. */
const amountPattern =
  /^[+-]?(?:[$€£¥₹]|USD|EUR|GBP|CHF|kr) ?[+-]?[0-9][0-9.,' ]*$|^[+-]?[0-9][0-9.,' ]* ?(?:%|[$€£¥₹]|USD|EUR|GBP|CHF|kr)$/
const addressPattern =
  /^(?:[a-z][a-z0-9+.-]*:\/\/\S+|[^\s@,;]+@[^\s@,;]+\.[A-Za-z]{2,}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?|www\.\S+)$/i
const monthDatePattern =
  /^(?:[0-9]{1,2}[- .])?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[- ]?(?:[0-9]{1,2},? )?[0-9]{2,4}(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?$/i

/** What `value` looks like. */
export function cellKind(value: string): CellKind {
  const text = value.trim()
  if (text === '') return 'empty'
  const first = text.charCodeAt(0)
  const isDigit = first >= 48 && first <= 57
  if (isDigit) return numberLike(text)
  if (patterns.isNullWord(text)) return 'nullWord'
  if (first === 43 || first === 45 || first === 46) return numberLike(text)
  if (/^(?:true|false)$/i.test(text)) return 'bool'
  if (patterns.guidPattern.test(text)) return 'guid'
  if (first === 123 || first === 91) return isJsonContainer(text) ? 'json' : 'text'
  if (patterns.rfcDatePattern.test(text) || monthDatePattern.test(text)) return 'datetime'
  if (addressPattern.test(text)) return 'address'
  return amountPattern.test(text) ? 'number' : 'text'
}

function numberLike(text: string): CellKind {
  if (patterns.numberPattern.test(text) && /[0-9]/.test(text)) return 'number'
  if (
    patterns.isoDatePattern.test(text) ||
    patterns.numericDatePattern.test(text) ||
    patterns.rfcDatePattern.test(text)
  ) {
    return 'datetime'
  }
  if (patterns.timespanPattern.test(text)) return 'timespan'
  if (patterns.groupedDigitsPattern.test(text) || patterns.decimalCommaPattern.test(text)) return 'number'
  if (patterns.guidPattern.test(text)) return 'guid'
  if (addressPattern.test(text)) return 'address'
  if (monthDatePattern.test(text)) return 'datetime'
  return amountPattern.test(text) ? 'number' : 'text'
}
