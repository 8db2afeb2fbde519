/** Largest content, in bytes (documents: ingestion size limit). */
const mostBytes = 6 * 1_073_741_824
/** How much larger than its packed form it may be. */
export const mostTimes = 100
/** Content up to this size, in bytes, may have any ratio: unpacking it harms nobody. */
const harmlessBytes = 100 * 1_048_576
/** Deflate compresses a thousandfold at most (RFC 1951), besides a few bytes: a higher claim is a lie. */
const possibleTimes = 1100
const possibleBytes = 1024

/** Whether content of this size is more than may come out of so many packed bytes: a bomb, or a claim that is a lie. */
export function unpacksTooFar(unpackedBytes: number, packedBytes: number): boolean {
  return (
    unpackedBytes > mostBytes ||
    unpackedBytes > packedBytes * possibleTimes + possibleBytes ||
    (unpackedBytes > harmlessBytes && unpackedBytes > packedBytes * mostTimes)
  )
}
