import type { IncomingMessage } from 'node:http'
import { detectContentKind } from '../../domain/content-kind'
import { formatFromName } from '../../domain/data-format'
import { expiredSas, parseBlobUri, sasHasExpired } from '../../domain/storage-uri'
import type { BlobUri } from '../../domain/blob-uri'
import { StudioError } from '../../domain/studio-error'
import { deadlines, withDeadline } from '../deadline'
import { networkFailure } from '../kusto/network-failure'
import { storageFailure } from '../kusto/storage-failure'
import { askStorage } from './ask-storage'
import { unpackGzipHead } from './content-sample'
import { headBytes, lookInto, type OpenedContent } from './opened-content'
import { blobAccess } from './blob-access'
import { openZipFrom } from './zip-archive'
import { compressionFinding } from '../../domain/recognition/compression-by-name'
import { contentProblem } from '../../domain/recognition/content-problem'
import { firstRecordOf } from '../../domain/repeated-header'
import { recognise } from '../../domain/recognition/recognise'
import type { InspectedBlob } from '../../domain/schema/file-source'
import type { Finding } from '../../domain/schema/inspection'
import type { Encoding } from '../../domain/schema/reading'

/**
 * Asks storage for the first bytes of a blob, which needs the read permission that the service will need, and recognises
 * what it is. A URI with an account key or an identity in place of a SAS is only taken apart.
 *
 * @throws StudioError `BlobUriInvalid`, `BlobForbidden`, `BlobNotFound`, `EncodingNotSupported`, `FileEmpty`,
 *   `BlobUnreachable`, `TimedOut` or `Canceled`; none contains the secret part of the URI.
 * @param mostBytes How many of its first bytes to ask for.
 */
export async function inspectBlob(
  uri: string,
  signal?: AbortSignal,
  mostBytes = headBytes,
): Promise<InspectedBlob> {
  const blob = parseBlobUri(uri)
  const named = formatFromName(blob.name)
  const known = { display: blob.display, name: blob.name, format: named.format ?? null }
  const request = readableUrl(uri.trim(), blob)
  if (request === undefined) return { ...known, sizeBytes: null, compression: named.compression }
  const head = await withDeadline(
    { what: blob.display, timeoutMs: deadlines.metadata, signal },
    (requestSignal) => readHead(request, blob, mostBytes, requestSignal),
  )
  if (head.sizeBytes === 0) {
    throw new StudioError('FileEmpty', `${blob.display} is empty.`, {
      subject: blob.display,
      nextStep: 'Choose a blob that has records in it.',
    })
  }
  const content = isZip(head.bytes) ? await insideOfZip(request, blob, signal) : null
  return { ...known, ...byContent(blob.name, head, content), sizeBytes: head.sizeBytes }
}

function isZip(bytes: Buffer): boolean {
  const content = detectContentKind(bytes)
  return content.kind === 'compressed' && content.compression === 'zip'
}

/**
 * The first data file of an archive, by its directory at the end; null if storage serves no ranges.
 *
 * @throws StudioError for an archive that cannot be read as data.
 */
async function insideOfZip(
  url: URL,
  { name, display }: BlobUri,
  signal: AbortSignal | undefined,
): Promise<OpenedContent | null> {
  const opened = await withDeadline(
    { what: display, timeoutMs: deadlines.metadata, signal },
    async (requestSignal) => {
      const bytes = await blobAccess(url, requestSignal)
      if (bytes === null) return null
      try {
        const archive = await openZipFrom(bytes)
        try {
          return await lookInto(archive, name)
        } finally {
          archive.close()
        }
      } catch {
        requestSignal.throwIfAborted()
        return contentProblem.damagedArchive(name)
      }
    },
  )
  if (opened instanceof StudioError) throw opened
  return opened
}

/** The URL to read a blob by; undefined if only the service can use its key, identity (`;…`) or file system scheme. */
export function readableUrl(uri: string, blob: BlobUri): URL | undefined {
  if (!/^https?:/i.test(uri) || (blob.hasSecret && uri.charAt(blob.display.length) === ';')) return undefined
  const url = new URL(uri)
  url.hash = ''
  return url
}

interface BlobHead {
  readonly bytes: Buffer
  readonly sizeBytes: number | null
}

