import { quote } from '../domain/json-bytes'

/** Stands between values that are looked at together: JSON has this character only escaped. */
export const betweenValues = '\u001e'

const blank = 0x20

/** Keys of one value that are compared; one with more is looked at more closely. */
const mostKeys = 100

/**
 * Whether one of several JSON texts may have a key twice in one object. Finds every one that has, and others, such as those
 * with the same key in two objects: it looks at what stands before colons, which is ten times as fast as reading it all.
 *
 * @param texts Joined by {@link betweenValues}.
 */
export function mayRepeatKeys(texts: string): boolean {
  const hashes = new Int32Array(mostKeys)
  let count = 0
  let end = 0
  for (let colon = texts.indexOf(':'); colon >= 0; colon = texts.indexOf(':', colon + 1)) {
    let at = colon - 1
    while (texts.charCodeAt(at) <= blank) at--
    if (texts.charCodeAt(at) !== quote) continue
    if (colon > end) {
      count = 0
      const next = texts.indexOf(betweenValues, colon)
      end = next < 0 ? texts.length : next
    }
    let hash = 0
    for (at--; at >= 0; at--) {
      const code = texts.charCodeAt(at)
      if (code === quote) break
      hash = (Math.imul(hash, 31) + code) | 0
    }
    for (let index = 0; index < count; index++) if (hashes[index] === hash) return true
    if (count === mostKeys) return true
    hashes[count++] = hash
  }
  return false
}
