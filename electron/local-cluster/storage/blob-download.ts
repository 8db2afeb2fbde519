import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { readBlobUri } from '../../domain/blob-uri'
import { redactText } from '../../domain/redact-text'
import { copySpans, spanChunks, totalBytes, type FileSpan } from './file-spans'
import { KustoError } from '../answers/kusto-error'
import { shortage } from '../engine/shortage'
import type { StorageServices } from './azurite-services'
import { assertReachable, lookupElsewhere } from './reachable-address'

/** Longest time to make a connection, in milliseconds. */
const connectMs = 10_000

/** How long a server may stay silent before the download is given up, in milliseconds. */
const silenceMs = 60_000

/** Largest blob accepted (documents: ingestion size limit). */
const maximumBytes = 6 * 1_073_741_824

/** What it takes to tell the cluster's own blobs from others, and to read them. */
export type BlobStorage = Pick<StorageServices, 'currentUri' | 'owns' | 'blobSpans' | 'readsLocalBlobs'>

/** A blob on disk. */
export interface DownloadedBlob {
  readonly path: string
  /** Where its bytes are if there is no file at `path`. */
  readonly spans?: readonly FileSpan[]
  readonly sizeBytes: number
  /** From its first bytes; the name may say something else. */
  readonly compression: 'none' | 'gzip' | 'zip'
}

/**
 * Fetches a blob by its URI to `path`. With `mayStay`, a blob in the cluster's own storage stays where it is, unless it
 * is a zip archive, whose directory is at its end.
 *
 * @throws KustoError with the service's download codes; its text never holds the SAS.
 */
export async function fetchBlob(
  blobUri: string,
  path: string,
  storage: BlobStorage,
  options: { readonly mayStay: boolean; readonly signal?: AbortSignal | undefined },
): Promise<DownloadedBlob> {
  const url = checkUri(storage.currentUri(blobUri))
  try {
    const spans = await ownSpans(url, storage)
    if (spans === undefined) return await download(url, path, storage, options.signal)
    const sizeBytes = totalBytes(spans)
    if (sizeBytes === 0) throw emptyBlob()
    const compression = await compressionOf(spans)
    if (options.mayStay && compression !== 'zip') return { path, spans, sizeBytes, compression }
    await copySpans(spans, path)
    return { path, sizeBytes, compression }
  } catch (error) {
    await rm(path, { force: true })
    throw toDownloadError(error)
  }
}

/** Finds a blob in the cluster's own storage, once a HEAD request has shown that its SAS allows it. */
async function ownSpans(
  url: URL,
  storage: Pick<BlobStorage, 'owns' | 'blobSpans' | 'readsLocalBlobs'>,
): Promise<readonly FileSpan[] | undefined> {
  if (!storage.owns(url.href)) return undefined
  const grant = containerGrant(url)
  const known = grant === undefined ? undefined : seenGrants.get(grant)
  if (known === undefined || known < Date.now()) {
    const response = await send(url, 'HEAD', storage)
    response.resume()
    if (grant !== undefined) remember(grant)
  }
  // If the blob is not there whole, the ordinary download decides.
  return storage.blobSpans(url.href)
}

/** Grants that storage has accepted, and how long to trust them (milliseconds since the epoch). */
const seenGrants = new Map<string, number>()
const grantLifetimeMs = 60_000
const mostGrants = 1000

/** A SAS for a whole container, with that container: if it works once, it works for the container's other blobs. */
function containerGrant(url: URL): string | undefined {
  if (url.searchParams.get('sr') !== 'c') return undefined
  const [, account, container] = url.pathname.split('/')
  return `${url.host}/${account}/${container}${url.search}`
}

function remember(grant: string): void {
  if (seenGrants.size >= mostGrants) seenGrants.clear()
  seenGrants.set(grant, Date.now() + grantLifetimeMs)
}

async function download(
  url: URL,
  path: string,
  storage: Reach,
  signal?: AbortSignal,
): Promise<DownloadedBlob> {
  const response = await send(url, 'GET', storage, signal)
  const declared = response.headers['content-length']
  if (Number(declared ?? 0) > maximumBytes) {
    response.destroy()
    throw new KustoError('BadRequest_FileTooLarge', 'The blob is larger than 6 GB.')
  }
  await pipeline(response, createWriteStream(path), signal === undefined ? {} : { signal })
  const { size } = await stat(path)
  if (declared !== undefined && Number(declared) !== size) {
    throw transient('The blob’s download ended too early.')
  }
  if (size === 0) throw emptyBlob()
  return {
    path,
    sizeBytes: size,
    compression: await compressionOf([{ path, offset: 0, count: Math.min(size, 4) }]),
  }
}

