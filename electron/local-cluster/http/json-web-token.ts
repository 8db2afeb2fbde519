import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import { z } from 'zod'

/** A bearer token as Microsoft Entra issues it (RFC 7519): who asks, and for which service. */
export interface TokenClaims {
  /** The name that the service shows: a user's, or that of an application. */
  readonly principal: string
}

/** Whose tokens are taken. */
export interface TokenIssuer {
  readonly issuer: string
  readonly audience: string
  /** The issuer's public keys (RFC 7517), each with its `kid`. */
  readonly keys: readonly JsonWebKey[]
}

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string() })
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  upn: z.string().optional(),
  appid: z.string().optional(),
})

/** Clocks may differ by this many seconds. */
const leewaySeconds = 5

/**
 * Checks a token signed with RS256, the only algorithm that Entra signs with. One algorithm is too little to ship a
 * package for.
 *
 * @param now Milliseconds since the epoch.
 * @returns Its claims, or what is wrong with it, as one sentence.
 */
export function checkJsonWebToken(token: string, issuer: TokenIssuer, now: number): TokenClaims | string {
  const parts = token.split('.')
  const [header, body, signature] = parts
  if (parts.length !== 3 || header === undefined || body === undefined || signature === undefined)
    return 'The token is not a JSON web token.'
  const head = headerSchema.safeParse(decode(header))
  const claims = claimsSchema.safeParse(decode(body))
  if (!head.success || !claims.success) return 'The token is not one that Entra issues.'
  const key = issuer.keys.find((one) => one['kid'] === head.data.kid)
  if (key === undefined) return 'The token is signed with an unknown key.'
  const publicKey = createPublicKey({ key, format: 'jwk' })
  if (!verify('sha256', Buffer.from(`${header}.${body}`), publicKey, Buffer.from(signature, 'base64url')))
    return 'The signature of the token is wrong.'
  const { iss, aud, exp, nbf = 0, upn, appid } = claims.data
  if (iss !== issuer.issuer) return 'The token comes from another issuer.'
  if (aud !== issuer.audience) return 'The token is meant for another service.'
  const seconds = now / 1000
  if (exp + leewaySeconds <= seconds) return 'The token has expired.'
  if (nbf - leewaySeconds > seconds) return 'The token is not valid yet.'
  return { principal: upn ?? appid ?? '' }
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    // Not JSON: the schema refuses it.
    return undefined
  }
}
