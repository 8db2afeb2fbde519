import { z } from 'zod'
import { dataFormats } from '../domain/data-format'
import { count, countOrUnknown, id, name, timestamp, wireErrorSchema } from './basic-schemas'

export const batchingPolicySchema = z.object({
  maximumBatchingTimeSpanMs: z.number(),
  maximumNumberOfItems: z.number(),
  maximumRawDataSizeMb: z.number(),
})
/** Whether the first record of a source is a header, which is left out. */
const ignoreFirstRecord = z.boolean().optional()

export const sourceRequestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    handle: id,
    format: z.enum(dataFormats).optional(),
    ignoreFirstRecord,
  }),
  z.object({
    ignoreFirstRecord,
    kind: z.literal('paste'),
    text: z.string().min(1).max(268_435_456),
    format: z.enum(dataFormats),
    name: z.string().max(200).optional(),
  }),
  z.object({
    ignoreFirstRecord,
    kind: z.literal('blob'),
    uri: z.string().min(1).max(8192),
    format: z.enum(dataFormats),
    rawDataSizeBytes: countOrUnknown,
  }),
])

const sourceStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pending') }),
  z.object({ kind: z.literal('preparing') }),
  z.object({ kind: z.literal('uploading'), bytesSent: count, bytesTotal: countOrUnknown }),
  z.object({ kind: z.literal('posting') }),
  z.object({ kind: z.literal('queued'), queuedAt: timestamp }),
  z.object({
    kind: z.literal('unknown'),
    reason: z.enum(['trackingTimedOut', 'appRestarted', 'postUnanswered', 'stoppedWaiting']),
  }),
  z.object({ kind: z.literal('succeeded'), landedAt: timestamp }),
  z.object({ kind: z.literal('partiallySucceeded'), landedAt: timestamp, error: wireErrorSchema }),
  z.object({ kind: z.literal('skipped'), reason: z.string() }),
  z.object({ kind: z.literal('failed'), error: wireErrorSchema }),
  z.object({ kind: z.literal('canceled') }),
])

const troubleSchema = z.object({
  message: z.string(),
  nextStep: z.string().optional(),
  since: timestamp,
})

const rowAccountSchema = z.object({
  expected: countOrUnknown,
  landed: countOrUnknown,
  refused: countOrUnknown,
})

export const sourceSnapshotSchema = z.object({
  sourceId: id,
  kind: z.enum(['file', 'paste', 'blob']),
  name: z.string(),
  location: z.string(),
  format: z.enum(dataFormats),
  ignoreFirstRecord: z.boolean(),
  rawDataSizeBytes: countOrUnknown,
  state: sourceStateSchema,
  trouble: troubleSchema.nullable(),
  rows: rowAccountSchema,
  startedAt: timestamp.nullable(),
  queuedAt: timestamp.nullable(),
  settledAt: timestamp.nullable(),
  uploadRate: z.number().nullable(),
})

export const jobSnapshotSchema = z.object({
  jobId: id,
  revision: count,
  clusterUri: z.string(),
  database: name,
  table: name,
  createdAt: timestamp,
  status: z.enum([
    'running',
    'paused',
    'succeeded',
    'countsDiffer',
    'partiallySucceeded',
    'failed',
    'canceled',
    'needsAttention',
    'undone',
  ]),
  trouble: troubleSchema.nullable(),
  tag: z.string().nullable(),
  rows: rowAccountSchema,
  rowsBefore: countOrUnknown,
  rowsAfter: countOrUnknown,
  policy: batchingPolicySchema.nullable(),
  sealsAt: timestamp.nullable(),
  undo: z.enum(['possible', 'notPossible', 'undone']),
  undoneAt: timestamp.optional(),
  undoneRows: countOrUnknown.optional(),
  sourceCount: count,
  rawDataSizeBytes: countOrUnknown.optional(),
  counts: z.partialRecord(
    z.enum([
      'pending',
      'preparing',
      'uploading',
      'posting',
      'queued',
      'unknown',
      'succeeded',
      'partiallySucceeded',
      'skipped',
      'failed',
      'canceled',
    ]),
    count,
  ),
  retryableCount: count,
  sources: z.array(sourceSnapshotSchema),
})
