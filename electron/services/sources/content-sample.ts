import { constants, gunzipSync } from 'node:zlib'
import { Utf8Validator } from './utf8-validator'

/** So much of a compressed head is unpacked; it becomes 16 MB at worst. */
const unpackedHeadBytes = 16_384

/** The first bytes of what a gzip file holds; null when it cannot be unpacked. */
export function unpackGzipHead(head: Buffer): Buffer | null {
  try {
    return gunzipSync(head.subarray(0, unpackedHeadBytes), partial)
  } catch {
    // Damaged, or something else under that name: null says so, and the caller tells the user.
    return null
  }
}

/** Gives what there is when the input ends in the middle. */
const partial = { finishFlush: constants.Z_SYNC_FLUSH } as const

/** Text of the start of a file, or where its first byte is that no UTF-8 text has. */
export type DecodedText = { readonly text: string } | { readonly invalidAt: number }

/**
 * Decodes UTF-8; a byte order mark is left out.
 *
 * @param isWhole False when a character may be cut at the end.
 */
export function decodeUtf8(bytes: Uint8Array, isWhole: boolean): DecodedText {
  const validator = new Utf8Validator()
  validator.push(bytes)
  const invalidAt = isWhole ? validator.end() : validator.invalidAt
  if (invalidAt !== null) return { invalidAt }
  return { text: new TextDecoder('utf-8').decode(bytes, { stream: !isWhole }) }
}
