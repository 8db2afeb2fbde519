/** A blob's address without its secret part, safe to show. */
export function displayPath(message: { readonly blobPath: string }): string {
  return message.blobPath.replace(/[?;].*$/s, '')
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
