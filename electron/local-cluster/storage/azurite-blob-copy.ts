import { open, type FileHandle } from 'node:fs/promises'

/** A piece of one of Azurite's extent files. */
interface ExtentChunk {
  readonly id: string
  readonly offset: number
  readonly count: number
}

/** What Azurite 3.35 keeps of a block blob: one piece, or those of its blocks. */
interface BlobDocument {
  readonly properties: { readonly contentLength?: number }
  readonly persistency?: ExtentChunk
  readonly committedBlocksInOrder?: readonly { readonly persistency: ExtentChunk }[]
}

/** Parts of a blob server with files on disk, which Azurite does not declare. */
export interface BlobServerParts {
  readonly metadataStore: {
    getBlob(
      context: object,
      account: string,
      container: string,
      name: string,
    ): Promise<BlobDocument | undefined>
  }
  readonly extentMetadataStore: { getExtentLocationId(extentId: string): Promise<string> }
  readonly extentStore: { generateExtentPath?: (locationId: string, extentId: string) => string }
}

/** Bytes that are read and written at a time. */
const pieceBytes = 4 * 1_048_576

/**
 * Copies a blob out of Azurite's files, which is several times faster than a download of it and leaves the
 * event loop alone. The caller has had the blob's SAS checked.
 *
 * @returns The bytes that were copied; undefined when the blob cannot be had this way.
 */
export async function copyBlobFile(
  server: BlobServerParts,
  blob: { readonly account: string; readonly container: string; readonly name: string },
  path: string,
): Promise<number | undefined> {
  const { extentStore, extentMetadataStore, metadataStore } = server
  const document = await metadataStore.getBlob({}, blob.account, blob.container, blob.name)
  const blocks = document?.committedBlocksInOrder?.map(({ persistency }) => persistency) ?? []
  const chunks =
    blocks.length > 0 ? blocks : document?.persistency === undefined ? [] : [document.persistency]
  if (chunks.length === 0 || extentStore.generateExtentPath === undefined) return undefined
  const target = await open(path, 'w', 0o600)
  const buffer = Buffer.allocUnsafe(pieceBytes)
  let copied = 0
  try {
    for (const chunk of chunks) {
      const location = await extentMetadataStore.getExtentLocationId(chunk.id)
      const source = await open(extentStore.generateExtentPath(location, chunk.id))
      try {
        copied += await copyRange(source, target, chunk, buffer)
      } finally {
        await source.close()
      }
    }
  } finally {
    await target.close()
  }
  return copied === document?.properties.contentLength ? copied : undefined
}

async function copyRange(
  source: FileHandle,
  target: FileHandle,
  { offset, count }: ExtentChunk,
  buffer: Buffer,
): Promise<number> {
  let done = 0
  while (done < count) {
    const wanted = Math.min(buffer.length, count - done)
    const { bytesRead } = await source.read(buffer, 0, wanted, offset + done)
    if (bytesRead === 0) break
    let written = 0
    while (written < bytesRead) {
      written += (await target.write(buffer, written, bytesRead - written)).bytesWritten
    }
    done += bytesRead
  }
  return done
}
