import type { DataFormat } from '../../domain/data-format'
import { RecordScanner } from '../../domain/record-scanner'
import { maximumRecordBytes } from '../../domain/source-treatment'
import { StudioError } from '../../domain/studio-error'
import { canceled } from '../deadline'
import type { BlobWriter, UploadedBlob } from '../kusto/blob-upload'
import type { CompressionLevel } from './compression-level'
import { GzipMember, deflatePiece, type GzipPiece } from './gzip-pieces'
import { pieceBytes, type PieceBudget } from './piece-budget'
import { fileChanged, type SourceFile } from './source-file'

/** Where a part ended, known as soon as it is read. */
export interface CutPart {
  readonly end: number
  /** Records from the start of the part to its end; null where they cannot be counted. */
  readonly records: number | null
}

export interface PartUpload {
  readonly file: SourceFile
  readonly start: number
  /** Where the part ends; null to cut it at the first record border after `targetBytes`. */
  readonly end: number | null
  readonly format: DataFormat
  /** Records of the file that came before this part; for messages. */
  readonly recordsBefore: number
  readonly targetBytes: number
  /** False for what is compressed already. */
  readonly compress: boolean
  readonly writer: BlobWriter
  readonly budget: PieceBudget
  readonly level: CompressionLevel
  readonly signal: AbortSignal
  /** Told how many bytes of the file have gone on to storage. */
  readonly onSent: (bytes: number) => void
  readonly onCut: (cut: CutPart) => void
}

interface Piece {
  readonly rawBytes: number
  readonly buffers: Promise<readonly Uint8Array[]>
  /** The buffer that was read into; given back when the piece has gone out, which bounds the memory. */
  readonly buffer: Buffer
}

/**
 * Reads a part of a file once: finds the records, cuts, compresses pieces side by side, and hands them to the
 * blob in order, while the next are read. At most a few pieces are in memory.
 *
 * @throws StudioError what is wrong with the file.
 * @throws StorageCallError when storage does not take the blob: it may be tried in another container.
 */
export async function uploadPart(upload: PartUpload): Promise<UploadedBlob> {
  const { writer, level, budget, signal } = upload
  const member = new GzipMember()
  let failure: { readonly error: unknown } | undefined
  let sent: Promise<void> = Promise.resolve()
  if (upload.compress) await writer.write([GzipMember.header])

  const queue = (piece: Piece): void => {
    // It is awaited in its turn; failing before that must not count as unhandled.
    piece.buffers.catch(() => undefined)
    sent = sent.then(async () => {
      try {
        const buffers = await piece.buffers
        if (failure !== undefined) return
        await writer.write(buffers)
        level.pieceSent(writer.waitedForStorageMs)
        upload.onSent(piece.rawBytes)
      } catch (error) {
        failure ??= { error }
      } finally {
        budget.giveBuffer(piece.buffer)
      }
    })
  }
  const assertGoing = (): void => {
    if (failure !== undefined) throw failure.error
    if (signal.aborted) throw canceled('The upload')
  }

  try {
    const cut = await readPieces(upload, member, queue, assertGoing)
    upload.onCut(cut)
    await sent
    assertGoing()
    if (upload.compress) await writer.write([member.end()])
    return await writer.commit()
  } catch (error) {
    writer.abort()
    await sent
    throw error
  }
}

async function readPieces(
  upload: PartUpload,
  member: GzipMember,
  queue: (piece: Piece) => void,
  assertGoing: () => void,
): Promise<CutPart> {
  const { file, format, budget } = upload
  const scanner = upload.compress && RecordScanner.canScan(format) ? new RecordScanner(format) : undefined
  const limit = upload.end ?? file.sizeBytes
  const stopAt = upload.end === null ? upload.targetBytes : Number.POSITIVE_INFINITY
  let offset = upload.start
  let before: Promise<unknown> = Promise.resolve()
  while (offset < limit) {
    const buffer = await budget.takeBuffer()
    let isQueued = false
    try {
      assertGoing()
      const wanted = Math.min(pieceBytes, limit - offset)
      const read = await file.read(buffer, offset, wanted)
      if (read < wanted) throw fileChanged(file.path)
      const bytes = buffer.subarray(0, read)
      const taken = scanner === undefined ? read : scanner.push(bytes, stopAt)
      if (scanner !== undefined) assertRecordSize(scanner, upload)
      const piece = bytes.subarray(0, taken)
      const buffers = upload.compress
        ? inOrder(before, deflate(piece, upload), member)
        : // Blocks outlive the buffer, which is filled again.
          Promise.resolve([Buffer.from(piece)])
      before = buffers
      isQueued = true
      queue({ rawBytes: taken, buffers, buffer })
      offset += taken
      if (taken < read) break
    } finally {
      if (!isQueued) budget.giveBuffer(buffer)
    }
  }
  return { end: offset, records: countRecords(scanner, offset === file.sizeBytes, upload) }
}

/** Accounts for a piece after the one before it. */
async function inOrder(
  before: Promise<unknown>,
  deflating: Promise<GzipPiece>,
  member: GzipMember,
): Promise<readonly Buffer[]> {
  const [piece] = await Promise.all([deflating, before])
  member.add(piece)
  return piece.deflated
}

async function deflate(piece: Buffer, { budget, level }: PartUpload): Promise<GzipPiece> {
  await budget.compressors.take()
  try {
    return await deflatePiece(piece, level.level)
  } finally {
    budget.compressors.give()
  }
}

function countRecords(
  scanner: RecordScanner | undefined,
  isFileEnd: boolean,
  upload: PartUpload,
): number | null {
  if (scanner === undefined) return upload.format === 'raw' && upload.compress ? 1 : null
  if (!isFileEnd) return scanner.scan.records
  if (scanner.scan.insideQuotes) throw quoteMissing(scanner, upload)
  return scanner.finish().records
}

function assertRecordSize(scanner: RecordScanner, upload: PartUpload): void {
  if (scanner.openRecordBytes <= maximumRecordBytes) return
  if (scanner.scan.insideQuotes) throw quoteMissing(scanner, upload)
  throw new StudioError('FileTooLarge', 'One record is larger than 64 MB, which the service does not take.', {
    record: upload.recordsBefore + scanner.scan.records + 1,
    nextStep:
      'Check that the format is right and that the records end where they should. Nothing of it was ingested.',
  })
}

function quoteMissing(scanner: RecordScanner, upload: PartUpload): StudioError {
  const record = upload.recordsBefore + scanner.scan.records + 1
  return new StudioError('ClosingQuoteMissing', `A quoted field of record ${record} is never closed.`, {
    record,
    nextStep: 'Look for a quote without its partner in that record. Nothing of the source was ingested.',
  })
}
