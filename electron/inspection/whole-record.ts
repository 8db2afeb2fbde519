import { detectContentKind } from '../domain/content-kind'
import type { OpenedSource } from './open-source'

/** A record that does not end in the head is read on to this many bytes. */
const longestHead = 66 * 1_048_576

/**
 * The source with a head in which a header and a record end, however long the first one is: a header that stands alone
 * cannot be told from a record.
 *
 * @throws what reading it throws.
 */
export async function withWholeRecord(source: OpenedSource, signal: AbortSignal): Promise<OpenedSource> {
  const { head, isWhole } = source
  const isEnough = head.indexOf(0x0a, head.indexOf(0x0a) + 1) > head.indexOf(0x0a)
  if (isWhole || isEnough || detectContentKind(head).kind !== 'text') return source
  return await readOn(source, head.length, signal)
}

/** Whether a source's head can be made longer. */
export function canBeLonger({ head, isWhole }: OpenedSource): boolean {
  return !isWhole && head.length < longestHead
}

/** The source with a head of at least twice the length, in which another line ends. @throws what reading it throws. */
export async function withLongerHead(source: OpenedSource, signal: AbortSignal): Promise<OpenedSource> {
  return await readOn(source, 2 * source.head.length, signal)
}

/** Reads on beyond `atLeast` bytes to the next line end. */
async function readOn(source: OpenedSource, atLeast: number, signal: AbortSignal): Promise<OpenedSource> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of source.bytes(signal)) {
    pieces.push(piece)
    const isAtEnd = piece.includes(0x0a, Math.max(0, atLeast - length))
    length += piece.length
    if (length >= longestHead || (length > atLeast && isAtEnd))
      return { ...source, head: Buffer.concat(pieces) }
  }
  return { ...source, head: Buffer.concat(pieces), isWhole: true }
}
