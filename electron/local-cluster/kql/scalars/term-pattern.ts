import { quoteText } from '../../sql-text'
import { scalar, type Scalar } from '../scalar'
import { lowerCase } from './comparison'

/** Where a needle must be bounded by the start or end of a term. */
export type TermKind = 'has' | 'hasprefix' | 'hassuffix'

const macros = { has: 'kql.has_cs', hasprefix: 'kql.hasprefix_cs', hassuffix: 'kql.hassuffix_cs' } as const

const termCharacter = /[\p{L}\p{N}]/u

/**
 * SQL for: the text has the needle as a term (or a term's start, end). A term is a maximal run of letters and
 * digits, so the underscore divides terms. A needle that begins or ends with another character needs no
 * boundary there. `contains` goes first, because it is much faster than a regular expression.
 */
export function termCondition(text: Scalar, needle: Scalar, kind: TermKind, caseSensitive: boolean): string {
  const hay = caseSensitive ? text : lowerCase(text)
  if (typeof needle.literal !== 'string') {
    const pattern = caseSensitive ? needle : lowerCase(needle)
    return `${macros[kind]}(${hay.sql}, ${pattern.sql})`
  }
  const literal = caseSensitive ? needle.literal : needle.literal.toLowerCase()
  if (literal === '') return 'TRUE'
  const characters = [...literal]
  const start = kind !== 'hassuffix' && termCharacter.test(characters[0] ?? '') ? '(?:^|[^\\pL\\pN])' : ''
  const end =
    kind !== 'hasprefix' && termCharacter.test(characters[characters.length - 1] ?? '')
      ? '(?:$|[^\\pL\\pN])'
      : ''
  const contains = `contains(${hay.sql}, ${quoteText(literal)})`
  if (start === '' && end === '') return contains
  const pattern = `${start}${escapeRegex(literal)}${end}`
  return `(${contains} AND regexp_matches(${hay.sql}, ${quoteText(pattern)}))`
}

/** `text has needle` as a value; strings are never null, so neither is it. */
export function termScalar(text: Scalar, needle: Scalar, kind: TermKind, caseSensitive: boolean): Scalar {
  return scalar(termCondition(text, needle, kind, caseSensitive), 'bool', false)
}

/** The text as a pattern that matches just it. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
