const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
const colon = 0x3a
const comma = 0x2c
const lineFeed = 0x0a

/** Objects with more keys than this are searched by a set. */
const fewKeys = 24

/** A key that an object of a record has more than once. */
export interface RepeatedKey {
  /** The number of the record's line, from 1. */
  readonly number: number
  /** The keys that lead to the object, and the one that is repeated. */
  readonly path: readonly string[]
}

/** An object or array that is open. */
interface Level {
  isObject: boolean
  /** Hashes of an object's keys so far, and where each stands. */
  count: number
  hashes: number[]
  starts: number[]
  ends: number[]
  many: Map<number, number[]> | undefined
}

/**
 * Finds records with a key twice in one object, at any depth. JSON lets that pass (RFC 8259, 4), and whoever reads it
 * keeps one of the values. Lines that are no JSON may be told as well: whoever asks knows which are.
 *
 * @param bytes Records, one a line.
 */
export function repeatedKeys(bytes: Uint8Array): RepeatedKey[] {
  const found: RepeatedKey[] = []
  const levels: Level[] = []
  let depth = 0
  let line = 1
  /** Whether a string that begins here is a key. */
  let isKeyNext = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    // Commas and brackets are rarer than what stands between them.
    if (byte > comma && byte < openBracket) {
      if (byte === colon) isKeyNext = false
      continue
    }
    switch (byte) {
      case quote: {
        const end = endOfString(bytes, at + 1)
        if (isKeyNext) {
          const level = levels[depth - 1]
          if (level !== undefined && isRepeated(bytes, level, at + 1, end))
            found.push({ number: line, path: pathOf(bytes, levels, depth) })
        }
        at = end
        break
      }
      case openBrace:
      case openBracket: {
        const level = (levels[depth] ??= newLevel())
        level.isObject = byte === openBrace
        level.count = 0
        level.many = undefined
        depth++
        isKeyNext = level.isObject
        break
      }
      case closeBrace:
      case closeBracket:
        depth = Math.max(0, depth - 1)
        isKeyNext = false
        break
      case comma:
        isKeyNext = levels[depth - 1]?.isObject === true && depth > 0
        break
      case lineFeed:
        line++
        depth = 0
        isKeyNext = false
        break
    }
  }
  return found
}

function newLevel(): Level {
  return { isObject: false, count: 0, hashes: [], starts: [], ends: [], many: undefined }
}

/** Where the quote is that ends a string; the end of its line if there is none. */
function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === quote) return at
    if (byte === backslash) at++
    // The line end itself is for whoever counts them.
    else if (byte === lineFeed) return at - 1
  }
  return bytes.length
}

/** Whether an object has a key already; remembers it. */
function isRepeated(bytes: Uint8Array, level: Level, start: number, end: number): boolean {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  const { count, hashes, starts, ends } = level
  const isSame = (index: number): boolean => isEqual(bytes, start, end, starts[index] ?? 0, ends[index] ?? 0)
  let isKnown = false
  if (count < fewKeys) {
    for (let index = 0; index < count && !isKnown; index++) isKnown = hashes[index] === hash && isSame(index)
  } else {
    level.many ??= indexOf(hashes, count)
    isKnown = level.many.get(hash)?.some(isSame) ?? false
    const alike = level.many.get(hash)
    if (alike === undefined) level.many.set(hash, [count])
    else alike.push(count)
  }
  hashes[count] = hash
  starts[count] = start
  ends[count] = end
  level.count = count + 1
  return isKnown
}

function indexOf(hashes: readonly number[], count: number): Map<number, number[]> {
  const index = new Map<number, number[]>()
  for (let at = 0; at < count; at++) {
    const hash = hashes[at] ?? 0
    index.set(hash, [...(index.get(hash) ?? []), at])
  }
  return index
}

function isEqual(bytes: Uint8Array, start: number, end: number, other: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - other) return false
  for (let at = 0; at < end - start; at++) if (bytes[start + at] !== bytes[other + at]) return false
  return true
}

/** The last keys of the objects that are open. */
function pathOf(bytes: Uint8Array, levels: readonly Level[], depth: number): string[] {
  return levels.slice(0, depth).flatMap(({ isObject, count, starts, ends }) => {
    const raw = bytes.subarray(starts[count - 1] ?? 0, ends[count - 1] ?? 0)
    return isObject && count > 0 ? [new TextDecoder().decode(raw)] : []
  })
}
