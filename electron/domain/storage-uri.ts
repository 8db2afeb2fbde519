import { isLoopbackHost } from './cluster-uri'
import { StudioError } from './studio-error'

/** A blob that the user names, split into what may be shown and stored and what may not. */
export interface BlobUri {
  /** The address without its query or secret part: safe to show, log and store. */
  readonly display: string
  /** The blob's own name: the last part of its path. */
  readonly name: string
  /** Whether something after `?` or `;` was given (a SAS, an account key, a managed identity). */
  readonly hasSecret: boolean
}

/**
 * Removes everything from a URI that may be a secret: query, fragment, user info and `;` suffix. What stands before the
 * `@` of `abfss://container@account…` is the container, and stays.
 */
export function redactUri(uri: string): string {
  return uri
    .replace(/^(?!abfss?:\/\/[a-z0-9$-]{3,63}@)([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, '$1')
    .replace(/[?#;].*$/s, '')
}

/**
 * Reads a blob URI as Kusto's storage connection strings allow: https to Azure Storage, ADLS (`abfss`) or S3, with a
 * SAS after `?` or a key or identity after `;`; http only for loopback.
 *
 * @throws StudioError `BlobUriInvalid` saying what is wrong; its text never holds the secret part.
 */
export function parseBlobUri(text: string): BlobUri {
  const trimmed = text.trim()
  const display = redactUri(trimmed)
  if (/^(?:[a-z]:[\\/]|\\\\|~?[./\\]|file:)/i.test(trimmed)) throw isFile(display)
  let url: URL
  try {
    url = new URL(display)
  } catch (cause) {
    throw invalid(`“${display.slice(0, 80)}” is not a URI.`, display, cause)
  }
  const allowed = url.protocol === 'https:' || url.protocol === 'abfss:' || url.protocol === 'adl:'
  if (!allowed && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) {
    throw invalid(`A blob is read by https; this begins with “${url.protocol}”.`, display)
  }
  if (trimmed.length > 8192) throw invalid('The blob URI is longer than 8,192 characters.', display)
  const name = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .pop()
  if (name === undefined) throw invalid('The URI names no blob, only an account.', display)
  return { display, name: safeDecode(name), hasSecret: trimmed.length > display.length }
}

/** When a URI's SAS ended, if that is past; null if it has none, or it is still good. */
export function expiredSas(uri: string, now: number): Date | null {
  const expiry = /[?&]se=([^&#]+)/.exec(uri)?.[1]
  const end = expiry === undefined ? Number.NaN : Date.parse(safeDecode(expiry))
  return end < now ? new Date(end) : null
}

/** The failure of a blob whose SAS is past its end. */
export function sasHasExpired(display: string, end: Date): StudioError {
  const when = `${end.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return new StudioError('BlobForbidden', `The SAS of ${display} expired on ${when}.`, {
    subject: display,
    nextStep: 'Make a new SAS with read permission, and give the URI with it.',
  })
}

function isFile(path: string): StudioError {
  const subject = path.slice(0, 200)
  return new StudioError('BlobUriInvalid', `“${subject.slice(0, 80)}” is a file, not the URI of a blob.`, {
    subject,
    nextStep: 'Add it as a file, or give the URI that it has in storage.',
  })
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function invalid(message: string, subject: string, cause?: unknown): StudioError {
  return new StudioError('BlobUriInvalid', message, {
    subject: subject.slice(0, 200),
    nextStep:
      'Paste the whole blob URI with its SAS, for example https://account.blob.core.windows.net/container/file.csv?sv=…',
    ...(cause === undefined ? {} : { cause }),
  })
}
