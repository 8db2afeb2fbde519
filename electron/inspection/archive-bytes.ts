import type { MemberReading } from './archive-members'

const quote = 34
const lineFeed = 10
const carriageReturn = 13

/**
 * The bytes of an archive's files, one after another, as one text. A file begins on a new line, as the service reads
 * each by itself. A first record that is left out is left out of each: of the others than the first its line ends alone
 * stay, so that lines keep their numbers.
 *
 * @param dropsFirst Whether the files begin with a record that is left out.
 * @param reading Told where each file begins.
 */
export async function* joinedFiles(
  files: Iterable<AsyncIterable<Buffer>>,
  dropsFirst: boolean,
  reading?: MemberReading,
): AsyncIterable<Buffer> {
  let last: number | undefined
  let isFirst = true
  let index = -1
  for (const pieces of files) {
    index++
    let begun = false
    const header = !isFirst && dropsFirst ? new FirstRecord() : undefined
    for await (const piece of pieces) {
      if (piece.length === 0) continue
      if (!begun && last !== undefined && last !== lineFeed && last !== carriageReturn) {
        const lineEnd = Buffer.from([lineFeed])
        reading?.add(index - 1, lineEnd, lineEnd)
        yield lineEnd
      }
      if (!begun) reading?.begin(index)
      begun = true
      last = piece.at(-1)
      const kept = header === undefined || header.isOver ? piece : header.drop(piece)
      reading?.add(index, piece, kept)
      if (kept.length > 0) yield kept
    }
    isFirst &&= !begun
  }
}

/** Leaves the first record of delimited text out. */
class FirstRecord {
  isOver = false
  #isQuoted = false
  #hasText = false

  /** What is left of the next bytes. */
  drop(piece: Buffer): Buffer {
    let lines = 0
    for (let at = 0; at < piece.length; at++) {
      const byte = piece[at]
      if (byte === quote) this.#isQuoted = !this.#isQuoted
      if (byte !== lineFeed) {
        if (byte !== carriageReturn) this.#hasText = true
        continue
      }
      lines++
      // Empty lines are no records.
      if (this.#isQuoted || !this.#hasText) continue
      this.isOver = true
      return Buffer.concat([Buffer.alloc(lines, lineFeed), piece.subarray(at + 1)])
    }
    return Buffer.alloc(lines, lineFeed)
  }
}
