import { StudioError } from './studio-error'

/** Largest content, in bytes (documents: ingestion size limit). */
const mostBytes = 6 * 1_073_741_824
/** How much larger than its packed form it may be. */
const mostTimes = 100
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

/** Why such content is refused, and what to do. */
export function tooFarUnpacked(name: string): StudioError {
  return new StudioError(
    'FileTooLarge',
    `“${name}” unpacks to more than ${mostTimes} times its size, or 6 GB.`,
    {
      subject: name,
      nextStep: 'If that is right, unpack it and send what is in it.',
    },
  )
}

/**
 * Passes unpacked bytes on until they are too many.
 *
 * @throws StudioError `FileTooLarge`, and what `bytes` throws.
 */
export async function* withinUnpackingLimits<T extends Uint8Array>(
  bytes: AsyncIterable<T>,
  packedBytes: number,
  name: string,
): AsyncGenerator<T> {
  let unpackedBytes = 0
  for await (const piece of bytes) {
    unpackedBytes += piece.length
    if (unpacksTooFar(unpackedBytes, packedBytes)) throw tooFarUnpacked(name)
    yield piece
  }
}
