import { StudioError } from './studio-error'
import { mostTimes, unpacksTooFar } from './unpacking-limits'

/** Why content that unpacks too far is refused, and what to do. */
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
