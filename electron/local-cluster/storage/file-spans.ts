import { open, type FileHandle } from 'node:fs/promises'
import { KustoError } from '../answers/kusto-error'

/** A run of bytes in a file. */
export interface FileSpan {
  readonly path: string
  /** In bytes from the file's beginning. */
  readonly offset: number
  readonly count: number
}

/**
 * Bytes read and written at a time: as much as a processor's own cache holds. Larger pieces can take twice as long.
 */
const pieceBytes = 262_144

/** Pieces copied at the same time. */
const piecesAtOnce = 2

/** How many bytes the spans hold in all. */
export function totalBytes(spans: readonly FileSpan[]): number {
  return spans.reduce((sum, { count }) => sum + count, 0)
}

/**
 * Writes spans, one after the other, to a new file.
 *
 * @throws KustoError `Download_UnknownError` (transient) if a file is gone, or ends before its span does.
 */
export async function copySpans(spans: readonly FileSpan[], path: string): Promise<void> {
  const length = totalBytes(spans)
  let at = 0
  const pieces = spans.flatMap((span) =>
    cut(span).map((piece) => {
      const placed = { ...piece, at }
      at += piece.count
      return placed
    }),
  )
  const target = await open(path, 'w', 0o600)
  const files = new OpenFiles()
  const worker = async (): Promise<void> => {
    const buffer = Buffer.allocUnsafe(Math.min(length, pieceBytes))
    for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
      const bytes = await files.read(piece, buffer)
      await writeWhole(target, bytes, piece.at)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(piecesAtOnce, pieces.length) }, worker))
  } finally {
    await target.close()
    await files.close()
  }
}

/**
 * The bytes of spans, one after the other, in pieces. Each is read ahead, and stays valid until the next but one is
 * requested.
 *
 * @throws KustoError as {@link copySpans}.
 */
export async function* spanChunks(spans: readonly FileSpan[]): AsyncGenerator<Buffer> {
  const files = new OpenFiles()
  const pieces = spans.flatMap(cut)
  const buffers = pieces.slice(0, 3).map(() => Buffer.allocUnsafe(Math.min(totalBytes(spans), pieceBytes)))
  const read = (index: number): Promise<Buffer> | undefined => {
    const [piece, buffer] = [pieces[index], buffers[index % 3]]
    return piece === undefined || buffer === undefined ? undefined : files.read(piece, buffer)
  }
  let ahead = read(0)
  try {
    for (let index = 1; ahead !== undefined; index++) {
      const chunk = await ahead
      ahead = read(index)
      // Its failure is reported when its turn comes; a caller that stops earlier does not care.
      ahead?.catch(() => undefined)
      yield chunk
    }
  } finally {
    await ahead?.catch(() => undefined)
    await files.close()
  }
}

/** Writes all of `bytes`, at a position in the file or after the previous write. */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, position?: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const at = position === undefined ? null : position + written
    written += (await file.write(bytes, written, bytes.length - written, at)).bytesWritten
  }
}

function cut({ path, offset, count }: FileSpan): FileSpan[] {
  return Array.from({ length: Math.ceil(count / pieceBytes) }, (_, index) => {
    const from = index * pieceBytes
    return { path, offset: offset + from, count: Math.min(pieceBytes, count - from) }
  })
}

/** Keeps files open while pieces are read from them. */
class OpenFiles {
  readonly #files = new Map<string, Promise<FileHandle>>()

  async read({ path, offset, count }: FileSpan, buffer: Buffer): Promise<Buffer> {
    try {
      const file = await this.#open(path)
      let done = 0
      while (done < count) {
        const { bytesRead } = await file.read(buffer, done, count - done, offset + done)
        if (bytesRead === 0) throw new Error('The file ends before its span does.')
        done += bytesRead
      }
      return buffer.subarray(0, count)
    } catch (cause) {
      throw new KustoError('Download_UnknownError', 'The blob could not be read from storage.', {
        permanent: false,
        cause,
      })
    }
  }

  async close(): Promise<void> {
    for (const file of await Promise.allSettled(this.#files.values())) {
      if (file.status === 'fulfilled') await file.value.close()
    }
  }

  #open(path: string): Promise<FileHandle> {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const opening = open(path, 'r')
    this.#files.set(path, opening)
    return opening
  }
}
