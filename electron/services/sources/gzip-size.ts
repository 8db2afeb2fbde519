import type { RandomAccess } from './counting/random-access'

/** Deflate never compresses by more than this factor. */
const highestDeflateRatio = 1032

/**
 * The uncompressed size noted at the end of a gzip file. It wraps at 4 GB and covers only the last member, so it is
 * used only where it can be right; otherwise null.
 */
export async function gzipRawSize(file: RandomAccess): Promise<number | null> {
  const { sizeBytes } = file
  if (sizeBytes < 18) return null
  const trailer = Buffer.alloc(4)
  await file.read(trailer, sizeBytes - 4)
  const size = trailer.readUInt32LE(0)
  const mayBeCutOff = sizeBytes * 4 > 2 ** 32
  // Zeros may follow the last member.
  const isPlausible = size > 0 && size <= sizeBytes * highestDeflateRatio && size >= sizeBytes - 64
  return isPlausible && !mayBeCutOff ? size : null
}
