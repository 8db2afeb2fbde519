import { text } from 'node:stream/consumers'
import { readAccess, type StorageFolder } from '../../../domain/storage-folder'
import { StudioError } from '../../../domain/studio-error'
import { networkFailure } from '../../kusto/network-failure'
import { askStorage } from '../ask-storage'
import { cannotList, isRefusal } from './listing-failure'
import { encodeStrictly, signS3Get } from './s3-signature'
import type { StoredBlob, StoredBlobs } from './storage-lister'

/** Storage classes that are read only after they were restored. */
const archivedClasses: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/**
 * Asks S3 for some of a bucket's objects (documents: ListObjectsV2), signed with the keys of the URI; without keys the
 * bucket must be public.
 *
 * @param prefix Begins the names of the objects.
 * @param marker Where to go on; null for the start.
 * @throws StudioError what S3 refused; no key is in it.
 */
export async function listS3(
  folder: StorageFolder,
  prefix: string,
  marker: string | null,
  signal: AbortSignal,
): Promise<StoredBlobs> {
  const query: readonly (readonly [string, string])[] = [
    ...(marker === null ? [] : [['continuation-token', marker] as const]),
    ['encoding-type', 'url'],
    ['list-type', '2'],
    ['prefix', prefix],
  ]
  const search = query.map(([name, value]) => `${name}=${encodeStrictly(value)}`).join('&')
  const url = new URL(`${folder.endpoint}/?${search}`)
  const access = readAccess(folder.suffix)
  const headers = access.kind === 'aws' ? signS3Get(url, folder.region, access, new Date()) : {}
  const answer = await askStorage(url, headers, signal).catch((error: unknown) => {
    signal.throwIfAborted()
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw networkFailure(code, folder.root, 'BlobUnreachable') ?? cannotList(folder, 0, undefined)
  })
  const status = answer.statusCode ?? 0
  const body = await text(answer)
  if (status !== 200) {
    const error = cannotList(folder, isRefusal(status) ? 403 : status, element(body, 'Code'))
    throw error
  }
  const blobs = [...body.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, content = '']) => toBlob(content))
  const isMore = element(body, 'IsTruncated') === 'true'
  const next = element(body, 'NextContinuationToken')
  if (isMore && next === undefined) {
    throw new StudioError('ResponseMalformed', `${folder.root} says that there is more, but not where.`, {
      nextStep: 'Name the objects one by one.',
    })
  }
  return { blobs, marker: isMore ? (next ?? null) : null }
}

function toBlob(content: string): StoredBlob {
  // A plus is a blank in what S3 encodes.
  const name = decodeURIComponent((element(content, 'Key') ?? '').replaceAll('+', ' '))
  return {
    name,
    sizeBytes: Number(element(content, 'Size') ?? 0),
    rawSizeBytes: null,
    isFolder: name.endsWith('/'),
    isArchived: archivedClasses.has(element(content, 'StorageClass') ?? ''),
  }
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/** The text of the first element of that name. S3 writes flat lists without attributes or comments. */
function element(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return found?.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity] ?? '')
}
