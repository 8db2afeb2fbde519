import { constants, gunzipSync } from 'node:zlib'

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
