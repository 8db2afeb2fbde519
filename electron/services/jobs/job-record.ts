import { z } from 'zod'
import { dataFormats } from '../../domain/data-format'
import type { SourceState } from '../../domain/source-state'
import { studioErrorCodes, type WireError } from '../../domain/studio-error'

const count = z.number().int().nonnegative()
const known = count.nullable()

/** A failure as the journal keeps it. */
export const wireErrorSchema: z.ZodType<WireError> = z.object({
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

const stateSchema: z.ZodType<SourceState> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pending') }),
  z.object({ kind: z.literal('preparing') }),
  z.object({ kind: z.literal('uploading'), bytesSent: count, bytesTotal: known }),
  z.object({ kind: z.literal('posting') }),
  z.object({ kind: z.literal('queued'), queuedAt: z.number() }),
  z.object({
    kind: z.literal('unknown'),
    reason: z.enum(['trackingTimedOut', 'appRestarted', 'postUnanswered', 'stoppedWaiting']),
  }),
  z.object({ kind: z.literal('succeeded'), landedAt: z.number() }),
  z.object({ kind: z.literal('partiallySucceeded'), landedAt: z.number(), error: wireErrorSchema }),
  z.object({ kind: z.literal('skipped'), reason: z.string() }),
  z.object({ kind: z.literal('failed'), error: wireErrorSchema }),
  z.object({ kind: z.literal('canceled') }),
])

/** What the journal keeps of a job; what its sources know is theirs. */
export const jobRecordSchema = z.object({
  jobId: z.string(),
  clusterUri: z.string(),
  isLocalCluster: z.boolean(),
  database: z.string(),
  table: z.string(),
  createdAt: z.number(),
  /** Without its `drop-by:`; null when tagging is off. */
  tag: z.string().nullable(),
  /** Extent tags of the user's own; one, or several. */
  userTag: z.string().or(z.array(z.string())).nullable(),
  mappingReference: z.string().nullable(),
  /** Jobs run in the order of this number. */
  position: z.number(),
  paused: z.boolean(),
  /** Whether small files may share a blob; journals from before it was asked have no such jobs. */
  mergesSmallFiles: z.boolean().default(false),
  undoneAt: z.number().nullable(),
  /** Rows that an undo found under the job's tag before it dropped them; null where that is not known. */
  undoneRows: known,
  rowsBefore: known,
  rowsAfter: known,
  /** Rows under the job's tag when they were counted last. */
  landed: known,
  policy: z
    .object({
      maximumBatchingTimeSpanMs: z.number(),
      maximumNumberOfItems: z.number(),
      maximumRawDataSizeMb: z.number(),
    })
    .nullable(),
})

/** One action of the user. Fields change as the job goes on; the journal is told each time. */
export type JobRecord = {
  -readonly [K in keyof z.output<typeof jobRecordSchema>]: z.output<typeof jobRecordSchema>[K]
}

export const sourceRecordSchema = z.object({
  sourceId: z.string(),
  jobId: z.string(),
  ordinal: count,
  kind: z.enum(['file', 'paste', 'blob']),
  name: z.string(),
  /** Full path, or blob URI without its query; for a paste the file that holds its text. */
  location: z.string(),
  format: z.enum(dataFormats),
  compression: z.enum(['none', 'gzip', 'zip']),
  /** Whether its first record is a header, which is left out. */
  ignoreFirstRecord: z.boolean(),
  sizeBytes: known,
  /** With the size, what the file was when it was first read; one that differs later is another. */
  modifiedAt: z.number().nullable(),
  rawDataSizeBytes: known,
  /** Whether the blob URI has a secret part, which is never written down. */
  hasSecret: z.boolean(),
  /** Creation time for the extents, ISO 8601. */
  creationTime: z.string().nullable(),
  fingerprint: z.string().nullable(),
  state: stateSchema,
  expected: known,
  landed: known,
  refused: known,
  attempt: count,
  startedAt: z.number().nullable(),
  queuedAt: z.number().nullable(),
  settledAt: z.number().nullable(),
})

/** One file, paste or blob of a job. */
export type SourceRecord = {
  -readonly [K in keyof z.output<typeof sourceRecordSchema>]: z.output<typeof sourceRecordSchema>[K]
}

export const blobStates = [
  'uploading',
  'uploaded',
  'posting',
  'queued',
  'unknown',
  'succeeded',
  'partiallySucceeded',
  'skipped',
  'failed',
  'discarded',
] as const

/** A range of one source that a blob holds. */
const partSchema = z.object({
  sourceId: z.string(),
  /** Offsets in the file; a part begins and ends at a record border. */
  start: count,
  end: known,
  /** Records that the service is to land; null where they cannot be counted. */
  records: known,
})

export const blobRecordSchema = z.object({
  /** uuid v4: name of the blob, id of the message, row of the status table. */
  blobId: z.string(),
  jobId: z.string(),
  attempt: count,
  ordinal: count,
  parts: z.array(partSchema).min(1),
  state: z.enum(blobStates),
  ignoreFirstRecord: z.boolean(),
  rawDataSizeBytes: known,
  /** Name in the container; null for a blob of the user's own. */
  blobName: z.string().nullable(),
  /** The container's address without its query. */
  container: z.string().nullable(),
  queuedAt: z.number().nullable(),
  /** How often its message was posted. */
  posts: count,
  error: wireErrorSchema.nullable(),
})

export type BlobState = (typeof blobStates)[number]
export type BlobPart = z.output<typeof partSchema>
/** One blob that carries sources, or a piece of one, to the service. */
export type BlobRecord = {
  -readonly [K in keyof z.output<typeof blobRecordSchema>]: z.output<typeof blobRecordSchema>[K]
}

/** What a blob begins with of which no message was posted. */
export const unposted = { queuedAt: null, posts: 0, error: null } as const

/** Whether the service has the message, or may have it. */
export function isPosted(blob: BlobRecord): boolean {
  return blob.state === 'queued' || blob.state === 'unknown' || blob.state === 'posting'
}

/** Whether nothing more is expected of this blob. */
export function isBlobSettled(blob: BlobRecord): boolean {
  return (
    blob.state === 'succeeded' ||
    blob.state === 'partiallySucceeded' ||
    blob.state === 'skipped' ||
    blob.state === 'failed'
  )
}
