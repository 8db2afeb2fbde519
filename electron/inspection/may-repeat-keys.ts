import { comma, openBrace, quote } from '../domain/json-bytes'

const blank = 0x20

/** Keys of one value that are compared; one with more is looked at more closely. */
const mostKeys = 100

/**
 * Whether JSON texts may have a key twice in one object. Finds every one that has, and others, such as those with the same
 * key in two objects: it looks at what stands before colons, which is ten times as fast as reading it all.
 *
 * @param lines Texts, or records that hold them, each in a line of its own. With quotes doubled, a text may take several
 * lines.
 */
export function mayRepeatKeys(lines: string): boolean {
  const hashes = new Int32Array(mostKeys)
  const lineEnds = new Ends(lines, '\n')
  const objectEnds = new Ends(lines, '}"')
  const arrayEnds = new Ends(lines, ']"')
  let count = 0
  /** Where the text with the last key ends. */
  let end = 0
  for (let colon = lines.indexOf(':'); colon >= 0; colon = lines.indexOf(':', colon + 1)) {
    let at = colon - 1
    while (lines.charCodeAt(at) <= blank) at--
    if (lines.charCodeAt(at) !== quote) continue
    at--
    const isDoubled = lines.charCodeAt(at) === quote
    if (isDoubled) at--
    if (colon > end) {
      count = 0
      end = isDoubled ? Math.min(objectEnds.after(colon), arrayEnds.after(colon)) : lineEnds.after(colon)
    }
    // Two quotes alone are an empty key.
    const before = lines.charCodeAt(at)
    const isEmpty = isDoubled && (before <= blank || before === comma || before === openBrace)
    let hash = 0
    for (; at >= 0 && !isEmpty; at--) {
      const code = lines.charCodeAt(at)
      if (code === quote) break
      hash = (Math.imul(hash, 31) + code) | 0
    }
    for (let index = 0; index < count; index++) if (hashes[index] === hash) return true
    if (count === mostKeys) return true
    hashes[count++] = hash
  }
  return false
}

/** Places of what ends a text: a line end, or a closing bracket with the quote that ends its field. */
class Ends {
  readonly #lines: string
  readonly #mark: string
  #next = -1

  constructor(lines: string, mark: string) {
    this.#lines = lines
    this.#mark = mark
  }

  /** The first one after `from`, which only grows. */
  after(from: number): number {
    while (this.#next <= from) {
      const found = this.#lines.indexOf(this.#mark, from)
      const isOfText = this.#mark.length > 1 && this.#lines.charCodeAt(found + 2) === quote
      if (found < 0) this.#next = this.#lines.length
      else if (!isOfText) this.#next = found
      else from = found + 1
    }
    return this.#next
  }
}
