import { isLoopbackHost } from './loopback-host'
import { formatFromName } from './data-format'
import { redactUri } from './blob-uri'

/** What a storage URI lets its holder do; all but `public` and `serviceOnly` are secrets. */
type StorageAccess =
  | { readonly kind: 'public' }
  /** A shared access signature, without its question mark. */
  | { readonly kind: 'sas'; readonly query: string }
  | { readonly kind: 'accountKey'; readonly key: string }
  | {
      readonly kind: 'aws'
      readonly keyId: string
      readonly secretKey: string
      readonly sessionToken: string | undefined
    }
  /** An identity or token that only the cluster can use; `what` names it in a sentence. */
  | { readonly kind: 'serviceOnly'; readonly what: string }

/** A container of Azure Storage or a bucket of S3, and a folder in it. */
export interface StorageFolder {
  readonly service: 'azure' | 's3'
  /** The container in the form that the user wrote, without a slash at its end: all its blobs’ URIs begin with it. */
  readonly root: string
  /** Where storage is asked for the list: the container or bucket by http or https. */
  readonly endpoint: string
  /** Region of an S3 bucket; empty for Azure. */
  readonly region: string
  /** Path below the container, decoded, with a slash at its end; empty for the container itself. */
  readonly path: string
  /** What follows the path of every blob’s URI: a query or `;` part with its mark; a secret. */
  readonly suffix: string
  /** Whether the URI can mean nothing but a folder; otherwise a blob may have that name. */
  readonly isCertain: boolean
}

/**
 * Reads a URI as a container or folder, in the forms of Kusto's storage connection strings (documents: storage
 * connection strings): Azure Blob Storage and Data Lake Storage by https, `abfss`, S3; and Azurite or an S3 server on
 * loopback, with account or bucket in the path.
 *
 * @returns Null if it can only be a single blob, or storage of that kind cannot be listed.
 */
export function readStorageFolder(text: string): StorageFolder | null {
  const uri = text.trim()
  const display = redactUri(uri)
  const suffix = uri.slice(display.length)
  const place = placeOf(display, suffix)
  if (place === null) return null
  const { pathname } = new URL(display)
  const parts = pathname.split('/').filter((part) => part !== '')
  const below = parts.slice(place.partsOfRoot)
  const root = [place.origin, ...parts.slice(0, place.partsOfRoot)].join('/')
  const isWhole = below.length === 0 || pathname.endsWith('/')
  const sas = queryOf(suffix)
  if (!isWhole && (isNamedAsFile(below.at(-1) ?? '') || isOfOneBlob(sas))) return null
  return {
    service: place.service,
    root,
    endpoint: place.endpoint ?? root,
    region: place.region ?? '',
    path: below.map((part) => `${decode(part)}/`).join(''),
    suffix,
    isCertain: isWhole || (sas.get('sr') === 'd' && Number(sas.get('sdd')) === below.length),
  }
}

/** Names a folder without its secret. */
export function shownFolder({ root, path }: Pick<StorageFolder, 'root' | 'path'>): string {
  return `${root}/${path}`
}

/**
 * The URI of a blob in a folder's container.
 *
 * @param name The blob's whole name, from the container down.
 * @returns `display` without its secret, and `uri` with it.
 */
export function blobInContainer(
  { root, suffix }: Pick<StorageFolder, 'root' | 'suffix'>,
  name: string,
): { readonly display: string; readonly uri: string } {
  const display = `${root}/${name.split('/').map(encodeURIComponent).join('/')}`
  return { display, uri: `${display}${suffix}` }
}

/** Reads what stands behind a URI's path; see {@link StorageFolder.suffix}. */
export function readAccess(suffix: string): StorageAccess {
  if (suffix.startsWith('?') && suffix.length > 1) return { kind: 'sas', query: suffix.slice(1) }
  if (!suffix.startsWith(';') || suffix.length === 1) return { kind: 'public' }
  const given = suffix.slice(1)
  const aws = /^awscredentials=([^,]+),([^,]+)(?:,(.+))?$/i.exec(given)
  if (aws !== null) {
    return { kind: 'aws', keyId: aws[1] ?? '', secretKey: aws[2] ?? '', sessionToken: aws[3] }
  }
  if (/^managed_identity=/i.test(given)) return { kind: 'serviceOnly', what: 'a managed identity' }
  if (/^impersonate$/i.test(given)) return { kind: 'serviceOnly', what: 'the identity of the caller' }
  if (/^token=/i.test(given)) return { kind: 'serviceOnly', what: 'an access token' }
  return { kind: 'accountKey', key: given.replace(/^sharedkey=/i, '') }
}

