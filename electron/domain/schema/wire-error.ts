import { z } from 'zod'
import { studioErrorCodes } from '../error-codes'
import type { Data } from './basic'

/** A failure as it crosses a process border or is kept in the journal: data only, and no secret in any text. */
export const wireErrorSchema = z.object({
  code: z.enum(studioErrorCodes),
  message: z.string(),
  /** Whether the same action may work if tried again unchanged. */
  retryable: z.boolean(),
  /** One thing the user can do now, as a sentence. */
  nextStep: z.string().optional(),
  /** The file, blob (without its query), paste or entity that failed. */
  subject: z.string().optional(),
  /** Where in the source, counted from 1. */
  record: z.number().optional(),
  line: z.number().optional(),
  field: z.number().optional(),
  /** The service's own code, for example `BadRequest_EmptyBlob`. */
  serviceCode: z.string().optional(),
  /** The raw text shown under "Details", already redacted. */
  details: z.string().optional(),
})

export type WireError = Data<typeof wireErrorSchema>
