import { decoded, readBlobUri, type BlobUri } from './blob-uri'
import { StudioError } from './studio-error'

/**
 * Reads a blob URI like `readBlobUri`.
 *
 * @throws StudioError `BlobUriInvalid` saying what is wrong; its text never holds the secret part.
 */
export function parseBlobUri(text: string): BlobUri {
  const read = readBlobUri(text)
  if (read.ok) return read.value
  const { message, subject, nextStep } = read.error
  throw new StudioError('BlobUriInvalid', message, { subject, nextStep })
}

/** When a URI's SAS ended, if that is past; null if it has none, or it is still good. */
export function expiredSas(uri: string, now: number): Date | null {
  const expiry = /[?&]se=([^&#]+)/.exec(uri)?.[1]
  const end = expiry === undefined ? Number.NaN : Date.parse(decoded(expiry))
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
