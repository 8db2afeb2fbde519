import { z } from 'zod'
import { count, type Data } from './basic'

/** A disk that is nearly full. */
export const lowDiskSchema = z.object({
  /** `home`: settings, journal, local cluster; `temporary`: what is unpacked to be looked into. */
  place: z.enum(['home', 'temporary']),
  folder: z.string(),
  /** Bytes that are free, and that should be. */
  free: count,
  needed: count,
})

export type LowDisk = Data<typeof lowDiskSchema>
