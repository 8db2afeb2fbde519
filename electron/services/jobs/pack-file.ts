import { byteOrderMarkLength } from '../../domain/byte-order-mark'
import { formatFacts } from '../../domain/data-format'
import { readDelimitedSample } from '../../domain/delimited-text'
import { firstOtherLine } from '../../domain/json-text'
import { RecordScanner } from '../../domain/record-scanner'
import { expectedRecords, ignoresFirstRecord } from '../../domain/source-treatment'
import { delimitedFailure, hasDefect } from '../sources/delimited-failure'
import { notUtf8Failure } from '../sources/not-utf8'
import { Utf8Validator } from '../sources/utf8-validator'
import { fingerprintOfContent } from './content-fingerprint'
import type { BlobPart, SourceRecord } from './job-record'
import { fileChanged, SourceFile } from './source-file'

/** What a small file turned out to be. */
export type PackFile =
  /** It goes into the blob: `content` holds the records of `part`. */
  | {
      readonly kind: 'records'
      readonly part: BlobPart
      readonly content: Buffer
      /** Files of one blob must have the same: the service wants as many fields in each record of a blob. */
      readonly shape: string
    }
  /** It has nothing to ingest, for this reason. */
  | { readonly kind: 'empty'; readonly reason: string }
  /** It must go by itself. */
  | { readonly kind: 'apart' }

const lineFeed = 0x0a

/**
 * Reads a small file whole and finds its records. A byte order mark, and a header that is to be ignored, are
 * left out: in the middle of a blob they would be data. Notes in the source what the file is.
 *
 * @param buffer What the file is read into; what is found lies in it.
 * @throws StudioError what is wrong with the file.
 */
export async function readPackFile(source: SourceRecord, buffer: Buffer): Promise<PackFile> {
  const bytes = await readWhole(source, buffer)
  if (bytes === undefined) return { kind: 'apart' }
  source.fingerprint ??= fingerprintOfContent(bytes)
  source.rawDataSizeBytes = bytes.length
  if (bytes.length === 0) return { kind: 'empty', reason: 'The file is empty.' }
  const validator = new Utf8Validator()
  validator.push(bytes)
  const invalidAt = validator.end()
  if (invalidAt !== null) throw await notUtf8Failure(source.location, invalidAt, source.name)
  const scanner = new RecordScanner(source.format)
  scanner.push(bytes)
  const { records, firstRecordEnd, insideQuotes } = scanner.scan.insideQuotes
    ? scanner.scan
    : scanner.finish()
  if (insideQuotes) throw await delimitedFailure(source.location, source.format, source.name)
  const markLength = byteOrderMarkLength(bytes)
  const firstRecord = bytes.subarray(markLength, firstRecordEnd)
  const isHeader = ignoresFirstRecord(source)
  // The service, which never sees it, refuses a file for a header like that.
  if (isHeader && hasDefect(firstRecord, source.format))
    throw await delimitedFailure(source.location, source.format, source.name)
  const start = isHeader ? firstRecordEnd : markLength
  const counted = expectedRecords(records, source) ?? 0
  if (counted === 0) return { kind: 'empty', reason: 'There are no records in it.' }
  // Of a blob that files share, the service cannot say whose lines it left out.
  if (source.format === 'json' && firstOtherLine(bytes.toString(), true) !== undefined)
    return { kind: 'apart' }
  return {
    kind: 'records',
    part: { sourceId: source.sourceId, start, end: bytes.length, records: counted },
    content: bytes.subarray(start),
    shape: shapeOf(source, firstRecord),
  }
}

/**
 * Reads again what a blob holds of a file.
 *
 * @throws StudioError `FileChanged` when the file is not what it was.
 */
export async function readPackPart(source: SourceRecord, part: BlobPart, buffer: Buffer): Promise<Buffer> {
  const bytes = await readWhole(source, buffer)
  if (bytes === undefined) throw fileChanged(source.location)
  return bytes.subarray(part.start, part.end ?? bytes.length)
}

/** Whether a line end has to follow, so that the next file's first record begins a line. */
export function needsLineEnd(content: Buffer): boolean {
  return content.at(-1) !== lineFeed
}

/** The file's bytes; undefined when it has grown out of what is read at once. */
async function readWhole(source: SourceRecord, buffer: Buffer): Promise<Buffer | undefined> {
  const file = await SourceFile.open(source.location)
  try {
    file.assertSame(source)
    if (file.sizeBytes > buffer.length) return undefined
    const bytes = buffer.subarray(0, file.sizeBytes)
    if ((await file.read(bytes, 0)) < file.sizeBytes) throw fileChanged(file.path)
    await file.assertUnchanged()
    source.sizeBytes = file.sizeBytes
    source.modifiedAt = file.modifiedAt
    return bytes
  } finally {
    await file.close()
  }
}

function shapeOf({ format }: SourceRecord, firstRecord: Buffer): string {
  const { delimiter } = formatFacts[format]
  if (delimiter === undefined) return format
  const sample = readDelimitedSample(firstRecord.toString('utf8'), delimiter, { limit: 1, isWhole: true })
  return String(sample.records[0]?.length ?? 0)
}
