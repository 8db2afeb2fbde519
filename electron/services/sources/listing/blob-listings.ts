import { randomUUID } from 'node:crypto'
import { formatFacts, formatFromName } from '../../../domain/data-format'
import { isLeftOutByDefault } from '../../../domain/path-pattern'
import type { BlobObstacle, BlobPage, ListedBlob } from '../../../domain/schema/listed-blob'
import { maximumBlobBytes } from '../../../domain/source-treatment'
import {
  blobInContainer,
  readAccess,
  readStorageFolder,
  shownFolder,
  type StorageFolder,
} from '../../../domain/storage-folder'
import { StudioError } from '../../../domain/studio-error'
import { listAzureBlobs } from '../../kusto/azure-blob-list'
import { canceled } from '../../deadline'
import { onlyForTheService } from './listing-failure'
import { listS3 } from './list-s3'
import type { StoredBlob, StoredBlobs } from './storage-lister'

/** A listed blob, as a job needs it. */
export interface BlobAddress {
  /** With its secret. Never logged, stored or shown. */
  readonly uri: string
  readonly display: string
  /** From the container down, decoded. */
  readonly path: string
  readonly blob: ListedBlob
}

interface Listing {
  readonly folder: StorageFolder
  /** Begins the names of the blobs; the paths that are shown do without the folder's own. */
  readonly prefix: string
  readonly blobs: StoredBlobEntry[]
  marker: string | null
}

interface StoredBlobEntry {
  readonly name: string
  readonly blob: ListedBlob
}

/** Lists containers, and keeps the secrets of what it listed: whoever asks gets handles. */
export class BlobListings {
  readonly #listings = new Map<string, Listing>()

  /**
   * Lists the first blobs of a container or folder.
   *
   * @param prefix Begins the path of each blob below the folder.
   * @throws StudioError `BlobUriInvalid` if the URI names no folder, `BlobNotFound` if it may name a blob as well and
   *   there is no such folder, `SasNeeded`, `BlobForbidden`, `BlobUnreachable`, `TimedOut` or `Canceled`; none holds
   *   the secret part.
   */
  async open(uri: string, prefix: string, signal: AbortSignal): Promise<BlobPage> {
    const folder = readStorageFolder(uri)
    if (folder === null) throw noFolder()
    const access = readAccess(folder.suffix)
    if (access.kind === 'serviceOnly') throw onlyForTheService(folder, access.what)
    const listing: Listing = { folder, prefix: `${folder.path}${prefix}`, blobs: [], marker: null }
    const id = randomUUID()
    const page = await this.#ask(id, listing, signal)
    if (!folder.isCertain && page.blobs.length === 0 && page.isComplete) throw notThere(folder)
    this.#listings.set(id, listing)
    return page
  }

  /** Lists the next blobs. @throws StudioError as {@link open}, or `RequestInvalid` for a list that is not known. */
  async more(id: string, signal: AbortSignal): Promise<BlobPage> {
    const listing = this.#listings.get(id)
    if (listing?.marker === null || listing === undefined) throw unknownList()
    return await this.#ask(id, listing, signal)
  }

  /** Drops a list and its secret; does nothing for other ids. */
  forget(id: string): void {
    this.#listings.delete(id)
  }

  /** What a handle stands for. @throws StudioError `RequestInvalid` if it was never given out, or its list dropped. */
  addressOf(handle: string): BlobAddress {
    const [id = '', index = ''] = handle.split('/')
    const listing = this.#listings.get(id)
    const entry = listing?.blobs[Number(index)]
    if (listing === undefined || entry === undefined) throw unknownList()
    return { ...blobInContainer(listing.folder, entry.name), path: entry.name, blob: entry.blob }
  }

  async #ask(id: string, listing: Listing, signal: AbortSignal): Promise<BlobPage> {
    const { folder, prefix, marker, blobs } = listing
    const list = folder.service === 's3' ? listS3 : listAzureBlobs
    let answer: StoredBlobs
    try {
      answer = await list(folder, prefix, marker, signal)
    } catch (error) {
      if (signal.aborted) throw canceled('The list')
      throw error
    }
    const first = blobs.length
    for (const [index, stored] of answer.blobs.entries()) {
      const blob = toListed(stored, `${id}/${first + index}`, stored.name.slice(folder.path.length))
      blobs.push({ name: stored.name, blob })
    }
    listing.marker = answer.marker
    return {
      listing: id,
      display: shownFolder(folder),
      blobs: blobs.slice(first).map(({ blob }) => blob),
      isComplete: answer.marker === null,
    }
  }
}

function toListed(stored: StoredBlob, handle: string, path: string): ListedBlob {
  const { format = null, compression } = formatFromName(path)
  const isPlain = compression === 'none' && format !== null && formatFacts[format].binary !== true
  return {
    handle,
    path,
    sizeBytes: stored.sizeBytes,
    rawDataSizeBytes: stored.rawSizeBytes ?? (isPlain ? stored.sizeBytes : null),
    format,
    compression,
    obstacle: obstacleOf(stored, path),
  }
}

function obstacleOf({ sizeBytes, isFolder, isArchived }: StoredBlob, path: string): BlobObstacle | null {
  if (isFolder) return 'folder'
  if (path.split('/').some(isLeftOutByDefault)) return 'hidden'
  if (sizeBytes === 0) return 'empty'
  if (isArchived) return 'archived'
  return sizeBytes > maximumBlobBytes ? 'tooLarge' : null
}

function noFolder(): StudioError {
  return new StudioError(
    'BlobUriInvalid',
    'This URI names no container or folder that the studio can list.',
    {
      nextStep:
        'Give a container or folder of Azure Storage or S3, for example https://account.blob.core.windows.net/container/folder/?sv=…',
    },
  )
}

function notThere(folder: StorageFolder): StudioError {
  return new StudioError('BlobNotFound', `Nothing is in ${shownFolder(folder)}.`, {
    subject: shownFolder(folder),
    nextStep: 'Check the path; it is case sensitive.',
  })
}

function unknownList(): StudioError {
  return new StudioError('RequestInvalid', 'This list of blobs is not there any more.', {
    nextStep: 'List the container again.',
  })
}
