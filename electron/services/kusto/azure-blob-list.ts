import { ContainerClient, RestError, StorageSharedKeyCredential } from '@azure/storage-blob'
import { readAccess, shownFolder, type StorageFolder } from '../../domain/storage-folder'
import { StudioError } from '../../domain/studio-error'
import { cannotList, isRefusal } from '../sources/listing/listing-failure'
import { blobsPerAnswer, type StoredBlobs } from '../sources/listing/storage-lister'
import { StorageCallError, withAttempts } from './attempts'

/** Per try of one answer of at most 5,000 names. */
const listDeadlineMs = 60_000

/**
 * Asks Azure Storage for some of a container's blobs (documents: List Blobs), with the SAS or account key of the URI;
 * without one the container must be public.
 *
 * @param prefix Begins the names of the blobs.
 * @param marker Where to go on; null for the start.
 * @throws StudioError what storage refused; no secret is in it.
 */
export async function listAzureBlobs(
  folder: StorageFolder,
  prefix: string,
  marker: string | null,
  signal: AbortSignal,
): Promise<StoredBlobs> {
  const client = clientOf(folder)
  const ask = async (abortSignal: AbortSignal): Promise<StoredBlobs> => {
    const pages = client
      .listBlobsFlat({ prefix, includeMetadata: true, abortSignal })
      .byPage({ maxPageSize: blobsPerAnswer, ...(marker === null ? {} : { continuationToken: marker }) })
    const page = (await pages.next()).value
    const items = page?.segment.blobItems ?? []
    return {
      blobs: items.map(toStored),
      marker: page?.continuationToken === '' ? null : (page?.continuationToken ?? null),
    }
  }
  try {
    const options = { subject: shownFolder(folder), timeoutMs: listDeadlineMs, signal, attempts: 3 }
    return await withAttempts(options, async (abortSignal) => {
      try {
        return await ask(abortSignal)
      } catch (error) {
        throw refused(error, folder) ?? error
      }
    })
  } catch (error) {
    if (!(error instanceof StorageCallError)) throw error
    const { error: cause } = error.fault
    // What the network said is about the user's own storage, not about an upload.
    throw cause.code === 'UploadFailed'
      ? new StudioError('BlobUnreachable', cause.message, {
          retryable: cause.retryable,
          ...(cause.nextStep === undefined ? {} : { nextStep: cause.nextStep }),
          ...(cause.serviceCode === undefined ? {} : { serviceCode: cause.serviceCode }),
        })
      : cause
  }
}

function clientOf(folder: StorageFolder): ContainerClient {
  const access = readAccess(folder.suffix)
  const retryOptions = { retryOptions: { maxTries: 1 } }
  if (access.kind !== 'accountKey') {
    const query = access.kind === 'sas' ? `?${access.query}` : ''
    return new ContainerClient(`${folder.endpoint}${query}`, undefined, retryOptions)
  }
  const url = new URL(folder.endpoint)
  const parts = url.pathname.split('/').filter((part) => part !== '')
  // On loopback the account is in the path.
  const account = parts.length > 1 ? (parts[0] ?? '') : (url.hostname.split('.')[0] ?? '')
  return new ContainerClient(
    folder.endpoint,
    new StorageSharedKeyCredential(account, access.key),
    retryOptions,
  )
}

interface BlobItem {
  readonly name: string
  readonly metadata?: Readonly<Record<string, string>>
  readonly properties: { readonly contentLength?: number; readonly accessTier?: string }
}

function toStored({ name, metadata = {}, properties }: BlobItem): StoredBlobs['blobs'][number] {
  const noted = Object.entries(metadata).find(([key]) => key.toLowerCase() === 'rawsizebytes')?.[1]
  return {
    name,
    sizeBytes: properties.contentLength ?? 0,
    rawSizeBytes: noted !== undefined && /^\d{1,15}$/.test(noted) ? Number(noted) : null,
    isFolder: metadata['hdi_isfolder'] === 'true' || name.endsWith('/'),
    isArchived: properties.accessTier === 'Archive',
  }
}

/** What storage answered, in words about listing; undefined if it is no answer, or may pass. */
function refused(error: unknown, folder: StorageFolder): StudioError | undefined {
  if (!(error instanceof RestError) || error.statusCode === undefined) return undefined
  const { statusCode, code } = error
  const isFinal = isRefusal(statusCode) || (statusCode >= 400 && statusCode < 408)
  return isFinal ? cannotList(folder, statusCode, code) : undefined
}
