import {
  needsConversion,
  NotInEncodingError,
  ReadingConverter,
  RecordTooLongError,
} from '../domain/conversion/reading-converter'
import type { Reading } from '../domain/schema/reading'
import type { SourceDefect } from './chunk'

/** Why bytes could not be converted as their reading says. */
export class ConversionDefect extends Error {
  readonly defect: SourceDefect

  constructor(defect: SourceDefect) {
    super('The bytes cannot be converted as their reading says.')
    this.defect = defect
  }
}

/**
 * The bytes of a source as the upload would write them. Lines keep their numbers.
 *
 * @param isCut Whether the bytes may end in the middle of a record, which is then left out.
 * @throws ConversionDefect
 */
export async function* convertedBytes(
  bytes: AsyncIterable<Buffer>,
  reading: Reading,
  isCut: boolean,
): AsyncIterable<Buffer> {
  if (!needsConversion(reading)) {
    yield* bytes
    return
  }
  const converter = new ReadingConverter(reading, { keepsLines: true })
  for await (const piece of bytes) yield* convert(() => converter.push(piece))
  if (!isCut) yield* convert(() => converter.end())
}

function convert(work: () => Uint8Array): Buffer[] {
  try {
    const { buffer, byteOffset, byteLength } = work()
    return byteLength === 0 ? [] : [Buffer.from(buffer, byteOffset, byteLength)]
  } catch (error) {
    if (error instanceof NotInEncodingError) {
      const facts = { offset: error.offset }
      throw new ConversionDefect({ kind: 'encoding', line: null, record: null, facts })
    }
    if (error instanceof RecordTooLongError)
      throw new ConversionDefect({ kind: 'recordTooLong', line: null, record: null, facts: {} })
    throw error
  }
}
