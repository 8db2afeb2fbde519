import { localClusterName, parseClusterUri } from './cluster-uri'
import type { LinkPlace } from './schema/studio-link'
import { parseBlobUri } from './storage-uri'
import { StudioError } from './studio-error'

/** The scheme of links into the studio. */
export const linkScheme = 'kusto-studio'

/** Longest link that is read; a cluster, two names and a blob fit. */
const longest = 8192
const longestName = 1024
const longestUri = 2048
const known = ['cluster', 'database', 'table', 'blob'] as const

/** Whether an argument of the command line is meant as a link, good or bad. */
export function isStudioLink(text: string): boolean {
  return text.toLowerCase().startsWith(`${linkScheme}:`)
}

/**
 * Reads a link, for example `kusto-studio://open?cluster=https://help.kusto.windows.net&database=Samples&table=StormEvents`,
 * or one with `blob=`, the URI of a blob. Anybody can make a link, so it only says where to go, and holds no secret.
 *
 * @throws StudioError `RequestInvalid` saying in plain words what is wrong. Its text never holds what the link did.
 */
export function parseStudioLink(text: string): LinkPlace {
  if (text.length > longest) throw refused(`it is longer than ${longest.toLocaleString('en-US')} characters`)
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw refused('it is not a URI')
  }
  const isOpen = url.protocol === `${linkScheme}:` && url.host === 'open' && /^\/?$/.test(url.pathname)
  if (!isOpen) throw refused(`it does not begin with “${linkScheme}://open?”`)
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw refused('it has a user name, a password or a part after “#”')
  }
  const parts = url.searchParams
  const keys = [...parts.keys()]
  const unknown = keys.find((key) => !known.some((name) => name === key))
  if (unknown !== undefined) throw refused('it has a part that the studio does not know')
  for (const key of known) {
    if (keys.filter((other) => other === key).length > 1) throw refused(`it names more than one ${key}`)
    if (parts.get(key) === '') throw refused(`its ${key} is empty`)
  }
  const database = nameIn(parts, 'database')
  const table = nameIn(parts, 'table')
  if (table !== null && database === null) throw refused('it names a table and no database')
  return { clusterUri: clusterIn(parts.get('cluster')), database, table, blobUri: blobIn(parts.get('blob')) }
}

function nameIn(parts: URL['searchParams'], key: 'database' | 'table'): string | null {
  const name = parts.get(key)
  if (name === null) return null
  // Control characters and marks that turn the direction of writing are in no name that a person would want to see.
  const isName = name.length <= longestName && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)
  if (!isName) throw refused(`its ${key} is no name that a ${key} can have`)
  return name
}

function clusterIn(text: string | null): string {
  if (text === null) throw refused('it names no cluster')
  if (text === localClusterName) return localClusterName
  if (text.length > longestUri) throw refused('its cluster URI is too long')
  try {
    return parseClusterUri(text).clusterUri
  } catch (error) {
    if (error instanceof StudioError) throw refused('its cluster is no cluster URI')
    throw error
  }
}

function blobIn(text: string | null): string | null {
  if (text === null) return null
  if (text.length > longestUri) throw refused('its blob URI is too long')
  try {
    const { display, hasSecret } = parseBlobUri(text)
    // A SAS, a key, a password: whoever passes a link on would pass on what it opens.
    if (hasSecret || display !== text.trim()) throw refused('its blob URI has a SAS, a key or a password')
    return display
  } catch (error) {
    if (error instanceof StudioError && error.code === 'BlobUriInvalid') {
      throw refused('its blob is no URI of a blob')
    }
    throw error
  }
}

function refused(why: string): StudioError {
  return new StudioError('RequestInvalid', `A link was not followed: ${why}.`, {
    nextStep: `A link looks like ${linkScheme}://open?cluster=https://help.kusto.windows.net&database=Samples&table=StormEvents, and holds no secrets.`,
  })
}
