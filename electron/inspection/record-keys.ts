import {
  quote,
  backslash,
  openBrace,
  closeBrace,
  openBracket,
  closeBracket,
  comma,
} from '../domain/json-bytes'

const lineFeed = 0x0a
const colon = 0x3a

/** For hashes (FNV). */
const prime = 0x01000193

/** Objects with more keys than this are searched by an index. */
const fewKeys = 32

/** Longest text of a value that is told, in bytes. */
const longestValue = 200

/** Hashes of keys that are remembered in a plain table, which most keys are found in; a power of two less one. */
const latelySeen = 1023

/** A key that an object of a record has more than once. */
export interface RepeatedKey {
  /** The number of the record's line, from 1. */
  readonly number: number
  /** The keys that lead to the object, and the one that is repeated. */
  readonly path: readonly string[]
  /** The JSON of its first value, which stays, and of the one that is lost; both cut. */
  readonly kept: string
  readonly lost: string
}

/** What the keys of some records are. */
export interface RecordKeys {
  readonly repeated: readonly RepeatedKey[]
  /** The keys of the records themselves, each once. */
  readonly own: ReadonlySet<string>
}

/** An object or array that is open. */
class Level {
  isObject = false
  /** Of an object's keys so far: their hashes, and where each begins and ends. */
  count = 0
  hashes: Int32Array = new Int32Array(fewKeys)
  starts: Int32Array = new Int32Array(fewKeys)
  ends: Int32Array = new Int32Array(fewKeys)
  /** Bits of the hashes: a key whose bit is not set is new. */
  bits = 0
  /** The keys by their hashes, once there are many. */
  many: Map<number, number[]> | undefined
  /** Whether a key is written with escapes, so that it may be the same as one of other bytes. */
  hasEscapes = false

  begin(isObject: boolean): void {
    this.isObject = isObject
    this.count = 0
    this.bits = 0
    this.many = undefined
    this.hasEscapes = false
  }

  /** Where the same key of the object ended before, or -1; remembers the key. */
  endBefore(bytes: Uint8Array, hash: number, start: number, end: number): number {
    const bit = 1 << (hash & 31)
    const before = this.hasEscapes
      ? this.#endOfSame(keyText(bytes, start, end), bytes)
      : (this.bits & bit) === 0
        ? -1
        : this.#endOf(bytes, hash, start, end)
    this.bits |= bit
    this.#remember(hash, start, end)
    return before
  }

  #endOfSame(key: string, bytes: Uint8Array): number {
    const ends = this.ends.subarray(0, this.count)
    return ends.find((end, at) => keyText(bytes, this.starts[at] ?? 0, end) === key) ?? -1
  }

  #endOf(bytes: Uint8Array, hash: number, start: number, end: number): number {
    const { hashes, starts, ends } = this
    if (this.many !== undefined) {
      for (const at of this.many.get(hash) ?? [])
        if (isEqual(bytes, start, end, starts[at] ?? 0, ends[at] ?? 0)) return ends[at] ?? 0
      return -1
    }
    for (let at = 0; at < this.count; at++)
      if (hashes[at] === hash && isEqual(bytes, start, end, starts[at] ?? 0, ends[at] ?? 0))
        return ends[at] ?? 0
    return -1
  }

  #remember(hash: number, start: number, end: number): void {
    const at = this.count++
    if (at === this.hashes.length) this.#grow()
    this.hashes[at] = hash
    this.starts[at] = start
    this.ends[at] = end
    if (at < fewKeys) return
    if (this.many === undefined) {
      this.many = new Map()
      for (let index = 0; index < at; index++) this.#index(this.many, index)
    }
    this.#index(this.many, at)
  }

  #index(many: Map<number, number[]>, at: number): void {
    const hash = this.hashes[at] ?? 0
    const alike = many.get(hash)
    if (alike === undefined) many.set(hash, [at])
    else alike.push(at)
  }

  #grow(): void {
    const longer = (old: Int32Array): Int32Array => {
      const grown = new Int32Array(old.length * 2)
      grown.set(old)
      return grown
    }
    this.hashes = longer(this.hashes)
    this.starts = longer(this.starts)
    this.ends = longer(this.ends)
  }
}

