import { quoteText } from '../../engine/sql-text'
import { scalar, type Scalar } from '../scalar'
import { lowerCase } from './comparison'

/** Where a needle must be bounded by the start or end of a term. */
export type TermKind = 'has' | 'hasprefix' | 'hassuffix'

const macros = { has: 'kql.has_cs', hasprefix: 'kql.hasprefix_cs', hassuffix: 'kql.hassuffix_cs' } as const

const termCharacter = /[\p{L}\p{N}]/u
const isTerm = /^[\p{L}\p{N}]+$/u

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
  const { start, end } = boundsOf(literal, kind)
  const contains = `contains(${hay.sql}, ${quoteText(literal)})`
  if (start === '' && end === '') return contains
  const pattern = `${start}${escapeRegex(literal)}${end}`
  return `(${contains} AND regexp_matches(${hay.sql}, ${quoteText(pattern)}))`
}

/** Patterns before and behind a needle, for where a term must begin or end. */
function boundsOf(literal: string, kind: TermKind): { readonly start: string; readonly end: string } {
  const characters = [...literal]
  return {
    start: kind !== 'hassuffix' && termCharacter.test(characters[0] ?? '') ? '(?:^|[^\\pL\\pN])' : '',
    end:
      kind !== 'hasprefix' && termCharacter.test(characters[characters.length - 1] ?? '')
        ? '(?:$|[^\\pL\\pN])'
        : '',
  }
}

/** From so many needles on they are looked for together: to make a pattern for each takes longer than to search. */
const manyNeedles = 8

/** Needles of one pattern; the engine's patterns have a limit. */
const needlesOfPattern = 1000

/** Conditions of which one holds where the text has one of the needles as a term; their case does not count. */
export function anyTerm(text: Scalar, needles: readonly string[]): string[] {
  if (needles.length < manyNeedles) return needles.map((each) => hasLiteral(text, each))
  const hay = lowerCase(text).sql
  const groups = new Map<
    string,
    { readonly start: string; readonly end: string; readonly needles: string[] }
  >()
  for (const needle of new Set(needles.map((each) => each.toLowerCase()))) {
    if (needle === '') return ['TRUE']
    const { start, end } = boundsOf(needle, 'has')
    const group = groups.get(start + end) ?? { start, end, needles: [] }
    groups.set(start + end, group)
    group.needles.push(escapeRegex(needle))
  }
  return [...groups.values()].flatMap(({ start, end, needles: own }) =>
    Array.from({ length: Math.ceil(own.length / needlesOfPattern) }, (_each, index) => {
      const some = own.slice(index * needlesOfPattern, (index + 1) * needlesOfPattern)
      return `regexp_matches(${hay}, ${quoteText(`${start}(?:${some.join('|')})${end}`)})`
    }),
  )
}

/** Conditions that all hold where the text has each of the needles as a term; their case does not count. */
export function allTerms(text: Scalar, needles: readonly string[]): string[] {
  const lower = [...new Set(needles.map((each) => each.toLowerCase()))].filter((each) => each !== '')
  if (lower.length < manyNeedles) return lower.map((each) => hasLiteral(text, each))
  const terms = lower.filter((each) => isTerm.test(each))
  const others = lower.filter((each) => !isTerm.test(each)).map((each) => hasLiteral(text, each))
  if (terms.length === 0) return others
  const list = `[${terms.map(quoteText).join(', ')}]`
  return [`list_has_all(kql.terms(${lowerCase(text).sql}), ${list})`, ...others]
}

function hasLiteral(text: Scalar, literal: string): string {
  return termCondition(text, { sql: '', type: 'string', nullable: false, literal }, 'has', false)
}

/** `text has needle` as a value; strings are never null, so neither is it. */
export function termScalar(text: Scalar, needle: Scalar, kind: TermKind, caseSensitive: boolean): Scalar {
  return scalar(termCondition(text, needle, kind, caseSensitive), 'bool', false)
}

/** The text as a pattern that matches just it. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
