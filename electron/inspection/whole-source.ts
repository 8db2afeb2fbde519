import { open } from 'node:fs/promises'
import type { Reading } from '../domain/schema/reading'
import { ignoresFirstRecord } from '../domain/source-treatment'
import { ChunkFiles, type Chunk, type ReadingNotes } from './chunk'
import type { Layout } from './layout'
import { headBytes, type OpenedSource } from './open-source'
import { chunksOf } from './readers'

/** Bytes of a source that are taken at a time. */
const chunkBytes = 16_777_216

/**
 * Reads a source to its end, and has each chunk taken while the next is read. What refuses it is in `notes`.
 *
 * @throws what `take` throws, and what reading fails with.
 */
export async function takeChunks(
  {
    source,
    reading,
    layout,
  }: {
    readonly source: OpenedSource
    readonly reading: Reading
    readonly layout: Layout
  },
  options: { readonly file: string; readonly notes: ReadingNotes; readonly signal: AbortSignal },
  take: (chunk: Chunk) => Promise<void>,
): Promise<void> {
  const { notes, signal } = options
  const files = new ChunkFiles(options.file)
  const { ignoreFirstRecord } = reading
  const how = { files, notes, chunkBytes, isCut: false, ignoreFirstRecord }
  let taking: Promise<void> = Promise.resolve()
  try {
    for await (const chunk of chunksOf(
      source.bytes(signal, ignoresFirstRecord(reading)),
      reading,
      layout,
      how,
    )) {
      signal.throwIfAborted()
      await taking
      taking = take(chunk)
      // Told where it is waited for.
      taking.catch(() => undefined)
    }
    await taking
  } finally {
    await taking.catch(() => undefined)
    await files.remove()
  }
}

/**
 * Whether a small source is still what its head holds, so that it need not be judged again.
 *
 * @throws what reading it fails with.
 */
export async function isStillHead(source: OpenedSource, signal: AbortSignal): Promise<boolean> {
  const { head, isWhole, path, compression } = source
  if (!isWhole || head.length > headBytes) return false
  let at = 0
  // Another file may have taken its place.
  const bytes = path !== undefined && compression === 'none' ? bytesOfFile(path) : source.bytes(signal)
  for await (const piece of bytes) {
    signal.throwIfAborted()
    if (!piece.equals(head.subarray(at, at + piece.length))) return false
    at += piece.length
  }
  return at === head.length
}

async function* bytesOfFile(path: string): AsyncIterable<Buffer> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(65_536)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
