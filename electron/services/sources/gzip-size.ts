import type { RandomAccess } from './counting/random-access'

/** Deflate makes nothing smaller than by this factor. */
const highestDeflateRatio = 1032

/**
 * The uncompressed size that a gzip file ends with. It counts modulo 4 GB and speaks of the last member only,
 * so it is believed where it can be right; null otherwise.
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
