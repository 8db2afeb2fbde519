import { createHash, timingSafeEqual } from 'node:crypto'

/** The characters a token may have (RFC 6750, section 2.1). */
export const tokenPattern = /^[A-Za-z0-9\-._~+/]+=*$/

/** Paths that need no token: clients read there how to sign in. */
const openPaths = ['/', '/v1/rest/auth/metadata']

/**
 * The challenge (`WWW-Authenticate`) for a request that lacks the token; undefined if it carries the token or needs
 * none (RFC 6750, section 3).
 */
export function challenge(
  token: string,
  request: { readonly path: string; readonly authorization: string | undefined },
): string | undefined {
  if (!needsToken(request.path)) return undefined
  const realm = 'Bearer realm="Kusto local cluster"'
  const given = givenToken(request.authorization)
  if (given === undefined) return realm
  return isSame(given, token) ? undefined : `${realm}, error="invalid_token"`
}

/** Whether a path is for those with a token only. */
export function needsToken(path: string): boolean {
  return !openPaths.includes(path)
}

/** The token in an `Authorization` header; undefined if it holds none. */
export function givenToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
}

/** Constant time: takes equally long wherever the texts differ, and whatever their lengths. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
