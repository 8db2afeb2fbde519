import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileFailure } from '../domain/file-failure'

/**
 * Writes a file that the user asked for. It has its name only once it is whole. The studio's own files, which nobody
 * else may read and which must survive a power failure, are written by `writeFileAtomic`.
 *
 * @param content All of it, or piece by piece.
 * @throws StudioError `DiskFull`, `FileNotReadable`, or what making a piece throws.
 */
export async function writeUserFile(
  path: string,
  content: string | Uint8Array | AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`)
  const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content
  try {
    await pipeline(Readable.from(pieces), createWriteStream(temporary, { flags: 'wx' }), { signal })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw fileFailure(error, basename(path), 'write')
  }
}
