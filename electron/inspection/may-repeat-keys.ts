import { backslash, quote } from '../domain/json-bytes'

const blank = 0x20

/** Keys of one value that are compared; one with more is looked at more closely. */
const mostKeys = 100

/**
 * Whether JSON texts may have a key twice in one object. Finds every one that has, and others, such as those with the same
 * key in two objects: it looks at what stands before colons, which is ten times as fast as reading it all.
 *
 * @param lines Texts, each in a line of its own.
 */
export function mayRepeatKeys(lines: string): boolean {
  const hashes = new Int32Array(mostKeys)
  let count = 0
  /** Where the text with the last key ends. */
  let end = 0
  for (let colon = lines.indexOf(':'); colon >= 0; colon = lines.indexOf(':', colon + 1)) {
    let at = colon - 1
    while (lines.charCodeAt(at) <= blank) at--
    if (lines.charCodeAt(at) !== quote) continue
    at--
    if (colon > end) {
      count = 0
      end = lines.indexOf('\n', colon)
      if (end < 0) end = lines.length
    }
    let hash = 0
    for (; at >= 0; at--) {
      const code = lines.charCodeAt(at)
      if (code === quote) break
      // With escapes, it may be the same as a key of other letters.
      if (code === backslash) return true
      hash = (Math.imul(hash, 31) + code) | 0
    }
    for (let index = 0; index < count; index++) if (hashes[index] === hash) return true
    if (count === mostKeys) return true
    hashes[count++] = hash
  }
  return false
}
