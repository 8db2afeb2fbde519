import { formatFacts, type DataFormat } from '../../../domain/data-format'
import { RecordScanner } from '../../../domain/record-scanner'
import { maximumRecordBytes } from '../../../domain/source-treatment'
import { StudioError } from '../../../domain/studio-error'
import type { UploadedBlob } from '../../kusto/blob-upload'
import { delimitedFailure } from '../../sources/delimited-failure'
import { notUtf8Failure } from '../../sources/not-utf8'
import { Utf8Validator } from '../../sources/utf8-validator'
import { pieceBytes } from './piece-budget'
import { PieceSender, type PieceSenderParts } from './piece-sender'
import { fileChanged, type SourceFile } from './source-file'

/** Where a part ended, known as soon as it is read. */
export interface CutPart {
  readonly end: number
  /** Records in the part; null if they cannot be counted. */
  readonly records: number | null
}

interface PartUpload extends PieceSenderParts {
  readonly file: SourceFile
  readonly start: number
  /** Where the part ends; null to cut it at the first record border after `targetBytes`. */
  readonly end: number | null
  readonly format: DataFormat
  /** Records of the file before this part, for messages. */
  readonly recordsBefore: number
  readonly targetBytes: number
  readonly onCut: (cut: CutPart) => void
}

/**
 * Reads a part of a file once: finds the records, cuts, compresses pieces in parallel, and hands them to the blob in
 * order while it reads on. At most a few pieces are in memory.
 *
 * @throws StudioError what is wrong with the file.
 * @throws StorageCallError if storage does not take the blob; another container may.
 */
export async function uploadPart(upload: PartUpload): Promise<UploadedBlob> {
  const sender = new PieceSender(upload)
  try {
    const cut = await readPieces(upload, sender)
    upload.onCut(cut)
    return await sender.finish()
  } catch (error) {
    await sender.giveUp()
    throw error
  }
}

async function readPieces(upload: PartUpload, sender: PieceSender): Promise<CutPart> {
  const { file, format, budget } = upload
  const scanner = upload.compress && RecordScanner.canScan(format) ? new RecordScanner(format) : undefined
  // A format that is not text may hold any bytes.
  const validator = upload.compress && format !== 'raw' ? new Utf8Validator() : undefined
  const limit = upload.end ?? file.sizeBytes
  const stopAt = upload.end === null ? upload.targetBytes : Number.POSITIVE_INFINITY
  let offset = upload.start
  while (offset < limit) {
    const buffer = await budget.takeBuffer()
    let isQueued = false
    try {
      sender.assertGoing()
      const wanted = Math.min(pieceBytes, limit - offset)
      const read = await file.read(buffer, offset, wanted)
      if (read < wanted) throw fileChanged(file.path)
      const bytes = buffer.subarray(0, read)
      const taken = scanner === undefined ? read : scanner.push(bytes, stopAt)
      if (scanner !== undefined) await assertRecordSize(scanner, upload)
      validator?.push(bytes.subarray(0, taken))
      await assertUtf8(validator?.invalidAt ?? null, upload)
      isQueued = true
      sender.queue(buffer, taken)
      offset += taken
      if (taken < read) break
    } finally {
      if (!isQueued) budget.giveBuffer(buffer)
    }
  }
  const isFileEnd = offset === file.sizeBytes
  if (isFileEnd) await assertUtf8(validator?.end() ?? null, upload)
  return { end: offset, records: await countRecords(scanner, isFileEnd, upload) }
}

/** @param invalidAt The part's first byte that is not UTF-8; null if there is none. */
async function assertUtf8(invalidAt: number | null, { file, start }: PartUpload): Promise<void> {
  if (invalidAt !== null) throw await notUtf8Failure(file.path, start + invalidAt)
}

async function countRecords(
  scanner: RecordScanner | undefined,
  isFileEnd: boolean,
  upload: PartUpload,
): Promise<number | null> {
  if (scanner === undefined) return upload.format === 'raw' && upload.compress ? 1 : null
  if (!isFileEnd) return scanner.scan.records
  if (scanner.scan.insideQuotes) throw await delimitedFailure(upload.file.path, upload.format)
  return scanner.finish().records
}

async function assertRecordSize(scanner: RecordScanner, upload: PartUpload): Promise<void> {
  if (scanner.openRecordBytes <= maximumRecordBytes) return
  const { format, file } = upload
  if (formatFacts[format].delimiter !== undefined && format !== 'tsve')
    throw await delimitedFailure(file.path, format)
  throw new StudioError(
    'FileTooLarge',
    'One record is larger than 64 MB, which the service does not accept.',
    {
      record: openRecord(scanner, upload),
      nextStep:
        'Check that the format is right and that the records end where they should. None of it was ingested.',
    },
  )
}

/** The number, in its file, of the record that is not complete yet. */
function openRecord(scanner: RecordScanner, upload: PartUpload): number {
  return upload.recordsBefore + scanner.scan.records + 1
}
