import { lookup } from 'node:dns/promises'
import { getProxyForUrl } from 'proxy-from-env'
import { waited, type Clock } from '../../domain/concurrency/clock'
import type { StudioError } from '../../domain/studio-error'
import { withDeadline } from '../deadline'
import type { createClient } from '../kusto/client-factory'
import { toStudioError } from '../kusto/error-mapping'
import { readRetryAfter } from '../kusto/retry-after'

/** What came back, if anything did. */
export interface ProbeAnswer {
  readonly status: number
  readonly body: unknown
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, unknown>>
}

/** One request to a host, and everything about how it went. */
export interface Probe {
  /** Scheme and host. */
  readonly address: string
  readonly proxy: string | null
  readonly ips: readonly string[]
  readonly outcome: ProbeAnswer | StudioError
  readonly milliseconds: number
  readonly clockAheadMs: number | null
}

export interface ProbeParts {
  /** Its HTTP stack is the one that the studio works with: the same proxy, the same certificates. */
  readonly axios: ReturnType<typeof createClient>['axiosInstance']
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** Asks the system what a name stands for; replaced in tests. */
  readonly resolve?: ((host: string) => Promise<readonly string[]>) | undefined
}

/** The longest pause that a throttled host is given before it is asked once more. */
const longestPauseMs = 5000

/**
 * Asks a host once; twice if it is busy and asks for a short pause.
 *
 * @param url May hold a SAS, which goes into nothing that is returned.
 * @throws StudioError `Canceled`.
 */
export async function probe(url: string, parts: ProbeParts): Promise<Probe> {
  const { origin, hostname } = new URL(url)
  const proxy = proxyFor(url)
  const { clock } = parts
  const started = clock.elapsed()
  let ips: readonly string[] = []
  const request = async (signal: AbortSignal): Promise<ProbeAnswer> => {
    // Behind a proxy, the proxy looks the name up.
    if (proxy === null) ips = await (parts.resolve ?? resolveBySystem)(hostname.replace(/^\[|\]$/g, ''))
    const ask = async (): Promise<ProbeAnswer> => {
      const response = await parts.axios.request<unknown>({
        url,
        method: 'GET',
        signal,
        maxContentLength: 1_048_576,
        maxRedirects: 0,
        validateStatus: () => true,
      })
      const { status, data: body } = response
      return { status, body, headers: { ...response.headers } }
    }
    const answer = await ask()
    const pauseMs = askedToWaitMs(answer, clock.now())
    if (pauseMs === undefined || pauseMs > longestPauseMs || !(await waited(clock, pauseMs, signal)))
      return answer
    return await ask()
  }
  let outcome: ProbeAnswer | StudioError
  try {
    const { timeoutMs, signal } = parts
    outcome = await withDeadline({ what: origin, timeoutMs, signal, clock }, request)
  } catch (error) {
    const failure = toStudioError(error, { subject: origin, during: 'connect' })
    if (failure.code === 'Canceled') throw failure
    outcome = failure
  }
  return {
    address: origin,
    proxy,
    ips,
    outcome,
    milliseconds: Math.round(clock.elapsed() - started),
    clockAheadMs: 'headers' in outcome ? clockAhead(outcome, clock.now()) : null,
  }
}

/** How long a busy host asks to wait, in milliseconds; undefined if it does not. */
export function askedToWaitMs({ status, headers }: ProbeAnswer, now: number): number | undefined {
  return status === 429 || status === 503 ? readRetryAfter(headers, now) : undefined
}

async function resolveBySystem(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true })
  return found.map(({ address }) => address)
}

/** The proxy for a URL, without user name and password. */
function proxyFor(url: string): string | null {
  const named = getProxyForUrl(url)
  if (named === '') return null
  const { protocol, host } = new URL(named)
  return `${protocol}//${host}`
}

/** A header has whole seconds. */
function clockAhead({ headers }: ProbeAnswer, now: number): number | null {
  const date = headers['date']
  const there = typeof date === 'string' ? Date.parse(date) : Number.NaN
  return Number.isFinite(there) ? now - there : null
}
