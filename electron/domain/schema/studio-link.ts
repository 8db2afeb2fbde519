import { z } from 'zod'
import { name, type Data } from './basic'
import { wireErrorSchema } from './wire-error'

/** Where a link leads. Nothing in it is secret, and nothing happens until the user presses a button. */
const linkPlaceSchema = z.object({
  /** A cluster URI, or `local`. */
  clusterUri: z.string().min(1).max(2048),
  database: name.nullable(),
  table: name.nullable(),
  /** Without a query: no SAS. */
  blobUri: z.string().min(1).max(2048).nullable(),
})

/** A link that the system handed over: where it leads, or why it is not followed. */
export const openedLinkSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place'), place: linkPlaceSchema }),
  z.object({ kind: z.literal('refused'), error: wireErrorSchema }),
])

export type LinkPlace = Data<typeof linkPlaceSchema>
export type OpenedLink = Data<typeof openedLinkSchema>