/**
 * Reads the keys of records, and finds those that stand twice in one object, at any depth. JSON lets that pass (RFC 8259,
 * 4), and whoever reads it keeps one of the values; here it is the first. Of lines that are no JSON it may find some as
 * well.
 *
 * @param bytes Records, one a line.
 */
export function recordKeys(bytes: Uint8Array): RecordKeys {
  const found: RepeatedKey[] = []
  const own = new Map<number, string>()
  // Nothing that is in a place at first belongs there.
  const lately = Int32Array.from({ length: latelySeen + 1 }, (_, at) => at + 1)
  const levels: Level[] = []
  const { length } = bytes
  let level: Level | undefined
  let depth = 0
  let line = 1
  /** Whether a string that begins here is a key. */
  let isKeyNext = false
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] as number
    if (byte === quote) {
      let hash = 0
      const start = ++at
      for (; at < length; at++) {
        const one = bytes[at] as number
        if (one === quote) break
        if (one === backslash) {
          at++
          if (isKeyNext && level !== undefined) level.hasEscapes = true
        } else if (one === lineFeed) {
          // A text that never ends: its line end is counted below.
          at--
          break
        }
        if (isKeyNext) hash = Math.imul(hash ^ one, prime)
      }
      if (isKeyNext && level !== undefined) {
        // The low bits of a product are the worst.
        const mixed = hash ^ (hash >>> 15)
        const before = level.endBefore(bytes, mixed, start, at)
        if (before >= 0) {
          const path = pathOf(bytes, levels, depth)
          found.push({ number: line, path, kept: valueAfter(bytes, before), lost: valueAfter(bytes, at) })
        } else if (depth === 1 && lately[mixed & latelySeen] !== mixed) {
          lately[mixed & latelySeen] = mixed
          if (!own.has(mixed)) own.set(mixed, keyText(bytes, start, at))
        }
        isKeyNext = false
      }
    } else if (byte === comma) isKeyNext = level?.isObject === true
    else if (byte >= openBracket || byte === lineFeed) {
      if (byte === openBrace || byte === openBracket) {
        level = levels[depth] ??= new Level()
        depth++
        level.begin(byte === openBrace)
        isKeyNext = level.isObject
      } else if (byte === closeBrace || byte === closeBracket) {
        depth = Math.max(0, depth - 1)
        level = depth === 0 ? undefined : levels[depth - 1]
        isKeyNext = false
      } else if (byte === lineFeed) {
        line++
        depth = 0
        level = undefined
        isKeyNext = false
      }
    }
  }
  return { repeated: found, own: new Set(own.values()) }
}

/** The JSON of the value of a key that ends at `end`, cut. */
function valueAfter(bytes: Uint8Array, end: number): string {
  const colonAt = bytes.indexOf(colon, end)
  let start = colonAt < 0 ? bytes.length : colonAt + 1
  while ((bytes[start] ?? 0x21) <= 0x20) start++
  const last = Math.min(bytes.length, start + longestValue)
  let depth = 0
  let at = start
  for (; at < last; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      for (at++; at < last && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++
    } else if (byte === openBrace || byte === openBracket) depth++
    else if (byte === closeBrace || byte === closeBracket) {
      if (depth === 0) break
      depth--
    } else if (depth === 0 && (byte === comma || byte === lineFeed)) break
  }
  const isCut = at >= last && last < bytes.length
  const text = new TextDecoder().decode(bytes.subarray(start, Math.min(at, last))).trim()
  return isCut ? `${text}…` : text
}

/** A key as it is meant: its escapes are read. */
function keyText(bytes: Uint8Array, start: number, end: number): string {
  const raw = new TextDecoder().decode(bytes.subarray(start, end))
  if (!raw.includes('\\')) return raw
  try {
    return String(JSON.parse(`"${raw}"`))
  } catch {
    return raw
  }
}

function isEqual(bytes: Uint8Array, start: number, end: number, other: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - other) return false
  for (let at = 0; at < end - start; at++) if (bytes[start + at] !== bytes[other + at]) return false
  return true
}

/** The last keys of the objects that are open. */
function pathOf(bytes: Uint8Array, levels: readonly Level[], depth: number): string[] {
  return levels.slice(0, depth).flatMap(({ isObject, count, starts, ends }) => {
    return isObject && count > 0 ? [keyText(bytes, starts[count - 1] ?? 0, ends[count - 1] ?? 0)] : []
  })
}
