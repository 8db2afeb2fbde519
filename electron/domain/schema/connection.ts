import { z } from 'zod'
import type { Data } from './basic'
import { wireErrorSchema } from './wire-error'

/** How far sign-in is. Never holds a token; the account is the name that the user knows. */
const signInStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notNeeded') }),
  z.object({ kind: z.literal('signedOut') }),
  z.object({ kind: z.literal('signingIn') }),
  z.object({ kind: z.literal('signedIn'), account: z.string() }),
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

export type SignInState = Data<typeof signInStateSchema>
export type Connection = Data<typeof connectionSchema>
export type LocalClusterStatus = Data<typeof localClusterStatusSchema>
