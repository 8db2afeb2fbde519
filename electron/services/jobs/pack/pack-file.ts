import { byteOrderMarkLength } from '../../../domain/byte-order-mark'
import { formatFacts } from '../../../domain/data-format'
import { firstOtherLine } from '../../../domain/json-text'
import { RecordScanner } from '../../../domain/record-scanner'
import { readSampleRecords } from '../../../domain/recognition/sample-records'
import { expectedRecords, ignoresFirstRecord } from '../../../domain/source-treatment'
import { delimitedFailure, hasDefect } from '../../sources/delimited-failure'
import { notUtf8Failure } from '../../sources/not-utf8'
import { Utf8Validator } from '../../sources/utf8-validator'
import { fingerprintOfContent } from '../upload/content-fingerprint'
import type { BlobPart, SourceFacts, SourceRecord } from '../state/job-record'
import { fileChanged, SourceFile } from '../upload/source-file'

/** What a small file turned out to be. */
export type PackFile =
  /** It goes into the blob: `content` holds the records of `part`. */
  | {
      readonly kind: 'records'
      readonly part: BlobPart
      readonly content: Buffer
      /** Must be the same in one blob: the service wants the same number of fields in each of its records. */
      readonly shape: string
    }
  /** It has nothing to ingest, for this reason. */
  | { readonly kind: 'empty'; readonly reason: string }
  /** It must have a blob of its own. */
  | { readonly kind: 'apart' }

const lineFeed = 0x0a

/**
 * Reads a small file whole and finds its records. Leaves out a byte order mark, and a header that should be ignored:
 * in the middle of a blob they would be data.
 *
 * @param buffer What the file is read into; the result lies in it.
 * @param learn Told what the file is, as soon as it is read.
 * @throws StudioError what is wrong with the file.
 */
export async function readPackFile(
  source: SourceRecord,
  buffer: Buffer,
  learn: (facts: SourceFacts) => void,
): Promise<PackFile> {
  const whole = await readWhole(source, buffer)
  if (whole === undefined) return { kind: 'apart' }
  const { bytes, modifiedAt } = whole
  const fingerprint = source.fingerprint ?? fingerprintOfContent(bytes)
  learn({ sizeBytes: bytes.length, modifiedAt, fingerprint, rawDataSizeBytes: bytes.length })
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
  // The service would refuse the file for such a header, but never sees it here.
  if (isHeader && hasDefect(firstRecord, source.format))
    throw await delimitedFailure(source.location, source.format, source.name)
  const start = isHeader ? firstRecordEnd : markLength
  const counted = expectedRecords(records, source) ?? 0
  if (counted === 0) return { kind: 'empty', reason: 'It has no records.' }
  // In a shared blob, the service could not say whose lines it left out.
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
 * Reads a file's part of a blob again.
 *
 * @throws StudioError `FileChanged` if the file has changed.
 */
export async function readPackPart(source: SourceRecord, part: BlobPart, buffer: Buffer): Promise<Buffer> {
  const bytes = (await readWhole(source, buffer))?.bytes
  if (bytes === undefined) throw fileChanged(source.location)
  return bytes.subarray(part.start, part.end ?? bytes.length)
}

/** Whether a line end must follow, so that the next file's first record starts on a new line. */
export function needsLineEnd(content: Buffer): boolean {
  return content.at(-1) !== lineFeed
}

/** The file's bytes and age; undefined if it has grown larger than the buffer. */
async function readWhole(
  source: SourceRecord,
  buffer: Buffer,
): Promise<{ readonly bytes: Buffer; readonly modifiedAt: number } | undefined> {
  const file = await SourceFile.open(source.location)
  try {
    file.assertSame(source)
    if (file.sizeBytes > buffer.length) return undefined
    const bytes = buffer.subarray(0, file.sizeBytes)
    if ((await file.read(bytes, 0)) < file.sizeBytes) throw fileChanged(file.path)
    await file.assertUnchanged()
    return { bytes, modifiedAt: file.modifiedAt }
  } finally {
    await file.close()
  }
}

function shapeOf({ format }: SourceRecord, firstRecord: Buffer): string {
  const { delimiter } = formatFacts[format]
  if (delimiter === undefined) return format
  const { records } = readSampleRecords(firstRecord.toString('utf8'), { delimiter, limit: 1, isWhole: true })
  return String(records[0]?.cells.length ?? 0)
}
