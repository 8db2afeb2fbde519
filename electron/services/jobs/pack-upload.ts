import type { CompressionLevel } from './compression-level'
import { inSomeContainer } from './container-attempts'
import type { BlobPart, SourceRecord } from './job-record'
import { needsLineEnd, readPackFile, readPackPart, type PackFile } from './pack-file'
import { PieceSender, type PieceSenderParts } from './piece-sender'
import { pieceBytes, type PieceBudget } from './piece-budget'
import type { ClusterAccess } from './cluster-access'
import type { BlobTarget } from '../kusto/blob-upload'

/** Files that are read before their turn. */
const filesAhead = 8
const lineEnd = Buffer.from('\n')

/** What the upload of a blob with many files needs. */
export interface PackUpload {
  readonly access: ClusterAccess
  readonly budget: PieceBudget
  readonly level: CompressionLevel
  readonly signal: AbortSignal
  readonly blobName: string
}

/** What became of one file of a pack. */
export type PackedFile =
  | PackFile
  | { readonly kind: 'failed'; readonly error: unknown }
  /** It was left out, because its records are not like those before. */
  | { readonly kind: 'unlike'; readonly shape: string }

/** What became of all files of a pack. */
export interface Packed {
  readonly files: ReadonlyMap<SourceRecord, PackedFile>
  readonly parts: BlobPart[]
  /** Uncompressed bytes of the blob. */
  readonly rawBytes: number
  /** Where the blob is; undefined when no file had anything for it, and there is none. */
  readonly target: BlobTarget | undefined
}

/**
 * Reads small files one after the other into one compressed blob. A file that is at fault, empty or unlike the
 * others is left out and said so.
 *
 * @param onPacked Told of each file that goes in.
 * @throws StudioError `Canceled`, or what storage said.
 */
export async function uploadPack(
  upload: PackUpload,
  sources: readonly SourceRecord[],
  ignoreFirstRecord: boolean,
  onPacked: (source: SourceRecord, part: BlobPart) => void,
): Promise<Packed> {
  return await inSomeContainer(
    upload.access.resources,
    upload.blobName,
    upload.signal,
    async (writer, where) => {
      const files = new Map<SourceRecord, PackedFile>()
      const parts: BlobPart[] = []
      let shape: string | undefined
      const sink = new PackSink({ ...upload, writer, compress: true, onSent: () => undefined })
      try {
        const read = async (source: SourceRecord): Promise<PackedFile> => {
          try {
            return await readPackFile(source, ignoreFirstRecord)
          } catch (error) {
            return { kind: 'failed', error }
          }
        }
        for await (const [source, file] of inOrderAhead(sources, filesAhead, read)) {
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
          files.set(source, file)
          parts.push(file.part)
          onPacked(source, file.part)
        }
        if (parts.length === 0) {
          await sink.giveUp()
          return { files, parts, rawBytes: 0, target: undefined }
        }
        await sink.finish()
        return { files, parts, rawBytes: sink.rawBytes, target: where }
      } catch (error) {
        await sink.giveUp()
        throw error
      }
    },
  )
}

/**
 * Makes the same blob again out of the same files, because storage lost it.
 *
 * @throws StudioError `FileChanged` when one of them is not what it was.
 */
export async function uploadPackAgain(
  upload: PackUpload,
  parts: readonly { readonly source: SourceRecord; readonly part: BlobPart }[],
): Promise<BlobTarget> {
  return await inSomeContainer(
    upload.access.resources,
    upload.blobName,
    upload.signal,
    async (writer, where) => {
      const sink = new PackSink({ ...upload, writer, compress: true, onSent: () => undefined })
      try {
        for await (const [, content] of inOrderAhead(parts, filesAhead, ({ source, part }) =>
          readPackPart(source, part),
        )) {
          await sink.add(content)
        }
        await sink.finish()
        return where
      } catch (error) {
        await sink.giveUp()
        throw error
      }
    },
  )
}

/** Gathers the contents of files in buffers of the budget, and sends these. */
class PackSink {
  readonly #sender: PieceSender
  readonly #budget: PieceBudget
  #buffer: Buffer | undefined
  #filled = 0
  rawBytes = 0

  constructor(parts: PieceSenderParts) {
    this.#sender = new PieceSender(parts)
    this.#budget = parts.budget
  }

  async add(content: Buffer): Promise<void> {
    await this.#put(content)
    if (needsLineEnd(content)) await this.#put(lineEnd)
  }

  async finish(): Promise<void> {
    this.#flush()
    await this.#sender.finish()
  }

  async giveUp(): Promise<void> {
    if (this.#buffer !== undefined) this.#budget.giveBuffer(this.#buffer)
    this.#buffer = undefined
    await this.#sender.giveUp()
  }

  async #put(bytes: Buffer): Promise<void> {
    let offset = 0
    while (offset < bytes.length) {
      this.#sender.assertGoing()
      this.#buffer ??= await this.#budget.takeBuffer()
      const copied = bytes.copy(this.#buffer, this.#filled, offset)
      this.#filled += copied
      this.rawBytes += copied
      offset += copied
      if (this.#filled === pieceBytes) this.#flush()
    }
  }

  #flush(): void {
    if (this.#buffer === undefined) return
    this.#sender.queue(this.#buffer, this.#filled)
    this.#buffer = undefined
    this.#filled = 0
  }
}

/** Does `work` for each item, some ahead of their turn, and gives the results in the order of the items. */
async function* inOrderAhead<Item, Result>(
  items: readonly Item[],
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<readonly [Item, Result]> {
  const underWay: { readonly item: Item; readonly result: Promise<Result> }[] = []
  let next = 0
  for (;;) {
    for (; next < items.length && underWay.length < ahead; next++) {
      const item = items[next] as Item
      const result = work(item)
      // It is awaited in its turn; failing before that must not count as unhandled.
      result.catch(() => undefined)
      underWay.push({ item, result })
    }
    const first = underWay.shift()
    if (first === undefined) return
    yield [first.item, await first.result]
  }
}