/**
 * What the secret of a storage URI opens: every blob whose URI, without its secret, is this or begins with this and a
 * slash. A SAS of one blob opens that blob; any other secret opens at least the container.
 */
export function reachOfSecret(text: string): string {
  const display = redactUri(text.trim())
  const suffix = text.trim().slice(display.length)
  const place = placeOf(display, suffix)
  const sas = queryOf(suffix)
  if (place === null || isOfOneBlob(sas)) return display
  const parts = new URL(display).pathname.split('/').filter((part) => part !== '')
  const depth = sas.get('sr') === 'd' ? Number(sas.get('sdd')) : 0
  return [place.origin, ...parts.slice(0, place.partsOfRoot + depth)].join('/')
}

interface Place {
  readonly service: StorageFolder['service']
  /** Scheme and host, with the container of `abfss`. */
  readonly origin: string
  /** How many parts of the path belong to the container or bucket. */
  readonly partsOfRoot: number
  /** Where the list is asked for, if that is not the root as written. */
  readonly endpoint?: string
  readonly region?: string
}

function placeOf(display: string, suffix: string): Place | null {
  const url = parseUrl(display)
  if (url === null) return null
  const { protocol, hostname, username } = url
  const origin = /^[a-z]+:\/\/[^/]*/i.exec(display)?.[0] ?? ''
  const first = url.pathname.split('/')[1] ?? ''
  if (protocol === 'abfss:') {
    const endpoint = `https://${blobHost(hostname)}/${username}`
    return username === '' ? null : { service: 'azure', origin, partsOfRoot: 0, endpoint }
  }
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopbackHost(hostname))) return null
  if (isLoopbackHost(hostname)) {
    const isS3 = /^;awscredentials=/i.test(suffix)
    const parts = url.pathname.split('/').filter((part) => part !== '').length
    if (parts < (isS3 ? 1 : 2)) return null
    return isS3
      ? { service: 's3', origin, partsOfRoot: 1, region: 'us-east-1' }
      : { service: 'azure', origin, partsOfRoot: 2 }
  }
  const s3 = /^(?:(.+)\.)?s3(?:[.-]([a-z0-9-]+))?\.amazonaws\.com(?:\.cn)?$/.exec(hostname)
  if (s3 !== null) {
    const hasBucket = s3[1] !== undefined
    if (!hasBucket && first === '') return null
    return { service: 's3', origin, partsOfRoot: hasBucket ? 0 : 1, region: s3[2] ?? 'us-east-1' }
  }
  // A blob in the root container has no container in its path; containers have no dot in their names.
  if (!/^[^.]+(\.[a-z0-9]+)?\.(blob|dfs)\./.test(hostname) || !/^[a-z0-9$-]{3,63}$/.test(first)) return null
  return { service: 'azure', origin, partsOfRoot: 1, endpoint: `https://${blobHost(url.host)}/${first}` }
}

/** Data Lake Storage and Blob Storage are two doors to the same blobs; only the second lists them all. */
function blobHost(host: string): string {
  return host.replace('.dfs.', '.blob.')
}

function isOfOneBlob(sas: URL['searchParams']): boolean {
  return ['b', 'bs', 'bv'].includes(sas.get('sr') ?? '') || sas.has('X-Amz-Signature')
}

function queryOf(suffix: string): URL['searchParams'] {
  return new URL(`https://storage/${suffix.startsWith('?') ? suffix : ''}`).searchParams
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

function isNamedAsFile(name: string): boolean {
  const { format, compression } = formatFromName(name)
  return format !== undefined || compression !== 'none'
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
