import { createReadStream } from 'node:fs'
import { byteOrderMarkLength } from '../../domain/byte-order-mark'
import { formatFacts, type DataFormat } from '../../domain/data-format'
import { DelimitedError, describeDefect, type DelimitedDefect } from '../../domain/delimited-defect'
import { DelimitedScanner } from '../../domain/delimited-scanner'
import { StudioError } from '../../domain/studio-error'
import { placeOf } from '../../domain/text-place'

/**
 * The failure for a delimited file whose records do not end where they should: finds the first misplaced quote, or the
 * first record that is too long, and says where it is.
 *
 * @param name The source's name in messages.
 * @throws an error of the file system.
 */
export async function delimitedFailure(
  path: string,
  format: DataFormat,
  name?: string,
): Promise<StudioError> {
  const defect = await firstDefect(path, formatFacts[format].delimiter ?? ',')
  const subject = name === undefined ? {} : { subject: name }
  const nextStep = 'Put that right, then add it again. Nothing of it was ingested.'
  if (defect === undefined) {
    return new StudioError('ClosingQuoteMissing', 'A quoted field is never closed.', { ...subject, nextStep })
  }
  const code =
    defect.kind === 'recordTooLong' && !defect.insideQuotes ? 'FileTooLarge' : 'ClosingQuoteMissing'
  const { record, line } = defect
  return new StudioError(code, describeDefect(defect), { ...subject, record, line, nextStep })
}

/** Whether the quotes in delimited bytes are wrong; false for other formats. */
export function hasDefect(bytes: Uint8Array, format: DataFormat): boolean {
  const { delimiter } = formatFacts[format]
  if (delimiter === undefined || format === 'tsve') return false
  const scanner = quoteScanner(delimiter)
  try {
    scanner.push(bytes)
    scanner.end()
    return false
  } catch (error) {
    if (error instanceof DelimitedError) return true
    throw error
  }
}

/** Records may have any number of fields: judging that is up to the service. */
function quoteScanner(delimiter: string): DelimitedScanner {
  return new DelimitedScanner({ delimiter, ignoreFirstRecord: false, fitTo: 1 })
}

async function firstDefect(path: string, delimiter: string): Promise<DelimitedDefect | undefined> {
  const scanner = quoteScanner(delimiter)
  try {
    for await (const piece of textOf(path)) scanner.push(piece)
    scanner.end()
  } catch (error) {
    if (!(error instanceof DelimitedError)) throw error
    const { line } = await placeOf(textOf(path), error.offset)
    return { ...error.defect, line }
  }
  return undefined
}

/** The bytes of a file in pieces, without a byte order mark. */
async function* textOf(path: string): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>) {
    yield isFirst ? piece.subarray(byteOrderMarkLength(piece)) : piece
    isFirst = false
  }
}
