import { z } from 'zod'
import { batchingPolicySchema } from '../../../domain/schema/batching-policy'
import { count, countOrUnknown, timestamp, type Data } from '../../../domain/schema/basic'
import {
  compressionSchema,
  dataFormatSchema,
  sourceKindSchema,
  sourceStateSchema,
} from '../../../domain/schema/source'
import { findingRefSchema, targetSchema } from '../../../domain/schema/inspection'
import { readingSchema } from '../../../domain/schema/reading'
import { foreseenSchema, landedValuesSchema, sourceLossesSchema } from '../../../domain/schema/values'
import { wireErrorSchema } from '../../../domain/schema/wire-error'

/** What the journal keeps of a job, apart from its sources and blobs. */
export const jobRecordSchema = z.object({
  jobId: z.string(),
  clusterUri: z.string(),
  isLocalCluster: z.boolean(),
  database: z.string(),
  table: z.string(),
  createdAt: timestamp,
  /** Without its `drop-by:`; null when tagging is off. */
  tag: z.string().nullable(),
  /** The user's own extent tags; one, or several. */
  userTag: z.string().or(z.array(z.string())).nullable(),
  mappingReference: z.string().nullable(),
  /** An ingestion mapping of the user's own, as JSON. */
  mappingText: z.string().nullable().default(null),
  zipPattern: z.string().nullable().default(null),
  /** What `ingest-by:` tag each source gets and is skipped by; see `onceTag`. */
  ingestIfNotExists: z.string().nullable().default(null),
  /** Jobs run in this order. */
  position: z.number(),
  paused: z.boolean(),
  /** Whether small files may share a blob; older journals do not say, and theirs may not. */
  mergesSmallFiles: z.boolean().default(false),
  undoneAt: timestamp.nullable(),
  /** Rows that an undo found under the job's tag before it dropped them; null if unknown. */
  undoneRows: countOrUnknown,
  rowsBefore: countOrUnknown,
  rowsAfter: countOrUnknown,
  /** Rows of this studio's other ingestions at these two moments (`whose-rows.ts`); null if unknown. */
  othersBefore: z.number().int().nullable().default(null),
  othersAfter: z.number().int().nullable().default(null),
  /** Rows under the job's tag at the last count. */
  landed: countOrUnknown,
  policy: batchingPolicySchema.nullable(),
  /** What reading its sources foresaw; null if nobody looked. */
  foreseen: foreseenSchema.nullable().default(null),
  /** Records with these findings, as the target tells them, are not sent; null: all are. */
  leaveOut: z
    .object({
      findings: z.array(findingRefSchema),
      target: targetSchema,
      /** Whether the user has seen what becomes of the records that are sent. */
      isAccepted: z.boolean(),
    })
    .nullable()
    .default(null),
  /** The values under its tag, once all has landed. */
  landedValues: landedValuesSchema.nullable().default(null),
})

/** One action of the user. Only its `LiveJob` changes it. */
export type JobRecord = Data<typeof jobRecordSchema>

