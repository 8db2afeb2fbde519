import { z } from 'zod'
import type { Data } from './basic'

/**
 * Kusto's ingestion batching policy: a batch is sealed when it reaches the first of the three limits (documents:
 * IngestionBatching policy).
 */
export const batchingPolicySchema = z.object({
  /** Milliseconds from a batch's first item to its seal. */
  maximumBatchingTimeSpanMs: z.number(),
  maximumNumberOfItems: z.number(),
  /** Uncompressed size, in megabytes of 1,048,576 bytes. */
  maximumRawDataSizeMb: z.number(),
})

/** The policy that applies to a table, and where it comes from. */
export const effectiveBatchingPolicySchema = z.object({
  policy: batchingPolicySchema,
  origin: z.enum(['table', 'database', 'default']),
})

export type BatchingPolicy = Data<typeof batchingPolicySchema>
export type EffectiveBatchingPolicy = Data<typeof effectiveBatchingPolicySchema>
