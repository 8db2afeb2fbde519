import { z } from 'zod'
import { isDirectoryName } from '../directory-name'
import type { Data } from './basic'
import { wireErrorSchema } from './wire-error'

/** How a user proves who they are. An application does it with a key or a certificate from the environment. */
const wayInSchema = z.enum(['browser', 'deviceCode', 'azureCli', 'application'])

/** What to ask of a sign-in. */
export const signInRequestSchema = z.object({
  way: wayInSchema.exclude(['application']),
  /** Id or domain name of the directory (tenant); null: the account's own. */
  tenant: z
    .string()
    .max(253)
    .refine(isDirectoryName)
    .meta({ examples: ['contoso.com', '00000000-0000-4000-8000-000000000001'] })
    .nullable(),
})

/** A code that the user enters on another page, on any machine. It opens nothing by itself. */
const deviceCodeSchema = z.object({
  userCode: z.string(),
  verificationUri: z.string(),
  /** Milliseconds since the epoch. */
  expiresAt: z.number(),
})

/** How far sign-in is. Never holds a token; the account is the name that the user knows. */
const signInStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notNeeded') }),
  z.object({
    kind: z.literal('signedOut'),
    /** The account whose sign-in has ended, if nobody asked for that; else null. */
    expired: z.string().nullable(),
  }),
  z.object({ kind: z.literal('signingIn'), way: wayInSchema, deviceCode: deviceCodeSchema.nullable() }),
  z.object({
    kind: z.literal('signedIn'),
    account: z.string(),
    /** Id or name of the directory (tenant); null if it is not known. */
    tenant: z.string().nullable(),
    way: wayInSchema,
    /** Whether the next start of the studio is signed in too. */
    kept: z.boolean(),
  }),
  z.object({ kind: z.literal('failed'), error: wireErrorSchema }),
])

/** The cluster that the window is connected to. */
export const connectionSchema = z.object({
  clusterUri: z.string(),
  dataIngestionUri: z.string(),
  /** `Local cluster`, or the host name. */
  displayName: z.string(),
  isLocalCluster: z.boolean(),
  state: z.enum(['closed', 'opening', 'open', 'failed']),
  signIn: signInStateSchema,
  error: wireErrorSchema.nullable(),
})

/** Whether the local cluster runs, and where. */
export const localClusterStatusSchema = z.object({
  state: z.enum(['stopped', 'starting', 'running', 'stopping', 'crashed']),
  clusterUri: z.string().nullable(),
  error: wireErrorSchema.nullable(),
})

export type WayIn = Data<typeof wayInSchema>
export type SignInRequest = Data<typeof signInRequestSchema>
export type DeviceCode = Data<typeof deviceCodeSchema>
export type SignInState = Data<typeof signInStateSchema>
export type Connection = Data<typeof connectionSchema>
export type LocalClusterStatus = Data<typeof localClusterStatusSchema>
