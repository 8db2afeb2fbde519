import { tooDeep } from './query-failure'
import { readStringLiteral } from './string-literal'

/** Levels of a syntax tree that the official parser analyzes; each bracket makes at least one. */
const deepestNesting = 500

/**
 * Looks at how deep brackets stand in brackets before the parser does: its time grows faster than the depth, and it
 * refuses such a text in the end.
 *
 * @throws KustoError for a text that is too deep to be analyzed.
 */
export function assertShallow(csl: string): void {
  const opening = /[([{]/
  // Strings, comments and brackets; all else is passed over at once.
  const next = /@?["'`~]|\/\/|[()[\]{}]/g
  let depth = 0
  for (let match = next.exec(csl); match !== null; match = next.exec(csl)) {
    const [mark] = match
    if (mark === '//') {
      const end = csl.slice(next.lastIndex).search(/[\n\r\u2028\u2029]/)
      if (end < 0) return
      next.lastIndex += end
    } else if (/["'`~]/.test(mark)) {
      const literal = readStringLiteral(csl, match.index)
      // The parser says better what is wrong with it.
      if (literal === 'unterminated') return
      if (literal !== undefined) next.lastIndex = literal.end
    } else if (!opening.test(mark)) {
      depth--
    } else if (++depth > deepestNesting) {
      throw tooDeep(csl, match.index)
    }
  }
}
