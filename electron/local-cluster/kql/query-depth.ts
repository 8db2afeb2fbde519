import { tooDeep } from './query-failure'
import { readStringLiteral } from './string-literal'

/** The deepest syntax tree that the official parser analyzes; each bracket adds at least one level. */
const deepestNesting = 500

/**
 * Checks how deeply brackets nest before the parser does: its time grows faster than the depth, and it would refuse
 * such a text in the end.
 *
 * @throws KustoError if the text is too deep to analyze.
 */
export function assertShallow(csl: string): void {
  const opening = /[([{]/
  // Strings, comments and brackets; everything else is skipped.
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
      // The parser's error is better.
      if (literal === 'unterminated') return
      if (literal !== undefined) next.lastIndex = literal.end
    } else if (!opening.test(mark)) {
      depth--
    } else if (++depth > deepestNesting) {
      throw tooDeep(csl, match.index)
    }
  }
}
