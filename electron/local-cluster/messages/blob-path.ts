/** A blob's address without its secret part, for people. */
export function displayPath(message: { readonly blobPath: string }): string {
  return message.blobPath.replace(/[?;].*$/s, '')
}

/** The part of a blob's address that stays when the port changes: `/account/container/name`, decoded. */
export function pathOf(uri: string): string {
  try {
    return decodeURIComponent(new URL(uri).pathname)
  } catch {
    // Not an address: it matches no blob.
    return uri
  }
}
