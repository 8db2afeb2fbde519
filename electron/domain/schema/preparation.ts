import { z } from 'zod'
import { type Data } from './basic'
import { findingKinds, readingSchema } from './inspection'

/** A finding, named by its kind and column. */
const findingRefSchema = z.object({ kind: z.enum(findingKinds), column: z.string().nullable() })

/** What the user chose to do to the records on their way; the rows that are expected follow it. */
export const preparationSchema = z.object({
  reading: readingSchema,
  /** Records with these findings are left out and written, with line and reason, to a reject file beside the source. */
  leaveOut: z.array(findingRefSchema).max(1000),
})

export type Preparation = Data<typeof preparationSchema>
