/**
 * Unpacks one block of Snappy (the raw format, without framing: google/snappy, format_description.txt).
 *
 * @throws Error if the block is malformed, or would unpack to more than `maximumBytes`.
 */
export function unpackSnappy(packed: Uint8Array, maximumBytes: number): Uint8Array {
  const { length, start } = readLength(packed)
  if (length > maximumBytes) throw new Error('The Snappy block is too long.')
  const out = new Uint8Array(length)
  let from = start
  let to = 0
  while (from < packed.length) {
    const tag = packed[from++] ?? 0
    const kind = tag & 3
    if (kind === 0) {
      let size = tag >> 2
      if (size >= 60) {
        const bytes = size - 59
        size = readNumber(packed, from, bytes)
        from += bytes
      }
      size++
      if (from + size > packed.length || to + size > length) throw malformed()
      out.set(packed.subarray(from, from + size), to)
      from += size
      to += size
      continue
    }
    const size = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
    const bytes = kind === 1 ? 1 : kind === 2 ? 2 : 4
    const offset = readNumber(packed, from, bytes) + (kind === 1 ? (tag >> 5) * 256 : 0)
    from += bytes
    if (offset === 0 || offset > to || to + size > length) throw malformed()
    // A copy may overlap what it just wrote, so it goes byte by byte.
    for (let index = 0; index < size; index++, to++) out[to] = out[to - offset] ?? 0
  }
  if (to !== length) throw malformed()
  return out
}

/** A little-endian number of up to four bytes. */
function readNumber(bytes: Uint8Array, from: number, count: number): number {
  if (from + count > bytes.length) throw malformed()
  let value = 0
  for (let index = 0; index < count; index++) value += (bytes[from + index] ?? 0) * 256 ** index
  return value
}

function readLength(packed: Uint8Array): { readonly length: number; readonly start: number } {
  let length = 0
  for (let start = 0; start < 5; start++) {
    const byte = packed[start]
    if (byte === undefined) break
    length += (byte & 0x7f) * 2 ** (7 * start)
    if (byte < 0x80) return { length, start: start + 1 }
  }
  throw malformed()
}

function malformed(): Error {
  return new Error('The Snappy block is malformed.')
}
