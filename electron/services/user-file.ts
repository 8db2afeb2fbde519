import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileFailure } from '../domain/file-failure'

/**
 * Writes a file that the user asked for, piece by piece. It has its name only once it is whole.
 *
 * @throws StudioError `DiskFull`, `FileNotReadable`, or what making a piece throws.
 */
export async function writePieces(
  path: string,
  pieces: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const temporary = `${path}.part`
  try {
    await pipeline(Readable.from(pieces), createWriteStream(temporary), { signal })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw fileFailure(error, basename(path), 'write')
  }
}