async function compressionOf(spans: readonly FileSpan[]): Promise<DownloadedBlob['compression']> {
  let start = Buffer.alloc(0)
  for await (const chunk of spanChunks(
    spans.slice(0, 4).map((span) => ({ ...span, count: Math.min(span.count, 4) })),
  ))
    start = Buffer.concat([start, chunk])
  return compressionBy(start)
}

function compressionBy(start: Buffer): DownloadedBlob['compression'] {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip'
  // The second signature is how an archive without files begins.
  const isZip = start.length >= 4 && [0x504b0304, 0x504b0506].includes(start.readUInt32BE(0))
  return isZip ? 'zip' : 'none'
}

/** Asks for a blob's size in bytes; undefined if the server does not say. */
export async function blobSize(
  blobPath: string,
  storage: Pick<StorageServices, 'currentUri'> & Reach,
): Promise<number | undefined> {
  try {
    const response = await send(checkUri(storage.currentUri(blobPath)), 'HEAD', storage)
    response.resume()
    const length = Number(response.headers['content-length'])
    return Number.isFinite(length) ? length : undefined
  } catch {
    // Whatever is wrong with the blob, the download finds and reports it.
    return undefined
  }
}

function checkUri(blobPath: string): URL {
  const read = readBlobUri(blobPath)
  if (!read.ok) {
    const reason = redactText(read.error.message)
    throw new KustoError('BadRequest_InvalidBlobUri', `The blob URI cannot be used: ${reason}`)
  }
  if (!/^https?:/i.test(blobPath) || blobPath.includes(';')) {
    throw new KustoError(
      'BadRequest_NotSupported',
      'The local cluster reads blobs over http or https with a SAS; keys and identities after “;” are not supported.',
    )
  }
  return new URL(blobPath.trim())
}

/** Deletes a blob in someone else's storage by its URI. @throws KustoError if its server refuses. */
export async function deleteForeignBlob(blobUri: string, storage: Reach): Promise<void> {
  const response = await send(checkUri(blobUri), 'DELETE', storage)
  response.resume()
}

/** Decides where a request may go. */
type Reach = Pick<StorageServices, 'owns' | 'readsLocalBlobs'>

/** @throws KustoError if the server refuses, or is one of this machine that is not the cluster's own. */
async function send(
  url: URL,
  method: 'GET' | 'HEAD' | 'DELETE',
  storage: Reach,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  const isFree = storage.readsLocalBlobs || storage.owns(url.href)
  if (!isFree) assertReachable(url)
  return await new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = open(url, {
      method,
      ...(isFree ? {} : { lookup: lookupElsewhere }),
      timeout: connectMs,
      headers: { 'x-ms-version': '2021-12-02' },
      ...(signal === undefined ? {} : { signal }),
    })
    request.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => request.setTimeout(silenceMs))
      else request.setTimeout(silenceMs)
    })
    request.on('timeout', () => request.destroy(transient('The blob’s server did not answer in time.')))
    request.once('error', reject)
    request.once('response', (response) => {
      const status = response.statusCode ?? 0
      if (status === 200 || status === 202) {
        resolve(response)
        return
      }
      response.resume()
      reject(statusError(status))
    })
    request.end()
  })
}

function statusError(status: number): KustoError {
  if (status === 403 || status === 401) {
    return new KustoError('Download_Forbidden', `The storage denied access to the blob (HTTP ${status}).`)
  }
  if (status === 404) {
    return new KustoError('Download_SourceNotFound', 'The blob was not found (HTTP 404).')
  }
  if (status === 409 || status === 412) {
    return new KustoError('Download_AccessConditionNotSatisfied', `The storage refused (HTTP ${status}).`)
  }
  if (status === 429 || status >= 500) return transient(`The storage answered HTTP ${status}.`)
  // Redirects too: never send a SAS wherever a server points.
  return new KustoError('Download_BadRequest', `The storage answered HTTP ${status}.`)
}

function toDownloadError(error: unknown): KustoError {
  if (error instanceof KustoError) return error
  const lack = shortage(error)
  if (lack !== undefined) return lack
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND') {
    return new KustoError('Download_AccountNotFound', 'The blob’s host does not exist.', { cause: error })
  }
  if (code === 'EAI_AGAIN') {
    return new KustoError(
      'Download_TransientNameResolutionFailure',
      'The blob’s host could not be looked up.',
      {
        permanent: false,
        cause: error,
      },
    )
  }
  return transient(`The blob could not be downloaded${code === '' ? '' : ` (${code})`}.`, error)
}

function emptyBlob(): KustoError {
  return new KustoError('BadRequest_EmptyBlob', 'The blob is empty.')
}

function transient(message: string, cause?: unknown): KustoError {
  return new KustoError('Download_UnknownError', message, { permanent: false, cause })
}
