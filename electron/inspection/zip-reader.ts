import { Readable } from 'node:stream'
import { constants, inflateRawSync } from 'node:zlib'
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl'

/** Bytes that lie on a disk or in a blob, and can be read from any place. */
interface ReadableBytes {
  readonly sizeBytes: number
  /** May give fewer bytes at the end. */
  read(offset: number, length: number): Promise<Buffer>
}

/** A directory is many small reads, and of a blob each would be a request: so much is read ahead, in bytes. */
const readAhead = 262_144

/** Bytes of an entry that are read at a time. */
const piece = 1_048_576

/**
 * Opens a zip archive of which only the parts are read that are asked for. Closing it leaves the bytes open.
 *
 * @throws Error if its directory is missing or damaged; what reading throws.
 */
export async function openZipOf(bytes: ReadableBytes): Promise<ZipFile> {
  // Names are decoded by the caller: none is used as a path, so no spelling is an error.
  const options = { autoClose: false, decodeStrings: false }
  return await fromRandomAccessReaderPromise(new RangeReader(bytes), bytes.sizeBytes, options)
}

/**
 * The first bytes of an entry, at most `length`; fewer if they do not come out of so many packed bytes. Nothing more is
 * read, as it would be from a stream that is left.
 *
 * @throws Error if the archive is damaged there.
 */
export async function headOfEntry(archive: ZipFile, entry: Entry, length: number): Promise<Buffer> {
  const end = Math.min(entry.compressedSize, length)
  const pieces: Buffer[] = []
  const packed = await archive.openReadStreamPromise(entry, { decodeFileData: false, start: 0, end })
  for await (const some of packed as AsyncIterable<Buffer>) pieces.push(some)
  const bytes = Buffer.concat(pieces)
  if (entry.compressionMethod === 0) return bytes
  const ending = { finishFlush: constants.Z_SYNC_FLUSH }
  return inflateRawSync(bytes, ending).subarray(0, length)
}

class RangeReader extends RandomAccessReader {
  readonly #bytes: ReadableBytes
  #window: { readonly start: number; readonly content: Buffer } = { start: 0, content: Buffer.alloc(0) }

  constructor(bytes: ReadableBytes) {
    super()
    this.#bytes = bytes
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end))
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#take(position, length).then(
      (found) => {
        found.copy(buffer, offset)
        callback(found.length < length ? new Error('The archive ends too early') : null)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    )
  }

  async #take(position: number, length: number): Promise<Buffer> {
    const { start, content } = this.#window
    const isInside = position >= start && position + length <= start + content.length
    if (!isInside) {
      const ahead = await this.#bytes.read(position, Math.max(length, readAhead))
      this.#window = { start: position, content: ahead }
    }
    const at = position - this.#window.start
    return this.#window.content.subarray(at, at + length)
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; at += piece) {
      const found = await this.#bytes.read(at, Math.min(piece, end - at))
      if (found.length === 0) return
      yield found
    }
  }
}
