import type { JsonWebKey } from 'node:crypto'
import { z } from 'zod'
import { commandVerb } from '../../domain/kql-text'
import { KustoError } from '../answers/kusto-error'
import { challenge, givenToken, needsToken } from './bearer-token'
import { checkJsonWebToken } from './json-web-token'

/** What a principal may do (documents: role-based access control). */
const roles = ['viewer', 'ingestor', 'admin'] as const
type Role = (typeof roles)[number]

/** Whose tokens a cluster takes, and what their holders may do. */
export const signInRulesSchema = z.object({
  issuer: z.string().min(1),
  audience: z.string().min(1),
  keys: z.array(z.custom<JsonWebKey>((key) => typeof key === 'object' && key !== null)).min(1),
  /** By principal: the `upn` of a user or the `appid` of an application. Left out: everyone is an admin. */
  roles: z.record(z.string(), z.enum(roles)).optional(),
})

export type SignInRules = z.infer<typeof signInRulesSchema>

/** How a cluster decides whom it answers. */
export interface AdmissionRules {
  /** Requests must carry this very token. */
  readonly token?: string | undefined
  /** Requests must carry a token of this issuer. */
  readonly signIn?: SignInRules | undefined
}

/** Who is let in. */
export interface Admitted {
  readonly principal: string
  /** Null: signed in, and without any role. */
  readonly role: Role | null
}

/** A request that is not let in: the challenge (`WWW-Authenticate`) that goes with status 401, and why. */
export interface Refused {
  readonly authenticate: string
  readonly message: string
}

const everyone: Admitted = { principal: '', role: 'admin' }

/** Decides whether a request is let in, by the token that it carries (RFC 6750). */
export function admit(
  rules: AdmissionRules,
  request: { readonly path: string; readonly authorization: string | undefined },
  now: number,
): Admitted | Refused {
  const { token, signIn } = rules
  if (!needsToken(request.path)) return everyone
  if (token !== undefined) {
    const authenticate = challenge(token, request)
    if (authenticate !== undefined)
      return { authenticate, message: 'The request does not carry this cluster’s token.' }
  }
  return signIn === undefined ? everyone : admitSignedIn(signIn, request.authorization, now)
}

function admitSignedIn(
  rules: SignInRules,
  authorization: string | undefined,
  now: number,
): Admitted | Refused {
  const authenticate = `Bearer authorization_uri="${rules.issuer}"`
  const token = givenToken(authorization)
  if (token === undefined) return { authenticate, message: 'The request carries no token.' }
  const claims = checkJsonWebToken(token, rules, now)
  if (typeof claims === 'string')
    return {
      authenticate: `${authenticate}, error="invalid_token", error_description="${claims}"`,
      message: claims,
    }
  const { principal } = claims
  return { principal, role: rules.roles === undefined ? 'admin' : (rules.roles[principal] ?? null) }
}

/** The commands that queued ingestion needs. */
const ingestorVerbs = ['show', 'get']

/**
 * Checks that the caller may run a query or a command.
 *
 * @throws KustoError `Forbidden` (403), with the service's words.
 */
export function assertMayRun({ principal, role }: Admitted, csl: string, database: string): void {
  const verb = commandVerb(csl)
  if (role === 'admin') return
  if (role === 'ingestor' && verb !== undefined && ingestorVerbs.includes(verb)) return
  if (role === 'viewer' && (verb === undefined || verb === 'show')) return
  throw forbidden(principal, database)
}

/**
 * Checks that the caller may send data.
 *
 * @throws KustoError `Forbidden` (403).
 */
export function assertMayIngest({ principal, role }: Admitted, database: string): void {
  if (role !== 'admin' && role !== 'ingestor') throw forbidden(principal, database)
}

function forbidden(principal: string, database: string): KustoError {
  return new KustoError(
    'Forbidden',
    `Principal '${principal}' is not authorized to perform operation on database '${database}'.`,
    { status: 403, type: 'Kusto.Common.Svc.Exceptions.UnauthorizedDatabaseAccessException' },
  )
}
