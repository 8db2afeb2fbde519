import { quoteText } from '../../engine/sql-text'
import type { Scalar } from '../scalar'
import { lowerCase } from './comparison'

/** Where a needle must be at the start or end of a term. */
type TermKind = 'has' | 'hasprefix' | 'hassuffix'

const macros = { has: 'kql.has_cs', hasprefix: 'kql.hasprefix_cs', hassuffix: 'kql.hassuffix_cs' } as const

const termCharacter = /[\p{L}\p{N}]/u
const isTerm = /^[\p{L}\p{N}]+$/u

/**
 * SQL for: the text has the needle as a term (or a term's start or end). A term is a maximal run of letters and
 * digits, so an underscore separates terms. Where a needle starts or ends with another character, it needs no
 * boundary. `contains` comes first, because it is much faster than a regular expression.
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

/** Patterns before and after a needle, where a term must start or end. */
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

/**
 * From this many needles on, they are searched for together: compiling a pattern for each takes longer than
 * searching.
 */
const manyNeedles = 8

/** Needles per pattern; the engine limits a pattern's size. */
const needlesOfPattern = 1000

/** Conditions of which one holds if the text has one of the needles as a term, ignoring case. */
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

/** Conditions that all hold if the text has each needle as a term, ignoring case. */
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

/** A pattern that matches exactly this text. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