async function readHead(url: URL, blob: BlobUri, mostBytes: number, signal: AbortSignal): Promise<BlobHead> {
  const { response, bytes } = await firstBytes(url, mostBytes, signal).catch((error: unknown) => {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw networkFailure(code, blob.display, 'BlobUnreachable') ?? unreachable(blob)
  })
  const status = response.statusCode ?? 0
  if (status === 200 || status === 206) return { bytes, sizeBytes: sizeOf(response) }
  // An empty blob has no first byte.
  if (status === 416) return { bytes, sizeBytes: 0 }
  const ended = status === 403 || status === 401 ? expiredSas(url.href, Date.now()) : null
  throw ended === null ? refusal(status, response, blob) : sasHasExpired(blob.display, ended)
}

async function firstBytes(
  url: URL,
  mostBytes: number,
  signal: AbortSignal,
): Promise<{ readonly response: IncomingMessage; readonly bytes: Buffer }> {
  const response = await askStorage(url, { range: `bytes=0-${mostBytes - 1}` }, signal)
  const bytes = await collect(response, mostBytes)
  response.destroy()
  return { response, bytes }
}

/** The first bytes of a body; does not wait for the rest. */
async function collect(response: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= limit) break
  }
  return Buffer.concat(chunks).subarray(0, limit)
}

function sizeOf(response: IncomingMessage): number | null {
  const total = /\/(\d+)$/.exec(response.headers['content-range'] ?? '')?.[1]
  const text = total ?? (response.statusCode === 200 ? response.headers['content-length'] : undefined)
  return text === undefined ? null : Number(text)
}

function refusal(status: number, response: IncomingMessage, blob: BlobUri): StudioError {
  const code = response.headers['x-ms-error-code']
  const serviceCode = typeof code === 'string' ? code : undefined
  if (status >= 300 && status < 400) return unreachable(blob)
  // Storage answers 409 for what is not public, or hides it with a 401.
  const isForbidden = status === 401 || status === 409
  const error = storageFailure(isForbidden ? 403 : status, serviceCode, blob.display, true)
  if (blob.hasSecret || error.code !== 'BlobForbidden') return error
  return new StudioError('SasNeeded', `${blob.display} is not public.`, {
    subject: blob.display,
    nextStep: 'Make a SAS with read permission and paste the URI with it.',
    ...(serviceCode === undefined ? {} : { serviceCode }),
  })
}

function unreachable(blob: BlobUri): StudioError {
  return new StudioError('BlobUnreachable', `${blob.display} could not be read.`, {
    subject: blob.display,
    retryable: true,
    nextStep: 'Check the URI and the network, then try again.',
  })
}

/** What the first bytes of a blob say, packed or not. */
function byContent(
  name: string,
  { bytes, sizeBytes }: BlobHead,
  /** Of a zip archive; null for anything else, or if only the service can look into it. */
  unzipped: OpenedContent | null,
): Pick<InspectedBlob, 'format' | 'compression' | 'firstRecord' | 'reading' | 'findings'> {
  const named = unzipped?.named ?? formatFromName(name).format
  if (bytes.length === 0) return { format: named ?? null, compression: formatFromName(name).compression }
  const content = detectContentKind(bytes)
  const compression = content.kind === 'compressed' ? content.compression : 'none'
  const packing = compressionFinding(name, compression, 'blob')
  const found = packing === null ? [] : [packing]
  const inside =
    unzipped?.head ?? (compression === 'gzip' ? unpackGzipHead(bytes) : compression === 'zip' ? null : bytes)
  if (inside === null || inside.length === 0) return { format: named ?? null, compression, findings: found }
  const isWhole = unzipped?.isWhole ?? (compression === 'none' && sizeBytes === bytes.length)
  const ownName = formatFromName(name).format === undefined ? (unzipped?.entry ?? name) : name
  const recognised = recognise({ bytes: inside, isWhole, name: ownName })
  const { reading, problem, findings } = recognised
  if (problem !== null) throw problem
  const encoding = findings.find(({ kind }) => kind === 'encoding')
  if (encoding !== undefined) throw notUtf8(name, encoding, reading?.encoding ?? 'utf-8')
  const firstRecord = firstRecordOf(recognised)
  return {
    format: reading?.format ?? named ?? null,
    compression,
    ...(firstRecord === undefined ? {} : { firstRecord }),
    ...(reading === null ? {} : { reading }),
    findings: [...found, ...findings],
  }
}

/** The service fetches the blob itself, so that nothing can be converted on the way. */
function notUtf8(name: string, { facts }: Finding, encoding: Encoding): StudioError {
  if (encoding.startsWith('utf-16')) return contentProblem.wideText(name, 'UTF-16')
  const { offset, line, byte } = facts ?? {}
  const where = {
    offset: Number(offset),
    line: Number(line),
    byte: typeof byte === 'number' ? byte : undefined,
    encoding,
    entry: null,
  }
  return contentProblem.notUtf8(name, where)
}
