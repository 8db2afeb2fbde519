import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Compression } from '../../domain/data-format'
import { openZip } from './zip-archive'

/** A file without its compression. */
export interface UnpackedContent {
  /** Its name in the archive; null for a file that is in none. */
  readonly entry: string | null
  readonly bytes: AsyncIterable<Buffer>
}

/**
 * Gives what is inside a file: itself, unpacked, or each entry of a zip archive that is data, one after the
 * other. Each has to be read to its end, or given up, before the next is asked for.
 *
 * @param options `zipPattern` picks entries by name.
 * @throws Error when the archive is damaged or its data cannot be told from the rest; an error of the file
 *   system; an `AbortError`.
 */
export async function* unpackedContents(
  path: string,
  compression: Compression,
  {
    signal,
    zipPattern,
  }: { readonly signal?: AbortSignal | undefined; readonly zipPattern?: string | undefined } = {},
): AsyncGenerator<UnpackedContent> {
  if (compression !== 'zip') {
    const file = createReadStream(path, { highWaterMark: 1_048_576, ...(signal && { signal }) })
    yield { entry: null, bytes: compression === 'gzip' ? unpackGzip(file) : file }
    return
  }
  const archive = await openZip(path, zipPattern)
  try {
    if (archive.choice.kind === 'refused') throw new Error(archive.choice.reason)
    for (const entry of archive.entries) {
      signal?.throwIfAborted()
      const bytes = await entry.open()
      try {
        yield { entry: entry.name, bytes }
      } finally {
        bytes.destroy()
      }
    }
  } finally {
    archive.close()
  }
}

/**
 * Unpacks a stream of gzip: one member or several, with nothing or zeros after the last (RFC 1952; gzip(1) pads
 * with zeros).
 *
 * @throws Error when it is damaged or ends too early, and what the stream fails with.
 */
export async function* unpackGzip(packed: Readable): AsyncGenerator<Buffer> {
  const unpacked = createGunzip({ chunkSize: 262_144 })
  // pipe does not pass on a failure of the stream itself.
  packed.once('error', (error) => unpacked.destroy(error))
  packed.pipe(unpacked)
  try {
    yield* unpacked as AsyncIterable<Buffer>
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}
