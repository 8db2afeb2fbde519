import { redactText } from '../../domain/redact-text'
import { redactUri } from '../../domain/blob-uri'

/** A blob's address without its secret part, safe to show. */
export function displayPath({ blobPath }: { readonly blobPath: string }): string {
  // A long path is no secret, so only what is no address at all is looked through for one.
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(blobPath) ? redactUri(blobPath) : redactText(redactUri(blobPath))
}

/** The part of a blob's address that survives a change of port: `/account/container/name`, decoded. */
export function pathOf(uri: string): string {
  try {
    return decodeURIComponent(new URL(uri).pathname)
  } catch {
    // Not an address, so it matches no blob.
    return uri
  }
}
