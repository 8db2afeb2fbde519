import { z } from 'zod'
import { count, type Data } from './basic'

/** The operations that the service keeps of blobs that were queued by REST, one for each. */
export const operationsSchema = z.object({
  count,
  /** Ingestion operation ids; a long list is cut. */
  ids: z.array(z.string()),
  /** How many of them are in each state, as the service says. */
  inProgress: count,
  succeeded: count,
  failed: count,
  canceled: count,
  /** How many the service was asked to cancel, and how many of those landed all the same. */
  cancelAsked: count,
  cancelTooLate: count,
})

export type Operations = Data<typeof operationsSchema>
