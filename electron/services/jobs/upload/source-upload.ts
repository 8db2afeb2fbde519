import { randomUUID } from 'node:crypto'
import {
  blobName,
  compressionFactor,
  expectedRecords,
  ignoresFirstRecord,
  maximumBlobBytes,
  storedCompression,
  targetBlobBytes,
  treatmentOf,
  type SourceTreatment,
} from '../../../domain/source-treatment'
import { StudioError } from '../../../domain/studio-error'
import { readParquetFooter } from '../../sources/counting/parquet-footer'
import type { OnTrouble } from '../../kusto/attempts'
import type { BlobTarget, BlobWriter } from '../../kusto/blob-upload'
import type { ClusterAccess } from '../../kusto/cluster-access'
import { CompressionLevel } from './compression-level'
import { inSomeContainer } from './container-attempts'
import { unposted, type BlobRecord, type SourceRecord } from '../state/job-record'
import type { LiveJob } from '../state/live-job'
import { uploadPart, type CutPart } from './part-upload'
import type { PieceBudget } from './piece-budget'
import type { ConvertedFiles } from './converted-files'
import type { SourceFile } from './source-file'

/** How many blobs of a source may be sending their last blocks while the next is read. */
const blobsFinishing = 1

export interface SourceUpload {
  readonly job: LiveJob
  readonly source: SourceRecord
  readonly access: ClusterAccess
  readonly budget: PieceBudget
  readonly converted: ConvertedFiles
  readonly signal: AbortSignal
  /** Told what holds the upload up while it is retried. */
  readonly onTrouble: OnTrouble
  /** Makes what was noted so far durable. */
  readonly commit: () => Promise<void>
  /** Uncompressed bytes to aim for in each blob. */
  readonly targetBytes?: number
}

/**
 * Uploads a file as blobs: one, or several that are cut at record borders. What an earlier run of the same attempt
 * uploaded is kept, so a restart continues from the last blob. Nothing is posted here: a source goes out only once all of
 * it is uploaded, so that a broken or changed file is never half ingested.
 *
 * @throws StudioError what is wrong with the file, or what storage refused.
 */
export async function uploadFileSource(upload: SourceUpload): Promise<void> {
  const file = await upload.converted.open(upload)
  try {
    if (upload.source.format === 'parquet' && upload.source.compression === 'none') {
      const content = await readParquetFooter(file)
      const { rows = null, rawDataSizeBytes = null } = content ?? {}
      upload.job.learn(upload.source, { expected: rows, rawDataSizeBytes })
    }
    await new FileUpload(upload, file).run()
    await file.assertUnchanged()
  } finally {
    await file.close()
  }
}

/**
 * Uploads one blob again under its name, because storage lost it.
 *
 * @throws StudioError `FileChanged` if the file has changed.
 */
export async function reuploadBlob(upload: SourceUpload, blob: BlobRecord): Promise<void> {
  const file = await upload.converted.open(upload)
  try {
    await new FileUpload(upload, file).reupload(blob)
    await file.assertUnchanged()
  } finally {
    await file.close()
  }
}

class FileUpload {
  readonly #upload: SourceUpload
  readonly #file: SourceFile
  readonly #treatment: SourceTreatment
  readonly #isOneBlob: boolean
  readonly #level: CompressionLevel
  readonly #sent = new Map<string, number>()

  constructor(upload: SourceUpload, file: SourceFile) {
    this.#upload = upload
    this.#file = file
    this.#level = new CompressionLevel(upload.job.clock)
    const { format, compression } = upload.source
    this.#treatment = treatmentOf(format, compression)
    // A second piece would have the same tag as the first, and the service would skip it.
    this.#isOneBlob = this.#treatment !== 'cut' || upload.job.record.ingestIfNotExists !== null
    const isTooLarge = this.#isOneBlob && (this.#rawSize() ?? file.sizeBytes) > maximumBlobBytes
    if (isTooLarge) throw tooLarge(upload.source)
  }

  async run(): Promise<void> {
    const { job, source } = this.#upload
    const finishing: Promise<void>[] = []
    let start = 0
    let ordinal = 0
    try {
      // Repeat what an earlier run has cut only if it is not in storage.
      for (const blob of job.blobsOf(source)) {
        const part = blob.parts[0]
        if (part?.end === null || part === undefined) break
        ordinal = blob.ordinal + 1
        start = part.end
        if (blob.state === 'uploading') await this.#begin(blob, finishing)
        else this.#progressOf(blob, part.end - part.start)
      }
      while (start < this.#file.sizeBytes) {
        const open = job.blobsOf(source).find((blob) => blob.ordinal === ordinal)
        const blob = open ?? this.#newBlob(start, ordinal)
        const cut = await this.#begin(blob, finishing)
        start = cut.end
        ordinal += 1
      }
      await Promise.all(finishing)
    } catch (error) {
      await Promise.allSettled(finishing)
      throw error
    }
  }

