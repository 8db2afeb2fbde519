import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { StudioError } from '../../../domain/studio-error'
import { fileFailure } from '../../file-failure'

/** What was noted about a file when it was first read. */
interface NotedFile {
  readonly sizeBytes: number | null
  readonly modifiedAt: number | null
}

/** A file that is read for ingestion, and must not change in the meantime. */
export class SourceFile {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedAt: number
  readonly #handle: FileHandle

  private constructor(path: string, handle: FileHandle, sizeBytes: number, modifiedAt: number) {
    this.path = path
    this.#handle = handle
    this.sizeBytes = sizeBytes
    this.modifiedAt = modifiedAt
  }

  /** @throws StudioError `FileNotFound`, `FileNotReadable`, `NotARegularFile`. */
  static async open(path: string): Promise<SourceFile> {
    let handle: FileHandle | undefined
    try {
      // Opening a pipe would wait for its writer for ever, so ask what the file is once it is open.
      handle = await open(
        path,
        constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK),
      )
      const stats = await handle.stat()
      if (!stats.isFile()) {
        throw new StudioError('NotARegularFile', `“${basename(path)}” is not a file.`, {
          subject: basename(path),
          nextStep: 'Drop a file.',
        })
      }
      return new SourceFile(path, handle, stats.size, stats.mtimeMs)
    } catch (error) {
      await handle?.close()
      throw fileFailure(error, basename(path))
    }
  }

  /**
   * Fills the buffer as far as the file goes.
   *
   * @returns Bytes read; fewer only at the end of the file.
   * @throws StudioError `FileNotReadable`.
   */
  async read(buffer: Uint8Array, position: number, length = buffer.length): Promise<number> {
    let filled = 0
    try {
      while (filled < length) {
        const { bytesRead } = await this.#handle.read(buffer, filled, length - filled, position + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
    } catch (error) {
      throw fileFailure(error, basename(this.path))
    }
    return filled
  }

  /**
   * Checks that the file is the one that was noted; null `modifiedAt` means that none was.
   *
   * @throws StudioError `FileChanged`.
   */
  assertSame({ sizeBytes, modifiedAt }: NotedFile): void {
    if (modifiedAt !== null && (this.sizeBytes !== sizeBytes || this.modifiedAt !== modifiedAt)) {
      throw fileChanged(this.path)
    }
  }

  /**
   * Checks that the file has not changed since it was opened.
   *
   * @throws StudioError `FileChanged`.
   */
  async assertUnchanged(): Promise<void> {
    const stats = await this.#handle.stat()
    if (stats.size !== this.sizeBytes || stats.mtimeMs !== this.modifiedAt) throw fileChanged(this.path)
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** The error for a source whose file has changed. */
export function fileChanged(path: string): StudioError {
  return new StudioError('FileChanged', `“${basename(path)}” was changed while it was being read.`, {
    subject: basename(path),
    nextStep: 'None of it was ingested. Add it again once nothing writes to it any more.',
  })
}
