import { isStorageHost, type CheckedHost } from '../../domain/checked-host'
import type { HostCheck, Obstacle } from '../../domain/schema/connection-check'
import { StudioError } from '../../domain/studio-error'
import { readServiceError } from '../kusto/service-failure'
import { askedToWaitMs, type Probe, type ProbeAnswer } from './probe'

/** Beyond this, sign-ins and SAS are refused: they are not valid yet, or not any more. */
const clockToleranceMs = 5 * 60_000

/** Even from the other end of the world, a request with its TLS handshake takes less. */
const defaultSlowMs = 1500

/** What a probe says about a host. */
export type Finding = Pick<HostCheck, 'state' | 'obstacle' | 'message' | 'nextStep' | 'ask'>

/** Says what a probe of a host means: whether the studio can work with it, and if not, because of what. */
export function diagnose(host: CheckedHost, probe: Probe, now: number, slowMs = defaultSlowMs): Finding {
  const { outcome } = probe
  if (outcome instanceof StudioError) return unreachable(probe, outcome)
  const refusal = isStorageHost(host) ? storageRefusal(probe, outcome) : serviceRefusal(probe, outcome)
  const busy = throttled(probe, outcome, now)
  const found = busy ?? refusal
  if (found !== undefined) return found
  const { clockAheadMs } = probe
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > clockToleranceMs) return wrongClock(clockAheadMs)
  return timely(probe.address, probe.milliseconds, slowMs)
}

/** The finding for a host that answers: whether in good time, or slowly, which is no reason not to work with it. */
export function timely(address: string, milliseconds: number, slowMs = defaultSlowMs): Finding {
  const { host } = new URL(address)
  const fine = {
    state: 'ok',
    obstacle: null,
    message: `${host} answers.`,
    nextStep: null,
    ask: null,
  } as const
  if (milliseconds <= slowMs) return fine
  return {
    ...fine,
    obstacle: 'slow',
    message: `${host} answers, but only after ${(milliseconds / 1000).toFixed(1)} s.`,
    nextStep:
      'Ingestion works, each step of it only takes longer. A cluster in a nearer region, or another network, is faster.',
  }
}

/** The finding for a host that is blocked. */
export function blocked(
  obstacle: Obstacle,
  message: string,
  nextStep: string,
  ask: string | null = null,
): Finding {
  return { state: 'blocked', obstacle, message, nextStep, ask }
}

function unreachable(probe: Probe, failure: StudioError): Finding {
  const host = nameOf(probe)
  const code = failure.serviceCode ?? ''
  const { message, nextStep = 'Try again.' } = failure
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return blocked(
      'dns',
      `The name server knows no address for ${host}.`,
      'Check the spelling. A cluster that is stopped has no address either, and one with a private endpoint only inside its network: connect the VPN.',
      `Is the cluster running? If it has a private endpoint, let our name server resolve ${host} (private DNS zone privatelink.…).`,
    )
  }
  if (/CERT|^UNABLE_TO|SELF_SIGNED|^EPROTO$|^ERR_(?:TLS|SSL)/.test(code)) {
    return blocked(
      'tls',
      message,
      nextStep,
      `Exempt ${host} from HTTPS inspection, or install the inspecting authority’s certificate on this machine.`,
    )
  }
  if (probe.proxy !== null) {
    return blocked(
      'proxy',
      `${host} cannot be reached through the proxy ${probe.proxy}. ${message}`,
      'Check HTTPS_PROXY and NO_PROXY, and whether the proxy is running.',
      `Let the proxy ${probe.proxy} connect to ${host}, port 443.`,
    )
  }
  const inside = probe.ips.find(isPrivateIp)
  if (inside !== undefined) {
    return blocked(
      'privateEndpoint',
      `${host} is ${inside}, an address inside a private network, and does not answer from here. ${message}`,
      'Connect to that network (VPN), then check again.',
      `${host} has a private endpoint (${inside}). Let this machine’s network reach it on port 443.`,
    )
  }
  if (code === 'ECONNREFUSED') return blocked('refused', message, nextStep)
  if (failure.code === 'TimedOut' || failure.code === 'ClusterUnreachable') {
    return blocked(
      'firewall',
      `${message} A firewall on the way, or at the cluster, may drop the connection.`,
      'Try another network or the VPN.',
      `Allow outgoing HTTPS (TCP port 443) from this machine to ${host}; allow this machine’s public address in the firewall of the cluster.`,
    )
  }
  return blocked('service', message, nextStep)
}

function throttled(probe: Probe, answer: ProbeAnswer, now: number): Finding | undefined {
  const waitMs = askedToWaitMs(answer, now)
  if (answer.status !== 429 && waitMs === undefined) return undefined
  const until = waitMs === undefined ? '' : ` It asks to wait ${Math.ceil(waitMs / 1000)} s.`
  return blocked(
    'throttled',
    `${nameOf(probe)} is busy and turns requests away (HTTP ${answer.status}).${until}`,
    'Wait, then check again. Ingestions wait by themselves.',
    'The cluster is throttling requests: does it need more capacity?',
  )
}