export const sourceRecordSchema = z.object({
  sourceId: z.string(),
  jobId: z.string(),
  ordinal: count,
  kind: sourceKindSchema,
  name: z.string(),
  /** Full path, or blob URI without its query; for a paste the file that holds its text. */
  location: z.string(),
  format: dataFormatSchema,
  compression: compressionSchema,
  /** Whether its first record is a header to leave out. */
  ignoreFirstRecord: z.boolean(),
  /** What was left out of it, and what the rest holds; null: nothing was to be, or it was not looked for yet. */
  leftOut: z
    .object({ records: count, path: z.string().nullable(), kept: foreseenSchema })
    .nullable()
    .default(null),
  /** What it loses on its way; null: not all of it was read. */
  losses: sourceLossesSchema.nullable().default(null),
  /** What its content is converted by before it is sent; null, and not known to older journals: it is sent as it is. */
  reading: readingSchema.nullable().default(null),
  sizeBytes: countOrUnknown,
  /** With the size, identifies the file as it was first read; if either differs later, it has changed. */
  modifiedAt: timestamp.nullable(),
  rawDataSizeBytes: countOrUnknown,
  /** Whether the blob URI has a secret part, which is never stored. */
  hasSecret: z.boolean(),
  /** Whether the studio can find out how many records it has: by its own reading, or from a count taken before. */
  isCountable: z.boolean().default(true),
  /** Creation time for the extents, ISO 8601. */
  creationTime: z.string().nullable(),
  fingerprint: z.string().nullable(),
  state: sourceStateSchema,
  expected: countOrUnknown,
  landed: countOrUnknown,
  refused: countOrUnknown,
  attempt: count,
  /** When its last retry was asked for; null if it was sent only once. Older journals do not say. */
  retriedAt: timestamp.nullable().default(null),
  /** When its turn came, when its first bytes went out, when all had, and when the service had its messages. */
  startedAt: timestamp.nullable(),
  uploadingAt: timestamp.nullable().default(null),
  uploadedAt: timestamp.nullable().default(null),
  queuedAt: timestamp.nullable(),
  settledAt: timestamp.nullable(),
})

/** One file, paste or blob of a job. Only its job's `LiveJob` changes it. */
export type SourceRecord = Data<typeof sourceRecordSchema>

const blobStates = [
  'uploading',
  'uploaded',
  'posting',
  'queued',
  'unknown',
  'succeeded',
  'partiallySucceeded',
  'skipped',
  'failed',
  'canceled',
  'discarded',
] as const

/** A range of one source that a blob holds. */
const partSchema = z.object({
  sourceId: z.string(),
  /** Offsets in the file; a part begins and ends at a record border. */
  start: count,
  end: countOrUnknown,
  /** Records that should land; null if they cannot be counted. */
  records: countOrUnknown,
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
  rawDataSizeBytes: countOrUnknown,
  /** Name in the container; null for the user's own blob. */
  blobName: z.string().nullable(),
  /** The container's address without its query. */
  container: z.string().nullable(),
  queuedAt: timestamp.nullable(),
  /** How often its message was posted. */
  posts: count,
  /** The service's own operation, if it was posted by REST; null if by message. Older journals have messages only. */
  operationId: z.string().nullable().default(null),
  /** The service's last word in that operation; null while it is in progress, or was not asked about. */
  operationStatus: z.enum(['Succeeded', 'Failed', 'Canceled']).nullable().default(null),
  /** Whether the service was asked to cancel that operation: the blob is not posted again. */
  isCancelAsked: z.boolean().default(false),
  error: wireErrorSchema.nullable(),
})

export type BlobState = (typeof blobStates)[number]
export type BlobPart = Data<typeof partSchema>
/** One blob that carries sources, or a piece of one, to the service. Only its job's `LiveJob` changes it. */
export type BlobRecord = Data<typeof blobRecordSchema>

/** What a blob starts with before its message is posted. */
export const unposted = {
  queuedAt: null,
  posts: 0,
  operationId: null,
  operationStatus: null,
  isCancelAsked: false,
  error: null,
} as const

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
    blob.state === 'failed' ||
    blob.state === 'canceled'
  )
}

/** What was learned about the content of a source. */
export type SourceFacts = Partial<
  Pick<
    SourceRecord,
    'sizeBytes' | 'modifiedAt' | 'fingerprint' | 'rawDataSizeBytes' | 'expected' | 'leftOut' | 'losses'
  >
>

/** What can change in a blob besides its state. */
export type BlobChange = Partial<
  Pick<
    BlobRecord,
    | 'parts'
    | 'rawDataSizeBytes'
    | 'container'
    | 'queuedAt'
    | 'posts'
    | 'operationId'
    | 'operationStatus'
    | 'isCancelAsked'
    | 'error'
  >
>
