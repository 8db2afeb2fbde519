import { isLoopbackHost } from './loopback-host'
import { failure, success, type Result } from './result'

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

/** Why a text is not the URI of a blob; nothing in it holds the secret part. */
export interface BlobUriProblem {
  readonly message: string
  readonly subject: string
  readonly nextStep: string
}

/**
 * Reads a blob URI as Kusto's storage connection strings allow: https to Azure Storage, ADLS (`abfss`) or S3, with a
 * SAS after `?` or a key or identity after `;`; http only for loopback.
 */
export function readBlobUri(text: string): Result<BlobUri, BlobUriProblem> {
  const trimmed = text.trim()
  const display = redactUri(trimmed)
  if (/^(?:[a-z]:[\\/]|\\\\|~?[./\\]|file:)/i.test(trimmed)) return failure(isFile(display))
  let url: URL
  try {
    url = new URL(display)
  } catch {
    return failure(invalid(`“${display.slice(0, 80)}” is not a URI.`, display))
  }
  const allowed = url.protocol === 'https:' || url.protocol === 'abfss:' || url.protocol === 'adl:'
  if (!allowed && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) {
    return failure(invalid(`A blob is read by https; this begins with “${url.protocol}”.`, display))
  }
  if (trimmed.length > 8192) return failure(invalid('The blob URI is longer than 8,192 characters.', display))
  const name = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .pop()
  if (name === undefined) return failure(invalid('The URI names no blob, only an account.', display))
  return success({ display, name: decoded(name), hasSecret: trimmed.length > display.length })
}

function isFile(path: string): BlobUriProblem {
  const subject = path.slice(0, 200)
  return {
    message: `“${subject.slice(0, 80)}” is a file, not the URI of a blob.`,
    subject,
    nextStep: 'Add it as a file, or give the URI that it has in storage.',
  }
}

function invalid(message: string, subject: string): BlobUriProblem {
  return {
    message,
    subject: subject.slice(0, 200),
    nextStep:
      'Paste the whole blob URI with its SAS, for example https://account.blob.core.windows.net/container/file.csv?sv=…',
  }
}

/** A part of a URI without its percent signs, or as it is if they are not an encoding. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
