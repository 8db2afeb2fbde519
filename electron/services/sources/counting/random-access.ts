import { open } from 'node:fs/promises'

/** Content that can be read at any position. */
export interface RandomAccess {
  readonly sizeBytes: number
  /**
   * Fills the buffer from a position.
   *
   * @returns Bytes read; fewer than requested only at the end of the content.
   */
  read(buffer: Buffer, position: number): Promise<number>
}

/**
 * Opens a file for `use` and closes it afterwards.
 *
 * @param sizeBytes If known.
 * @throws an error of the file system, or whatever `use` throws.
 */
export async function withFile<T>(
  path: string,
  use: (file: RandomAccess) => Promise<T>,
  sizeBytes?: number,
): Promise<T> {
  const handle = await open(path, 'r')
  try {
    return await use({
      sizeBytes: sizeBytes ?? (await handle.stat()).size,
      async read(buffer, position) {
        let filled = 0
        while (filled < buffer.length) {
          const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return filled
      },
    })
  } finally {
    await handle.close()
  }
}

/** The end of a stream's content as something to read from; what came before it is gone. */
export function endOfContent(end: Buffer, sizeBytes: number): RandomAccess {
  const start = sizeBytes - end.length
  return {
    sizeBytes,
    read: (buffer, position) =>
      Promise.resolve(position < start ? 0 : end.copy(buffer, 0, position - start, end.length)),
  }
}
