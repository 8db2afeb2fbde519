import { isSecretKey } from './masked-address'
import { StudioError } from './studio-error'

/** What a text that was typed or pasted says about where to go. */
interface ClusterText {
  /** A cluster’s URI, host or short name. */
  readonly cluster: string
  readonly database: string | null
}

/**
 * Finds the cluster in whatever a person may paste: an address in quotes or brackets, `@help/Samples`, a connection
 * string, `cluster('help').database('Samples')`, or a link to the web UI (documents: Kusto connection strings; deep
 * links). Pages that name no cluster are answered with what to copy instead.
 *
 * @throws StudioError `ClusterUriInvalid`. It never repeats the text, which may hold a key.
 */
export function findCluster(text: string): ClusterText {
  const plain = unwrap(text)
  if (plain === '') throw invalidCluster('The cluster URI is empty.')
  const kql = /^cluster\s*\(\s*(["'])(.+?)\1\s*\)(?:\s*\.\s*database\s*\(\s*(["'])(.+?)\3\s*\))?/i.exec(plain)
  if (kql?.[2] !== undefined) return { cluster: kql[2], database: kql[4] ?? null }
  const found = isConnectionString(plain) ? readConnectionString(plain) : { cluster: plain, database: null }
  return readPage(found.cluster, found.database) ?? found
}

/** The error for a text that names no cluster. `nextStep` says what to enter instead. */
export function invalidCluster(message: string, nextStep?: string, cause?: unknown): StudioError {
  return new StudioError('ClusterUriInvalid', message, {
    nextStep:
      nextStep ??
      'Copy the cluster URI from the cluster’s page, for example https://mycluster.westeurope.kusto.windows.net.',
    ...(cause === undefined ? {} : { cause }),
  })
}

const wrappings: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
  ['«', '»'],
  ['<', '>'],
  ['(', ')'],
  ['{', '}'],
  ['[', ']'],
]

/** Takes away what surrounds an address in a text: quotes, brackets, full stops, a Markdown link, an `@`. */
function unwrap(text: string): string {
  let plain = text.replace(/\p{Cf}/gu, '').trim()
  plain = /^\[[^\]]*\]\(\s*<?([^)>]+)>?\s*\)[.,]?$/.exec(plain)?.[1] ?? plain
  for (;;) {
    const before = plain
    plain = plain.replace(/[.,;]+$/, '').trim()
    const isWrapped = wrappings.some(([open, close]) => plain.startsWith(open) && plain.endsWith(close))
    // [::1] is an address itself.
    if (plain.length > 1 && isWrapped && !/^\[[\da-f:.]+\]$/i.test(plain)) plain = plain.slice(1, -1).trim()
    if (plain === before) return plain.replace(/^(?:#connect\s+)?@(?=\S)/i, '')
  }
}

const clusterKeys = ['data source', 'datasource', 'addr', 'address', 'network address', 'server']
const databaseKeys = ['initial catalog', 'initialcatalog', 'database']

function isConnectionString(text: string): boolean {
  const first = text.split(';')[0] ?? ''
  // After a scheme, an equals sign belongs to the query of a URI.
  return text.includes(';') || /^\s*[a-z ]+=/i.test(first)
}

function readConnectionString(text: string): ClusterText {
  let cluster: string | undefined
  let database: string | null = null
  for (const [index, part] of text.split(';').entries()) {
    const pair = /^\s*([a-z][a-z _-]*?)\s*=\s*(.*?)\s*$/is.exec(part)
    const key = pair?.[1]?.toLowerCase()
    const value = unwrap(pair?.[2] ?? '')
    if (key === undefined) {
      if (index === 0) cluster = part.trim()
    } else if (isSecretKey(key) && value !== '') throw withSecret()
    else if (clusterKeys.includes(key)) cluster = value
    else if (databaseKeys.includes(key) && value !== '') database = value
  }
  if (cluster === undefined || cluster === '') {
    throw invalidCluster(
      'This connection string names no cluster.',
      'Enter what follows “Data Source=” in it.',
    )
  }
  return { cluster: unwrap(cluster), database }
}

function withSecret(): StudioError {
  return invalidCluster(
    'This connection string has a key, a password or a token in it, which the studio does not take.',
    'Enter only the address that follows “Data Source=”, then sign in. If others have seen that key, replace it.',
  )
}

/** The web UI of each cloud, and what follows a cluster’s short name there. */
const webSuffixes: Readonly<Record<string, string>> = {
  'dataexplorer.azure.com': 'kusto.windows.net',
  'dataexplorer.azure.us': 'kusto.usgovcloudapi.net',
  'dataexplorer.azure.cn': 'kusto.chinacloudapi.cn',
}

/** Reads the address of a page; undefined if it is none that we know. */
function readPage(text: string, database: string | null): ClusterText | undefined {
  const address = /^(?:https?:\/\/)?([^/?#\s]+)([^?#\s]*)/i.exec(text)
  const host = address?.[1]?.toLowerCase().replace(/\.?(?::\d+)?$/, '') ?? ''
  const path = address?.[2] ?? ''
  const suffix = Object.hasOwn(webSuffixes, host) ? webSuffixes[host] : undefined
  if (suffix !== undefined) return readWebLink(path, suffix, database)
  if (/^(?:ade|adx)\.(?:applicationinsights|loganalytics|monitor)\./.test(host)) throw readOnlyProxy()
  if (/(?:^|\.)fabric\.microsoft\.com$|^app\.powerbi\.(?:com|cn)$/.test(host) && !host.includes('.kusto.')) {
    throw invalidCluster(
      'That is a page of the Fabric portal, which does not say at what address the eventhouse is.',
      'On that page, open the details of the eventhouse or KQL database, copy its Query URI and enter it here.',
    )
  }
  if (/^portal\.azure\.(?:com|us|cn)$/.test(host) || /^\/subscriptions\//i.test(text)) {
    throw invalidCluster(
      'That is a page of the Azure portal, not the address of a cluster.',
      'On the cluster’s Overview page, copy the URI (or the Data Ingestion URI) and enter it here.',
    )
  }
  if (/\.(?:blob|dfs|queue|table)\.(?:core\.|storage\.|fabric\.)/.test(host)) {
    throw invalidCluster(
      'That is an address of storage, not of a cluster.',
      'Enter a cluster here. A blob can be ingested once a cluster and a table are open.',
    )
  }
  return undefined
}

function readWebLink(path: string, suffix: string, database: string | null): ClusterText {
  const [, encoded, inPath] = /^\/clusters\/([^/]+)(?:\/databases\/([^/]+))?/i.exec(path) ?? []
  if (encoded === undefined) {
    throw invalidCluster(
      'That page of the web UI names no cluster.',
      'Open a database there and copy the link, or copy the cluster’s URI from its list of connections.',
    )
  }
  const cluster = decoded(encoded)
  const isShort = /^[a-z0-9-]+(?:\.[a-z0-9-]+)?$/i.test(cluster)
  const place = {
    cluster: isShort ? `${cluster}.${suffix}` : cluster,
    database: inPath === undefined ? database : decoded(inPath),
  }
  return readPage(place.cluster, place.database) ?? place
}

/** Takes apart `%…`. @throws StudioError `ClusterUriInvalid`. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    throw invalidCluster('There is a “%” in the address that stands for no character.', undefined, cause)
  }
}

function readOnlyProxy(): StudioError {
  return invalidCluster(
    'That is the address at which Azure Monitor answers queries. It only reads: nothing can be ingested there.',
    'Enter the address of a cluster. Logs get into Azure Monitor through its own ingestion API.',
  )
}
