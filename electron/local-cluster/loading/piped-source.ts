import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { EngineError } from '../engine/duckdb-engine'
import { writeWhole } from '../storage/file-spans'
import { Limiter } from '../../domain/concurrency/limiter'
import type { ReadySource } from './local-source'

/**
 * Whether sources can be piped: there are named pipes (macOS has them too, but this was never run there), and enough
 * threads of Node's for pipes that are full and the statements that empty them.
 */
export const canPipe = process.platform === 'linux' && Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) >= 4

/** Each pipe holds a thread of Node's while it is full, and its statement another. */
const pipes = new Limiter(2)

/**
 * Runs `read` while a named pipe at the source's path gives its bytes, and completes what is known of the source: a
 * copy of a large blob would take a fifth of the time of its load. Sources that have their files are left alone.
 *
 * @throws KustoError when something is wrong with the source; Error when there are no named pipes here, or not all bytes
 * came through. What `read` made of them must not be kept then.
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
 * Nobody may wait for ever for the other end. While `door` is open, which is both a reader and a writer, either side can
 * open the pipe; when it is closed, a writer without its reader fails, and a reader without its writer comes to the
 * end. The writer cannot be done before the reader is there: a pipe holds much less than a source.
 */
async function feedWhile<T>(source: ReadySource, read: () => Promise<T>): Promise<T> {
  const door = await open(source.path, constants.O_RDWR)
  // Opened while the door is: a reader that fails at once closes it, and then this would wait for ever.
  const writer = await open(source.path, 'w')
  let closing: Promise<void> | undefined
  const closeDoor = (): Promise<void> => (closing ??= door.close())
  const reading = read().finally(closeDoor)
  const [ended, fed] = await Promise.allSettled([reading, feed(source, writer, reading).finally(closeDoor)])
  // What is wrong with the source makes its reader fail as well, or lets it end too early; a reader that gives up
  // itself leaves a broken pipe.
  const isReadersFault = ended.status === 'rejected' && fed.status === 'rejected' && isBrokenPipe(fed.reason)
  if (fed.status === 'rejected' && !isReadersFault) throw fed.reason
  if (ended.status === 'rejected') throw ended.reason
  return ended.value
}

/** Writes until the reader gives up; then the rest is looked at only, unless the reader was broken off. */
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
