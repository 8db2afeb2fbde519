import { constants, gunzipSync } from 'node:zlib'

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
