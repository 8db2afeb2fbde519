import { createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { parseBlobUri } from '../../domain/storage-uri'
import { StudioError } from '../../domain/studio-error'
import { KustoError } from '../kusto-error'

/** How long a server may say nothing before the download is given up, in milliseconds. */
const silenceMs = 60_000

/** Largest blob that is taken (documents: ingestion size limit). */
const maximumBytes = 6 * 1_073_741_824

/** A blob on disk. */
export interface DownloadedBlob {
  readonly path: string
  readonly sizeBytes: number
  /** By its first bytes, whatever its name says. */
  readonly compression: 'none' | 'gzip' | 'zip'
}

/**
 * Downloads a blob by its URI to `path`.
 *
 * @throws KustoError with the service's download codes; its text never holds the SAS.
 */
export async function downloadBlob(blobPath: string, path: string): Promise<DownloadedBlob> {
  const url = checkUri(blobPath)
  try {
    const response = await get(url)
    const declared = Number(response.headers['content-length'] ?? 0)
    if (declared > maximumBytes) {
      response.destroy()
      throw new KustoError('BadRequest_FileTooLarge', 'The blob is larger than 6 GB.')
    }
    await pipeline(response, createWriteStream(path))
    const { size, start } = await look(path)
    if (response.headers['content-length'] !== undefined && declared !== size) {
      throw transient('The blob’s download ended before its end.')
    }
    if (size === 0) throw new KustoError('BadRequest_EmptyBlob', 'The blob is empty.')
    const compression =
      start[0] === 0x1f && start[1] === 0x8b
        ? 'gzip'
        : start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4
          ? 'zip'
          : 'none'
    return { path, sizeBytes: size, compression }
  } catch (error) {
    await rm(path, { force: true })
    throw toDownloadError(error)
  }
}

/** Asks for a blob's size in bytes; undefined when the server does not say. */
export async function blobSize(blobPath: string): Promise<number | undefined> {
  try {
    const response = await get(checkUri(blobPath), 'HEAD')
    response.resume()
    const length = Number(response.headers['content-length'])
    return Number.isFinite(length) ? length : undefined
  } catch {
    // Whatever is wrong with the blob is found, and told, by the download.
    return undefined
  }
}

function checkUri(blobPath: string): URL {
  try {
    parseBlobUri(blobPath)
  } catch (cause) {
    const reason = cause instanceof StudioError ? cause.message : 'It is not a URI.'
    throw new KustoError('BadRequest_InvalidBlobUri', `The blob URI cannot be used: ${reason}`, { cause })
  }
  if (!/^https?:/i.test(blobPath) || blobPath.includes(';')) {
    throw new KustoError(
      'BadRequest_NotSupported',
      'The local cluster reads blobs by http or https and a SAS; keys and identities after “;” are not supported.',
    )
  }
  return new URL(blobPath.trim())
}

function get(url: URL, method: 'GET' | 'HEAD' = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, { method, timeout: silenceMs, headers: { 'x-ms-version': '2021-12-02' } })
    request.once('timeout', () => request.destroy(transient('The blob’s server did not answer in time.')))
    request.once('error', reject)
    request.once('response', (response) => {
      const status = response.statusCode ?? 0
      if (status === 200) {
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
    return new KustoError('Download_Forbidden', `The storage refused to give the blob (HTTP ${status}).`)
  }
  if (status === 404) {
    return new KustoError('Download_SourceNotFound', 'The blob was not found (HTTP 404).')
  }
  if (status === 409 || status === 412) {
    return new KustoError('Download_AccessConditionNotSatisfied', `The storage refused (HTTP ${status}).`)
  }
  if (status === 429 || status >= 500) return transient(`The storage answered HTTP ${status}.`)
  // Redirects too: a SAS is not sent to where a server points.
  return new KustoError('Download_BadRequest', `The storage answered HTTP ${status}.`)
}

function toDownloadError(error: unknown): KustoError {
  if (error instanceof KustoError) return error
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

function transient(message: string, cause?: unknown): KustoError {
  return new KustoError('Download_UnknownError', message, { permanent: false, cause })
}

async function look(path: string): Promise<{ size: number; start: Buffer }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return { size, start: buffer }
  } finally {
    await file.close()
  }
}
