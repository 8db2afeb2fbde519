import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { open, rename, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { copySpans, spanChunks, writeWhole } from '../file-spans'
import { Limiter } from '../limiter'
import type { LocalSource, SourceQuery } from './local-source'

/**
 * Whether sources can be piped: there are named pipes (macOS has them too, but this was never run there), and enough
 * threads of Node's for pipes that are full and the statements that empty them.
 */
export const canPipe = process.platform === 'linux' && Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) >= 4

/** Each pipe holds a thread of Node's while it is full, and its statement another. */
const pipes = new Limiter(2)

/**
 * Runs `read` while a named pipe at the source's path gives the bytes that lie in storage: a copy of a large
 * blob would take a fifth of the time of its load. Sources that have their files are left alone.
 *
 * @throws Error when there are no named pipes here, or not all bytes came through: what `read` made of them must not
 * be kept then.
 */
export async function whilePiped<T>(sources: readonly LocalSource[], read: () => Promise<T>): Promise<T> {
  const [source] = sources
  if (source?.spans === undefined) return read()
  return pipes.run(async () => {
    await promisify(execFile)('mkfifo', ['-m', '600', source.path])
    try {
      return await feedWhile(source, read)
    } finally {
      await rm(source.path, { force: true })
    }
  })
}

/** A query whose source has its file, which is copied out of storage where need be. @throws KustoError as `copySpans`. */
export async function withFile(query: SourceQuery): Promise<SourceQuery> {
  const { spans, ...source } = query.source
  if (spans === undefined) return query
  await copySpans(spans, source.path)
  return { ...query, source }
}

/**
 * Nobody may wait for ever for the other end. While `door` is open, which is both a reader and a writer, either side can
 * open the pipe; when it is closed, a writer without its reader fails, and a reader without its writer comes to the
 * end. The writer cannot be done before the reader is there: a pipe holds much less than a source.
 */
async function feedWhile<T>(source: LocalSource, read: () => Promise<T>): Promise<T> {
  const door = await open(source.path, constants.O_RDWR)
  let closing: Promise<void> | undefined
  const closeDoor = (): Promise<void> => (closing ??= door.close())
  const ends = [read().finally(closeDoor), feed(source).finally(closeDoor)] as const
  await Promise.allSettled(ends)
  // The reader's failure before the writer's: a reader that gives up leaves the writer with a broken pipe.
  const [result] = await Promise.all(ends)
  return result
}

async function feed(source: LocalSource): Promise<void> {
  const { path, spans = [] } = source
  const writer = await open(path, 'w')
  try {
    for await (const chunk of spanChunks(spans)) await writeWhole(writer, chunk)
  } catch (error) {
    // A reader that has yet to open the pipe finds an empty file, and does not wait for a writer.
    await writeFile(`${path}.end`, '')
    await rename(`${path}.end`, path)
    throw error
  } finally {
    await writer.close()
  }
}
