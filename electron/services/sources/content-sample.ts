import { constants, gunzipSync, inflateRawSync } from 'node:zlib'

/** So much of a compressed head is unpacked; it becomes 16 MB at worst. */
const unpackedHeadBytes = 16_384

/** The first bytes of what a gzip file holds; null when it cannot be unpacked. */
export function unpackGzipHead(head: Buffer): Buffer | null {
  return unpack(() => gunzipSync(head.subarray(0, unpackedHeadBytes), partial))
}

/** The first bytes of the first file in a zip; null when it is stored in a way that cannot be read. */
export function unpackZipHead(head: Buffer): Buffer | null {
  if (head.length < 30) return null
  const method = head.readUInt16LE(8)
  const start = 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  const body = head.subarray(start, start + unpackedHeadBytes)
  if (method === 0) return body
  return method === 8 ? unpack(() => inflateRawSync(body, partial)) : null
}

/** Gives what there is when the input ends in the middle. */
const partial = { finishFlush: constants.Z_SYNC_FLUSH } as const

function unpack(work: () => Buffer): Buffer | null {
  try {
    return work()
  } catch {
    // Damaged, or something else under that name: null says so, and the caller tells the user.
    return null
  }
}

/** Text of the start of a file, or where its first byte is that no UTF-8 text has. */
export type DecodedText = { readonly text: string } | { readonly invalidAt: number }

/**
 * Decodes UTF-8; a byte order mark is left out.
 *
 * @param isWhole False when a character may be cut at the end.
 */
export function decodeUtf8(bytes: Uint8Array, isWhole: boolean): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole }) }
  } catch {
    return { invalidAt: firstInvalidByte(bytes) }
  }
}

/** Where the longest prefix ends that is UTF-8; found by halving, since only the whole can be asked about. */
function firstInvalidByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decodes(bytes.subarray(0, middle), true)) good = middle
    else bad = middle
  }
  // The first byte of a character that is never completed still decoded as one that is cut.
  while (good > 0 && !decodes(bytes.subarray(0, good), false)) good--
  return good
}

function decodes(bytes: Uint8Array, mayBeCut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: mayBeCut })
    return true
  } catch {
    // That it does not decode is the answer.
    return false
  }
}
