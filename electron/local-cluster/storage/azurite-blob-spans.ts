import { totalBytes, type FileSpan } from './file-spans'

/** A piece of one of Azurite's extent files. */
interface ExtentChunk {
  readonly id: string
  readonly offset: number
  readonly count: number
}

/** How Azurite 3.35 stores a block blob: as one piece, or one per block. */
interface BlobDocument {
  readonly properties: { readonly contentLength?: number }
  readonly persistency?: ExtentChunk
  readonly committedBlocksInOrder?: readonly { readonly persistency: ExtentChunk }[]
}

/** Internals of a blob server with files on disk, which Azurite does not declare. */
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

/**
 * Where a blob's bytes are in Azurite's files, in order: reading them there is several times faster than a download,
 * and leaves the event loop alone. The caller must have had the blob's SAS checked.
 *
 * @returns Undefined if the blob cannot be read this way.
 */
export async function blobSpans(
  server: BlobServerParts,
  blob: { readonly account: string; readonly container: string; readonly name: string },
): Promise<readonly FileSpan[] | undefined> {
  const { extentStore, extentMetadataStore, metadataStore } = server
  const document = await metadataStore.getBlob({}, blob.account, blob.container, blob.name)
  const blocks = document?.committedBlocksInOrder?.map(({ persistency }) => persistency) ?? []
  const chunks =
    blocks.length > 0 ? blocks : document?.persistency === undefined ? [] : [document.persistency]
  if (chunks.length === 0 || extentStore.generateExtentPath === undefined) return undefined
  const spans: FileSpan[] = []
  for (const { id, offset, count } of chunks) {
    const path = extentStore.generateExtentPath(await extentMetadataStore.getExtentLocationId(id), id)
    spans.push({ path, offset, count })
  }
  return totalBytes(spans) === document?.properties.contentLength ? spans : undefined
}
