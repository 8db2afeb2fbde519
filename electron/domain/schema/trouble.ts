import { z } from 'zod'
import type { Data } from './basic'
import { count } from './basic'
import { wireErrorSchema } from './wire-error'

/** Something in the studio broke that no action of the user was about, and what was done about it. */
export const troubleSchema = z.object({
  /** The page of this window, the process that looks into sources, or the studio's own code. */
  part: z.enum(['page', 'inspection', 'studio']),
  error: wireErrorSchema,
  /** How often since it was told last. */
  times: count,
})

export type Trouble = Data<typeof troubleSchema>
