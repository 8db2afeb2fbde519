import type { CheckedHost } from './checked-host'
import type { HostCheck } from './schema/connection-check'

/** What each host is for. */
export const hostNames: Readonly<Record<CheckedHost, string>> = {
  engine: 'Cluster (queries)',
  dataManagement: 'Data ingestion service',
  blob: 'Storage: blobs',
  queue: 'Storage: queues',
  table: 'Storage: status table',
}

/** How a check came out, in a word. */
export function checkWord({ state, obstacle }: Pick<HostCheck, 'state' | 'obstacle'>): string {
  if (state === 'notChecked') return 'not checked'
  if (state === 'ok')
    return obstacle === null
      ? 'works'
      : `${obstacle === 'signIn' ? 'answers' : 'works'}, ${obstacleWords[obstacle]}`
  return obstacle === null ? 'blocked' : obstacleWords[obstacle]
}

const obstacleWords: Readonly<Record<NonNullable<HostCheck['obstacle']>, string>> = {
  dns: 'name not found',
  tls: 'certificate refused',
  proxy: 'blocked by the proxy',
  firewall: 'blocked on the way',
  privateEndpoint: 'only inside its private network',
  refused: 'nothing listens there',
  signIn: 'not signed in',
  role: 'role missing',
  throttled: 'busy',
  slow: 'slowly',
  clock: 'this clock is wrong',
  service: 'does not work',
}

/**
 * A text to send to whoever runs the cluster or the network: what was found at each host, and what is asked for. Holds
 * no secret.
 */
export function administratorText(about: {
  readonly clusterUri: string
  /** Whoever is signed in; null if no one is. */
  readonly account: string | null
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly checks: readonly HostCheck[]
}): string {
  const { clusterUri, account, at, checks } = about
  const asked = [...new Set(checks.flatMap(({ ask }) => (ask === null ? [] : [ask])))]
  const proxy = checks.find((check) => check.proxy !== null)?.proxy
  return [
    `Kusto Ingestion Studio checked the connection to ${clusterUri}`,
    `at ${new Date(at).toISOString()}, ${account === null ? 'not signed in' : `as ${account}`}${proxy === undefined ? '' : `, through the proxy ${String(proxy)}`}.`,
    '',
    ...checks.map(
      (check) =>
        `- ${hostNames[check.host]}${check.address === null ? '' : ` ${check.address}`}${check.ips.length === 0 ? '' : ` (${check.ips.join(', ')})`}: ${checkWord(check)}. ${check.message}`,
    ),
    ...(asked.length === 0 ? [] : ['', 'What would help:', ...asked.map((text) => `- ${text}`)]),
    '',
  ].join('\n')
}
