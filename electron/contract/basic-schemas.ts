import { z } from 'zod'
import { studioErrorCodes } from '../domain/studio-error'

/** Rows and sizes are whole numbers up to 2^53; a count that is not known is null. */
export const count = z.number().int().nonnegative()
export const countOrUnknown = count.nullable()
export const timestamp = z.number()
export const name = z.string().min(1).max(1024)
export const id = z.string().min(1).max(64)

export const wireErrorSchema = z.object({
  code: z.enum(studioErrorCodes),
  message: z.string(),
  retryable: z.boolean(),
  nextStep: z.string().optional(),
  subject: z.string().optional(),
  record: z.number().optional(),
  line: z.number().optional(),
  field: z.number().optional(),
  serviceCode: z.string().optional(),
  details: z.string().optional(),
})
