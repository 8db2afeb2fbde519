import type { Reading } from '../domain/schema/reading'
import { ignoresFirstRecord } from '../domain/source-treatment'
import { ChunkFiles, type Chunk, type ReadingNotes } from './chunk'
import type { Layout } from './layout'
import type { OpenedSource } from './open-source'
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
