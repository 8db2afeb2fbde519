import { decoded, findCluster, invalidCluster } from './cluster-text'
import { isLoopbackHost } from './loopback-host'

/** What the studio calls the cluster inside it, whose URI may change. */
export const localClusterName = 'local'

/** A cluster's two addresses, always shown together. */
export interface ClusterAddress {
  /** The engine's endpoint, without a trailing slash. */
  readonly clusterUri: string
  /** The data management service's endpoint (`https://ingest-…`); the same as `clusterUri` on loopback. */
  readonly dataIngestionUri: string
  /** Whether it is this machine. The studio never offers to sign in to such an address. */
  readonly isLoopback: boolean
}

/** A cluster, and the database that an address or a link leads to. */
export interface ClusterPlace {
  readonly address: ClusterAddress
  readonly database: string | null
}

/**
 * Reads what a person types or pastes as a cluster: either URI, with or without `https://`, the short form
 * `name.region`, or one of the forms that {@link findCluster} knows. On this machine `http` is meant where nothing
 * else is said.
 *
 * @throws StudioError `ClusterUriInvalid` saying what is wrong, without the text itself, which may hold a key.
 */
export function readClusterPlace(text: string): ClusterPlace {
  const found = findCluster(text)
  const url = urlOf(found.cluster)
  if (url.username !== '' || url.password !== '')
    throw invalidCluster('A cluster URI has no user name or password in it.')
  const host = url.hostname.replace(/\.+$/, '')
  assertHost(host)
  const isLoopback = isLoopbackHost(host) || host === dockerHost
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw invalidCluster(`A cluster is reached by https, not ${url.protocol.slice(0, 20)}//.`)
  if (url.protocol === 'http:' && !isLoopback)
    throw invalidCluster('A cluster is reached by https, not http.')
  if (!isLoopback && !/\.(?:kusto|kustomfa)\./.test(host)) {
    throw invalidCluster(`${host.slice(0, 80)} is not at a known address of Kusto clusters.`)
  }
  if (host.includes('.privatelink.')) {
    throw invalidCluster(
      'This is a name inside a private link, to which no certificate belongs.',
      'Leave “privatelink.” out: a private endpoint answers to the cluster’s usual name.',
    )
  }
  return { address: addressOf(url, host, isLoopback), database: found.database ?? databaseIn(url) }
}

/**
 * The cluster of {@link readClusterPlace}.
 *
 * @throws StudioError `ClusterUriInvalid`.
 */
export function parseClusterUri(text: string): ClusterAddress {
  return readClusterPlace(text).address
}

/** The machine that a container runs on, as Docker names it inside. */
const dockerHost = 'host.docker.internal'

function urlOf(cluster: string): URL {
  // A browser's URL would turn it into %20.
  if (/\s/.test(cluster)) throw invalidCluster('This address has a space in it.')
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(cluster)
  try {
    return new URL(hasScheme ? cluster : withScheme(cluster))
  } catch (cause) {
    throw invalidCluster('This is not a URI.', undefined, cause)
  }
}

/** A URI allows more in a host than any name of a machine has (RFC 1123 §2.1, RFC 1035 §2.3.4). */
function assertHost(host: string): void {
  if (/^\[[\da-f:.]+\]$/i.test(host)) return
  const labels = host.split('.')
  if (host.length > 253 || labels.some((label) => label.length > 63)) {
    throw invalidCluster(
      'The host in this address is too long: no name of a machine has more than 63 characters between two dots, or 253 in all.',
    )
  }
  if (!labels.every((label) => /^\w(?:[\w-]*\w)?$/.test(label)))
    throw invalidCluster('The host in this address is no name of a machine.')
}

function withScheme(text: string): string {
  const [host = ''] = /^[^/?#]*/.exec(text) ?? []
  const name = host.replace(/:\d+$/, '').replace(/\.+$/, '')
  if (isLoopbackHost(name) || name.toLowerCase() === dockerHost) return `http://${text}`
  const isShort = /^(?:private-)?(?:ingest-)?[a-z0-9-]+(?:\.[a-z0-9-]+)?$/i.test(host)
  return isShort ? `https://${host}.kusto.windows.net${text.slice(host.length)}` : `https://${text}`
}

/**
 * Both services of a cluster. In a virtual network, `private-NAME` is its engine; `ingest-private-NAME` and
 * `private-ingest-NAME` are its data management service (documents: cluster in a virtual network, DNS).
 */
function addressOf(url: URL, host: string, isLoopback: boolean): ClusterAddress {
  const port = url.port === '' ? '' : `:${url.port}`
  if (isLoopback) {
    const origin = `${url.protocol}//${host}${port}`
    return { clusterUri: origin, dataIngestionUri: origin, isLoopback }
  }
  const engine = `${host.replace(/^private-ingest-/, 'private-').replace(/^ingest-/, '')}${port}`
  if (/^(?:private-)?ingest-/.test(engine))
    throw invalidCluster('The host in this address begins with “ingest-” more than once.')
  return { clusterUri: `https://${engine}`, dataIngestionUri: `https://ingest-${engine}`, isLoopback }
}

/** The database that the path of a cluster's address names, unless the path is one of the REST API. */
function databaseIn(url: URL): string | null {
  const [part = '', ...more] = url.pathname.split('/').filter((one) => one !== '')
  if (/^v\d+$/.test(part)) return null
  if (more.length > 0) {
    throw invalidCluster(
      'After the host, this address names more than a database.',
      'Enter the cluster’s URI with one database after it, or none: https://help.kusto.windows.net/Samples.',
    )
  }
  if (part === '' || part === 'NetDefaultDB') return null
  const name = decoded(part)
  const isName = name.length <= 1024 && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)
  if (!isName) throw invalidCluster('The database in this address is no name that a database can have.')
  return name
}

/** The name to remember a cluster by: not the local cluster's address, whose port changes at every start. */
export function clusterKey(cluster: {
  readonly isLocalCluster: boolean
  readonly clusterUri: string
}): string {
  return cluster.isLocalCluster ? localClusterName : cluster.clusterUri
}

/** Whether a text names a cluster as the studio remembers it: `local`, or a cluster URI exactly as it is read. */
export function isClusterKey(text: string): boolean {
  if (text === localClusterName) return true
  try {
    return parseClusterUri(text).clusterUri === text
  } catch {
    // No cluster URI.
    return false
  }
}
