import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { EngineError } from '../engine/duckdb-engine'
import { writeWhole } from '../storage/file-spans'
import { Limiter } from '../../domain/concurrency/limiter'
import type { ReadySource } from './local-source'

/**
 * Whether sources can be piped: there are named pipes (macOS has them too, but this has never run there), and
 * enough Node threads both for full pipes and for the statements that drain them.
 */
export const canPipe = process.platform === 'linux' && Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) >= 4

/** A full pipe blocks one of Node's threads, and its statement another. */
const pipes = new Limiter(2)

/**
 * Runs `read` while a named pipe at the source's path supplies its bytes, then completes the source's facts.
 * Copying a large blob instead would add a fifth to its loading time. Sources with files are left alone.
 *
 * @throws KustoError if something is wrong with the source; Error if named pipes are not available, or not all
 * bytes came through. Then discard whatever `read` made.
 */
export async function whilePiped<T>(source: ReadySource, read: () => Promise<T>): Promise<T> {
  if (source.feed === undefined) return read()
  return pipes.run(async () => {
    await promisify(execFile)('mkfifo', ['-m', '600', source.path])
    try {
      return await feedWhile(source, read)
    } finally {
      await rm(source.path, { force: true })
    }
  })
}

/**
 * Neither side may wait forever for the other. While `door` is open, being both a reader and a writer, either side
 * can open the pipe. Once it is closed, a writer without a reader fails, and a reader without a writer reaches the
 * end. The writer cannot finish before the reader arrives: a pipe holds much less than a source.
 */
async function feedWhile<T>(source: ReadySource, read: () => Promise<T>): Promise<T> {
  const door = await open(source.path, constants.O_RDWR)
  // Open the writer while the door is open: a reader that fails at once closes the door, and this would then wait
  // forever.
  const writer = await open(source.path, 'w')
  let closing: Promise<void> | undefined
  const closeDoor = (): Promise<void> => (closing ??= door.close())
  const reading = read().finally(closeDoor)
  const [ended, fed] = await Promise.allSettled([reading, feed(source, writer, reading).finally(closeDoor)])
  // A bad source makes its reader fail too, or end too early; a reader that gives up by itself leaves a broken
  // pipe.
  const isReadersFault = ended.status === 'rejected' && fed.status === 'rejected' && isBrokenPipe(fed.reason)
  if (fed.status === 'rejected' && !isReadersFault) throw fed.reason
  if (ended.status === 'rejected') throw ended.reason
  return ended.value
}

/** Writes until the reader gives up. Then only checks the rest, unless the reader was interrupted. */
async function feed(source: ReadySource, writer: FileHandle, reading: Promise<unknown>): Promise<void> {
  const { path } = source
  let brokenPipe: unknown
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (brokenPipe !== undefined) return
    try {
      await writeWhole(writer, bytes)
    } catch (error) {
      if (!isBrokenPipe(error)) throw error
      brokenPipe = error
      await reading.catch((reason: unknown) => {
        if (reason instanceof EngineError && reason.isInterrupt) throw reason
      })
    }
  }
  try {
    source.facts = (await source.feed?.(write)) ?? source.facts
    if (brokenPipe !== undefined) throw brokenPipe
  } catch (error) {
    // A reader that has yet to open the pipe finds an empty file, and does not wait for a writer.
    await writeFile(`${path}.end`, '')
    await rename(`${path}.end`, path)
    throw error
  } finally {
    await writer.close()
  }
}

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}