  async reupload(blob: BlobRecord): Promise<void> {
    await this.#send(blob, () => undefined)
  }

  #newBlob(start: number, ordinal: number): BlobRecord {
    const { job, source } = this.#upload
    const { database, table } = job.record
    const blobId = randomUUID()
    const stored = storedCompression(source.format, source.compression)
    const blob: BlobRecord = {
      ...unposted,
      blobId,
      jobId: job.jobId,
      attempt: source.attempt,
      ordinal,
      parts: [{ sourceId: source.sourceId, start, end: null, records: null }],
      state: 'uploading',
      ignoreFirstRecord: ordinal === 0 && ignoresFirstRecord(source),
      rawDataSizeBytes: null,
      blobName: blobName({ database, table, blobId, format: source.format, stored }),
      container: null,
    }
    job.addBlob(blob)
    return blob
  }

  /** Starts a blob; resolves as soon as its end is known, while its last blocks may still be on their way. */
  async #begin(blob: BlobRecord, finishing: Promise<void>[]): Promise<CutPart> {
    while (finishing.length > blobsFinishing) await finishing.shift()
    let onCut: (cut: CutPart) => void = () => undefined
    let onFailure: (error: unknown) => void = () => undefined
    const cut = new Promise<CutPart>((resolve, reject) => {
      onCut = resolve
      onFailure = reject
    })
    const done = this.#send(blob, onCut)
    // Its failure reaches both whoever waits for the cut and whoever waits for the blob.
    done.catch(onFailure)
    finishing.push(done)
    return await cut
  }

  async #send(blob: BlobRecord, onCut: (cut: CutPart) => void): Promise<void> {
    const { job, source, access, signal, budget, targetBytes, onTrouble } = this.#upload
    if (blob.blobName === null) throw new Error('A blob of a file has a name')
    const send = async (writer: BlobWriter, where: BlobTarget): Promise<BlobTarget> => {
      const [part] = blob.parts
      if (part === undefined) throw new Error('A blob of a file has a part')
      this.#sent.set(blob.blobId, 0)
      await uploadPart({
        file: this.#file,
        start: part.start,
        end: part.end ?? (this.#isOneBlob ? this.#file.sizeBytes : null),
        format: source.format,
        recordsBefore: this.#recordsBefore(blob),
        targetBytes: targetBytes ?? targetBlobBytes,
        compress: this.#treatment !== 'asIs',
        writer,
        budget,
        level: this.#level,
        signal,
        onSent: (bytes) => this.#progressOf(blob, (this.#sent.get(blob.blobId) ?? 0) + bytes),
        onCut: (cut) => {
          const parts = [{ ...part, end: cut.end, records: this.#expected(blob, cut.records) }]
          job.setBlob(blob, 'uploading', { parts, rawDataSizeBytes: this.#blobRawSize(part.start, cut.end) })
          onCut(cut)
        },
      })
      return where
    }
    const target = await inSomeContainer(access.resources, blob.blobName, signal, send, onTrouble)
    job.setBlob(blob, 'uploaded', { container: target.container.place })
  }

  /** Records of a blob that should land: those counted, without a header. */
  #expected(blob: BlobRecord, counted: number | null): number | null {
    const { format, expected } = this.#upload.source
    // The records of an archive may have been counted when it was added.
    return expectedRecords(counted, { format, ignoreFirstRecord: blob.ignoreFirstRecord }) ?? expected
  }

  #recordsBefore(blob: BlobRecord): number {
    const { job, source } = this.#upload
    const before = job.blobsOf(source).filter(({ ordinal }) => ordinal < blob.ordinal)
    return before.reduce(
      (sum, { parts, ignoreFirstRecord }) => sum + (parts[0]?.records ?? 0) + (ignoreFirstRecord ? 1 : 0),
      0,
    )
  }

  #rawSize(): number | null {
    const { source } = this.#upload
    return this.#treatment === 'asIs' ? source.rawDataSizeBytes : this.#file.sizeBytes
  }

  /** The size that the batching manager seals by: the real one, or an estimate by the service's own factor. */
  #blobRawSize(start: number, end: number): number {
    if (this.#treatment !== 'asIs') return end - start
    return this.#rawSize() ?? (end - start) * compressionFactor
  }

  #progressOf(blob: BlobRecord, bytes: number): void {
    const { job, source } = this.#upload
    this.#sent.set(blob.blobId, bytes)
    let sum = 0
    for (const sent of this.#sent.values()) sum += sent
    job.progress(source, Math.min(sum, this.#file.sizeBytes), this.#file.sizeBytes)
  }
}

function tooLarge(source: SourceRecord): StudioError {
  return new StudioError('FileTooLarge', `“${source.name}” is larger than 6 GB, and cannot be cut.`, {
    subject: source.name,
    nextStep: 'Split it into smaller files, or unpack it: text files are cut by the studio.',
  })
}
