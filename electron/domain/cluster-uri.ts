import { StudioError } from './studio-error'

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

/**
 * Reads what a person types or pastes as a cluster: either URI, with or without `https://`, or the short form
 * `name.region`.
 *
 * @throws StudioError `ClusterUriInvalid` saying what is wrong; plain http is allowed only for loopback.
 */
export function parseClusterUri(text: string): ClusterAddress {
  const trimmed = text.trim()
  if (trimmed === '') throw invalid('The cluster URI is empty.')
  // A browser's URL would turn it into %20.
  if (/\s/.test(trimmed)) throw invalid(`“${trimmed.slice(0, 80)}” has a space in it.`)
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)
    ? trimmed
    : `https://${expandShortName(trimmed)}`
  let url: URL
  try {
    url = new URL(withScheme)
  } catch (cause) {
    throw invalid(`“${trimmed.slice(0, 80)}” is not a URI.`, cause)
  }
  const isLoopback = isLoopbackHost(url.hostname)
  // A URI allows more characters in a host than any name of a machine has.
  if (!/^[\w.:[\]-]+$/.test(url.hostname)) throw invalid(`“${url.hostname.slice(0, 80)}” is not a host name.`)
  if (url.username !== '' || url.password !== '')
    throw invalid('A cluster URI has no user name or password in it.')
  if (url.protocol === 'http:' && !isLoopback) throw invalid('A cluster is reached by https, not http.')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid(`“${url.protocol}” is not https.`)
  if (isLoopback) return { clusterUri: url.origin, dataIngestionUri: url.origin, isLoopback }
  const host = url.host.replace(/^ingest-/i, '')
  return { clusterUri: `https://${host}`, dataIngestionUri: `https://ingest-${host}`, isLoopback }
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

function expandShortName(text: string): string {
  const host = text.split('/')[0] ?? text
  const isShort = /^(ingest-)?[a-z0-9-]+(\.[a-z0-9-]+)?$/i.test(host) && !isLoopbackHost(host)
  return isShort ? `${host}.kusto.windows.net` : text
}

/** Whether a host name or address is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname.toLowerCase()
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function invalid(message: string, cause?: unknown): StudioError {
  return new StudioError('ClusterUriInvalid', message, {
    nextStep:
      'Copy the cluster URI from the cluster’s page, for example https://mycluster.westeurope.kusto.windows.net.',
    ...(cause === undefined ? {} : { cause }),
  })
}
