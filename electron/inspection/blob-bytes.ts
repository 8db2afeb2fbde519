import { expiredSas, sasHasExpired } from '../domain/storage-uri'
import { StudioError, type StudioErrorInit } from '../domain/studio-error'
import type { SourcePlace } from './protocol'
import type { RandomBytes } from './random-bytes'

/** Longest time without an answer from storage. */
const answerTimeoutMs = 20_000

/**
 * Reads a blob by ranges, with the permission that its URL holds.
 *
 * @throws StudioError `BlobForbidden`, `BlobNotFound` or `BlobUnreachable`; none holds the secret part of the URL.
 */
export async function blobBytes(
  place: Extract<SourcePlace, { kind: 'blob' }>,
  signal?: AbortSignal,
): Promise<RandomBytes> {
  const response = await ask(place, 'bytes=0-0', signal)
  await response.body?.cancel()
  const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  const sizeBytes = response.status === 416 ? 0 : Number(total ?? response.headers.get('content-length') ?? 0)
  return {
    sizeBytes,
    read: async (offset, length, stop) => {
      const end = Math.min(offset + length, sizeBytes) - 1
      if (end < offset) return Buffer.alloc(0)
      const part = await ask(place, `bytes=${offset}-${end}`, stop)
      const bytes = Buffer.from(await bodyOf(part, place))
      // Storage that knows no ranges sends all of it.
      return part.status === 200 ? bytes.subarray(offset, end + 1) : bytes
    },
    stream: (stop) => streamOf(place, stop),
    close: () => Promise.resolve(),
  }
}

async function* streamOf(
  place: Extract<SourcePlace, { kind: 'blob' }>,
  signal: AbortSignal,
): AsyncIterable<Buffer> {
  const response = await ask(place, undefined, signal)
  if (response.body === null) return
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) yield Buffer.from(chunk)
  } catch (error) {
    signal.throwIfAborted()
    throw unreachable(place, error)
  }
}

async function ask(
  place: Extract<SourcePlace, { kind: 'blob' }>,
  range: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const late = AbortSignal.timeout(answerTimeoutMs)
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  late.addEventListener('abort', abort)
  signal?.addEventListener('abort', abort)
  let response: Response
  try {
    response = await fetch(place.url, {
      headers: { 'accept-encoding': 'identity', ...(range === undefined ? {} : { range }) },
      redirect: 'error',
      signal: stop.signal,
    })
  } catch (error) {
    signal?.throwIfAborted()
    throw unreachable(place, error)
  } finally {
    late.removeEventListener('abort', abort)
  }
  const { status } = response
  if (status === 200 || status === 206 || status === 416) return response
  await response.body?.cancel()
  const ended = status === 403 || status === 401 ? expiredSas(place.url, Date.now()) : null
  throw ended === null ? refusal(place, status) : sasHasExpired(place.display, ended)
}

async function bodyOf(
  response: Response,
  place: Extract<SourcePlace, { kind: 'blob' }>,
): Promise<ArrayBuffer> {
  try {
    return await response.arrayBuffer()
  } catch (error) {
    throw unreachable(place, error)
  }
}

function refusal({ display }: { readonly display: string }, status: number): StudioError {
  const init = (nextStep: string): StudioErrorInit => ({ subject: display, nextStep })
  if (status === 404) {
    return new StudioError('BlobNotFound', `${display} is not there.`, init('Check the URI.'))
  }
  if (status === 401 || status === 403 || status === 409) {
    const next = 'Make a SAS with read permission that has not expired, and give the URI with it.'
    return new StudioError('BlobForbidden', `${display} may not be read with this URI.`, init(next))
  }
  return new StudioError('BlobUnreachable', `${display} could not be read: storage answered ${status}.`, {
    ...init('Check the URI and the network, then try again.'),
    retryable: status >= 500 || status === 429,
  })
}

/** The cause is left out: its text may hold the URL. */
function unreachable({ display }: { readonly display: string }, error: unknown): StudioError {
  const code = (error as { cause?: { code?: unknown } } | null)?.cause?.code
  return new StudioError('BlobUnreachable', `${display} could not be read.`, {
    subject: display,
    retryable: true,
    nextStep: 'Check the URI and the network, then try again.',
    ...(typeof code === 'string' ? { serviceCode: code } : {}),
  })
}
