import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Compression } from '../../domain/data-format'
import { withinUnpackingLimits } from '../../domain/within-unpacking-limits'
import { openZip } from './zip-archive'

/** A file's content, decompressed. */
interface UnpackedContent {
  /** Its name in the archive; null if it is not in one. */
  readonly entry: string | null
  readonly bytes: AsyncIterable<Buffer>
  /** Bytes of the file, packed as it is, that were read so far; left out for what is in an archive. */
  readonly packedRead?: () => number
}

/**
 * Yields the content of a file, decompressed, or of each data file in a zip archive. Read each to its end, or abandon
 * it, before asking for the next.
 *
 * @param options `zipPattern` picks entries by name.
 * @throws StudioError `FileTooLarge` if it unpacks to far more than is credible; Error if the archive is damaged or it
 *   is unclear which files are data; an error of the file system; an `AbortError`.
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
    const { size } = await stat(path)
    // Nothing is waited for from here to the first read: the stream may fail at once, and nobody would hear it.
    const file = createReadStream(path, { highWaterMark: 1_048_576, ...(signal && { signal }) })
    yield {
      entry: null,
      bytes: compression === 'gzip' ? withinUnpackingLimits(unpackGzip(file), size, basename(path)) : file,
      packedRead: () => file.bytesRead,
    }
    return
  }
  const archive = await openZip(path, zipPattern)
  try {
    if (archive.choice.kind === 'refused') throw new Error(archive.choice.reason)
    for (const entry of archive.entries) {
      signal?.throwIfAborted()
      const bytes = await entry.open()
      try {
        const packedBytes = entry.packedSizeBytes
        yield { entry: entry.name, bytes: withinUnpackingLimits(bytes, packedBytes, entry.name) }
      } finally {
        bytes.destroy()
      }
    }
  } finally {
    archive.close()
  }
}

/**
 * Decompresses a gzip stream: one or more members, with nothing or zeros after the last (RFC 1952; gzip(1) pads with
 * zeros).
 *
 * @throws Error if it is damaged or ends early, and whatever the stream fails with.
 */
export async function* unpackGzip(packed: Readable): AsyncGenerator<Buffer> {
  const unpacked = createGunzip({ chunkSize: 262_144 })
  // pipe() does not pass on errors of the source stream.
  packed.once('error', (error) => unpacked.destroy(error))
  packed.pipe(unpacked)
  try {
    yield* unpacked as AsyncIterable<Buffer>
  } finally {
    packed.destroy()
    unpacked.destroy()
  }
}