/** The engine or the data management service: an answer from neither is an obstacle. */
function serviceRefusal(probe: Probe, answer: ProbeAnswer): Finding | undefined {
  const { status, body } = answer
  const host = nameOf(probe)
  const isKusto = readServiceError(body) !== undefined
  if (status === 407) return proxySignIn(probe)
  if ((status === 200 && !isPage(body)) || (status < 500 && isKusto)) return undefined
  // Old clusters have no metadata: their cloud is the public one. Whether the account may come in is asked later.
  if ((status === 404 || status === 401) && !isPage(body)) return undefined
  if (probe.proxy !== null && !isKusto) return refusedByProxy(probe, status)
  if (status === 403) {
    return blocked(
      'privateEndpoint',
      `${host} refuses this network before any sign-in (HTTP 403): public access to it is closed or limited to some addresses.`,
      'Connect to the network of its private endpoint (VPN), or have this network allowed.',
      `Allow this machine’s public address in the network settings of the cluster, or give us a private endpoint for ${host}.`,
    )
  }
  if (status >= 500) {
    return blocked(
      'service',
      `${host} answers with an error (HTTP ${status}). It may be starting, stopping or under maintenance.`,
      'Check again in a few minutes.',
      'Is the cluster running and healthy?',
    )
  }
  return notTheService(probe, status)
}

function storageRefusal(probe: Probe, { status, headers, body }: ProbeAnswer): Finding | undefined {
  const host = nameOf(probe)
  if (status === 407) return proxySignIn(probe)
  if (headers['x-ms-request-id'] === undefined || isPage(body)) {
    return probe.proxy === null ? notTheService(probe, status) : refusedByProxy(probe, status)
  }
  const code = headers['x-ms-error-code'] ?? odataCode(body)
  if (code === 'AuthorizationFailure' || code === 'AuthorizationSourceIPMismatch') {
    return blocked(
      'firewall',
      `${host} refuses this network (${code}): the firewall of the storage account does not let it in.`,
      'Try the network of the cluster’s private endpoints (VPN).',
      `Data ingestion needs ${host} too: allow this network in the cluster’s private endpoints for ingestion.`,
    )
  }
  if (code === 'AuthenticationFailed') {
    const { clockAheadMs } = probe
    if (clockAheadMs !== null && Math.abs(clockAheadMs) > clockToleranceMs) return wrongClock(clockAheadMs)
    return blocked(
      'service',
      `${host} does not accept the permission that the cluster gave for it.`,
      'Check again: the studio then asks for a new one.',
    )
  }
  if (status < 500) return undefined
  return blocked(
    'service',
    `${host} answers with an error (HTTP ${status}).`,
    'Check again in a few minutes.',
  )
}

function proxySignIn(probe: Probe): Finding {
  const proxy = probe.proxy ?? 'in use'
  return blocked(
    'proxy',
    `The proxy ${proxy} wants a user name and password (HTTP 407).`,
    'Put them into HTTPS_PROXY (http://user:password@proxy:port), then start the studio again.',
    `Let this machine through the proxy ${proxy} to ${nameOf(probe)} without a sign-in.`,
  )
}

function refusedByProxy(probe: Probe, status: number): Finding {
  const proxy = probe.proxy ?? ''
  return blocked(
    'proxy',
    `The proxy ${proxy} does not let the studio through to ${nameOf(probe)} (HTTP ${status}).`,
    'Have the address allowed there, or exempt it with NO_PROXY.',
    `Let the proxy ${proxy} connect to ${nameOf(probe)}, port 443.`,
  )
}

function notTheService(probe: Probe, status: number): Finding {
  return blocked(
    'service',
    `Something answers at ${nameOf(probe)} (HTTP ${status}), but not the service that is expected there.`,
    'Check the address. A network’s sign-in page may be in the way: open any page in a browser.',
  )
}

function wrongClock(aheadMs: number): Finding {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000).toLocaleString('en-US')
  return blocked(
    'clock',
    `This machine’s clock is ${minutes} minutes ${aheadMs > 0 ? 'ahead' : 'behind'}. Permissions would count as expired or not valid yet.`,
    'Set the clock (and its time zone), then check again.',
  )
}

function nameOf({ address }: Probe): string {
  return new URL(address).host
}

function isPage(body: unknown): boolean {
  return typeof body === 'string' && /^\s*<(?:!doctype|html|head)/i.test(body)
}

/** Azure's tables put the code into the body. */
function odataCode(body: unknown): string | undefined {
  return /"code"\s*:\s*"(\w+)"/.exec(typeof body === 'string' ? body : JSON.stringify(body ?? ''))?.[1]
}

/** Whether an address is inside a private network (RFC 1918, RFC 6598, RFC 4193). */
export function isPrivateIp(ip: string): boolean {
  const [first = 0, second = 0] = ip.split('.').map(Number)
  if (/^f[cd][0-9a-f]{2}:/i.test(ip)) return true
  if (first === 10) return true
  if (first === 172) return second >= 16 && second <= 31
  if (first === 192) return second === 168
  return first === 100 && second >= 64 && second <= 127
}
