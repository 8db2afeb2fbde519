import { constants, gunzipSync } from 'node:zlib'
import { Utf8Validator } from './utf8-validator'

/** How much of a compressed head to unpack: 16 MB at worst. */
const unpackedHeadBytes = 16_384

/** The first bytes inside a gzip file; null if it cannot be unpacked. */
export function unpackGzipHead(head: Buffer): Buffer | null {
  try {
    return gunzipSync(head.subarray(0, unpackedHeadBytes), partial)
  } catch {
    // Damaged, or not gzip at all. The caller tells the user.
    return null
  }
}

/** Returns what there is when the input ends in the middle. */
const partial = { finishFlush: constants.Z_SYNC_FLUSH } as const

/** Text from the start of a file, or the offset of the first byte that is not UTF-8. */
export type DecodedText = { readonly text: string } | { readonly invalidAt: number }

/**
 * Decodes UTF-8 without its byte order mark.
 *
 * @param isWhole False if a character may be cut off at the end.
 */
export function decodeUtf8(bytes: Uint8Array, isWhole: boolean): DecodedText {
  const validator = new Utf8Validator()
  validator.push(bytes)
  const invalidAt = isWhole ? validator.end() : validator.invalidAt
  if (invalidAt !== null) return { invalidAt }
  return { text: new TextDecoder('utf-8').decode(bytes, { stream: !isWhole }) }
}
