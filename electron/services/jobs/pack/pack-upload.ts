import type { CompressionLevel } from '../upload/compression-level'
import { inSomeContainer } from '../upload/container-attempts'
import type { BlobPart, SourceFacts, SourceRecord } from '../state/job-record'
import { packableBytes } from './pack-choice'
import { readPackFile, readPackPart, type PackFile } from './pack-file'
import { PackSink } from './pack-sink'
import type { PieceBudget } from '../upload/piece-budget'
import { readInOrder } from './read-in-order'
import type { ClusterAccess } from '../../kusto/cluster-access'
import type { OnTrouble } from '../../kusto/attempts'
import type { BlobTarget, BlobWriter } from '../../kusto/blob-upload'

/** How many files are read before their turn, and into how large a buffer. */
const readAhead = { ahead: 8, bufferBytes: packableBytes }

/** What the upload of a blob with many files needs. */
interface PackUpload {
  readonly access: ClusterAccess
  readonly budget: PieceBudget
  readonly level: CompressionLevel
  readonly signal: AbortSignal
  readonly blobName: string
  readonly onTrouble: OnTrouble
}

interface LeftOut {
  readonly kind: 'failed'
  readonly error: unknown
}

/** What became of one file of a pack. */
type PackedFile =
  | { readonly kind: 'packed' }
  | Exclude<PackFile, { readonly kind: 'records' }>
  | LeftOut
  /** It was left out because its records differ from those before. */
  | { readonly kind: 'unlike'; readonly shape: string }

/** What became of all files of a pack. */
export interface Packed {
  readonly files: ReadonlyMap<SourceRecord, PackedFile>
  readonly parts: BlobPart[]
  /** Uncompressed bytes of the blob. */
  readonly rawBytes: number
  /** Where the blob is; undefined if no file had anything for it. */
  readonly target: BlobTarget | undefined
}

/**
 * Reads small files one after another into one compressed blob. A file that is faulty, empty or unlike the others is
 * left out, and the result says so.
 *
 * @param learn Told what each file is.
 * @param onPacked Told of each file that goes in.
 * @throws StudioError `Canceled`, or what storage said.
 */
export async function uploadPack(
  upload: PackUpload,
  sources: readonly SourceRecord[],
  learn: (source: SourceRecord, facts: SourceFacts) => void,
  onPacked: (source: SourceRecord, part: BlobPart) => void,
): Promise<Packed> {
  return await intoOneBlob(upload, async (sink, where) => {
    const files = new Map<SourceRecord, PackedFile>()
    const parts: BlobPart[] = []
    let shape: string | undefined
    const read = async (source: SourceRecord, buffer: Buffer): Promise<PackFile | LeftOut> => {
      try {
        return await readPackFile(source, buffer, (facts) => learn(source, facts))
      } catch (error) {
        return { kind: 'failed', error }
      }
    }
    for await (const [source, file] of readInOrder(sources, readAhead, read)) {
      if (file.kind !== 'records') {
        files.set(source, file)
        continue
      }
      shape ??= file.shape
      if (file.shape !== shape) {
        files.set(source, { kind: 'unlike', shape: file.shape })
        continue
      }
      await sink.add(file.content)
      files.set(source, { kind: 'packed' })
      parts.push(file.part)
      onPacked(source, file.part)
    }
    if (parts.length === 0) {
      await sink.giveUp()
      return { files, parts, rawBytes: 0, target: undefined }
    }
    await sink.finish()
    return { files, parts, rawBytes: sink.rawBytes, target: where }
  })
}

/**
 * Makes the same blob from the same files again, because storage lost it.
 *
 * @throws StudioError `FileChanged` if one of them has changed.
 */
export async function uploadPackAgain(
  upload: PackUpload,
  parts: readonly { readonly source: SourceRecord; readonly part: BlobPart }[],
): Promise<BlobTarget> {
  return await intoOneBlob(upload, async (sink, where) => {
    const read = ({ source, part }: (typeof parts)[number], buffer: Buffer): Promise<Buffer> =>
      readPackPart(source, part, buffer)
    for await (const [, content] of readInOrder(parts, readAhead, read)) await sink.add(content)
    await sink.finish()
    return where
  })
}

/** Lets `fill` write a blob; nothing remains of one that it does not finish. */
async function intoOneBlob<T>(
  upload: PackUpload,
  fill: (sink: PackSink, where: BlobTarget) => Promise<T>,
): Promise<T> {
  const { access, blobName, signal, onTrouble } = upload
  const send = async (writer: BlobWriter, where: BlobTarget): Promise<T> => {
    const sink = new PackSink({ ...upload, writer, compress: true, onSent: () => undefined })
    try {
      return await fill(sink, where)
    } catch (error) {
      await sink.giveUp()
      throw error
    }
  }
  return await inSomeContainer(access.resources, blobName, signal, send, onTrouble)
}
