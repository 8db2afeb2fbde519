import { z } from 'zod'
import { phaseKinds } from '../phase-kinds'
import { batchingPolicySchema } from './batching-policy'
import { count, countOrUnknown, id, name, timestamp, type Data } from './basic'
import { valueAccountSchema } from './values'
import { operationsSchema } from './operations'
import { dataFormatSchema, sourceKindSchema, sourceStateKindSchema, sourceStateSchema } from './source'

/** How rows are accounted for; row-accounting.ts defines each word. Null means unknown, and is shown as such. */
export const rowAccountSchema = z.object({
  expected: countOrUnknown,
  /** For a job, the rows under its tag; for a source, its share of them. */
  landed: countOrUnknown,
  refused: countOrUnknown,
})

/** Records that were left out, and where they are. */
const leftOutSchema = z.object({
  records: count,
  /** The reject files, with line and reason; a long list is cut. */
  files: z.array(z.string()),
  /** Whether nobody asked for it: they are lines that are no records of their format, which the service drops. */
  isUnasked: z.boolean().optional(),
})

/** What is holding something up while the studio retries. */
const troubleSchema = z.object({
  /** One or two sentences. */
  message: z.string(),
  nextStep: z.string().optional(),
  since: timestamp,
  /** When the next try is due, if that is planned. */
  nextTryAt: timestamp.optional(),
  /** When the studio stops trying; left out if it goes on for as long as it takes. */
  givesUpAt: timestamp.optional(),
})

/** One file, one paste or one blob, as a window or a command line sees it. */
export const sourceSnapshotSchema = z.object({
  sourceId: id,
  kind: sourceKindSchema,
  /** A file name, a blob URI without its query, or what messages call a paste; the page words it by `kind`. */
  name: z.string(),
  /** Where it is, for the tool tip: a full path or a blob URI without its query; empty for a paste. */
  location: z.string(),
  format: dataFormatSchema,
  /** Whether its first record is a header to leave out. */
  ignoreFirstRecord: z.boolean(),
  /** Uncompressed bytes. */
  rawDataSizeBytes: countOrUnknown,
  state: sourceStateSchema,
  /** Why the service has to retry what it was sent; null unless it says so. */
  trouble: troubleSchema.nullable(),
  rows: rowAccountSchema,
  /** Not there unless records were to be left out, and it is known which. */
  leftOut: leftOutSchema.optional(),
  /** What its values lost, as reading it foresaw; not there unless it landed whole and lost some. */
  values: valueAccountSchema.optional(),
  /** Those of its blobs; not there unless it was queued by REST. */
  operations: operationsSchema.optional(),
  startedAt: timestamp.nullable(),
  queuedAt: timestamp.nullable(),
  settledAt: timestamp.nullable(),
  /** Recent upload speed, in bytes per second. */
  uploadRate: z.number().nullable(),
})

/**
 * A job's status, derived from its sources. `countsDiffer`: all ended well, yet rows are missing or too many.
 * `valuesDiffer`: all rows are there, yet values of theirs are not.
 */
export const jobStatusSchema = z.enum([
  'running',
  'paused',
  'succeeded',
  'countsDiffer',
  'valuesDiffer',
  'partiallySucceeded',
  'failed',
  'canceled',
  'needsAttention',
  'undone',
])

/** Why a batch waited no longer. `early`: sooner than the policy and this job's own items say, and nobody knows why. */
const sealSchema = z.object({
  reason: z.enum(['time', 'items', 'size', 'alone', 'early']),
  /** What the job had posted to the batch by then. */
  items: count,
  rawDataSizeBytes: count,
})

/** Where a job's time goes; `phasesUntil` makes durations of it. */
const jobTimeSchema = z.object({
  /** When the job began, or its last retry. */
  begunAt: timestamp,
  /** Whether this is about a retry, because the first try is longer ago. */
  isRetried: z.boolean(),
  /** When each phase was over. A wait that is not over has the latest time at which its batch is sealed. */
  ends: z.partialRecord(z.enum(phaseKinds), timestamp),
  /** The phase that goes on until more is known; null if nothing has begun, or all is over. */
  going: z.enum(phaseKinds).nullable(),
  /** What ends the wait of the last batch; null if nothing waited, or the policy is not known. */
  seal: sealSchema.nullable(),
})

/** One user action: some sources into one table, with one set of ingestion properties. */
export const jobSnapshotSchema = z.object({
  jobId: id,
  /** Grows with each change, so that a late event cannot overwrite a newer one. */
  revision: count,
  clusterUri: z.string(),
  database: name,
  table: name,
  createdAt: timestamp,
  status: jobStatusSchema,
  /** What keeps the job from continuing for now: its cluster is away, storage refuses, a disk is full. */
  trouble: troubleSchema.nullable(),
  /** The job's extent tag without `drop-by:`; null if tagging was turned off. */
  tag: z.string().nullable(),
  rows: rowAccountSchema,
  /** As for its sources, over all of them. */
  leftOut: leftOutSchema.optional(),
  /** Null while not known, and where nobody looked. */
  values: valueAccountSchema.nullable(),
  /** Rows in the whole table when the job began, and when it had settled. */
  rowsBefore: countOrUnknown,
  rowsAfter: countOrUnknown,
  /** What this studio's other ingestions had in the table at these two moments; `whose-rows.ts` says what counts. */
  otherIngestions: z.object({ before: z.number().int().nullable(), after: z.number().int().nullable() }),
  /** The batching policy when the job began. */
  policy: batchingPolicySchema.nullable(),
  /** When the open batch is sealed at the latest; null if nothing is waiting. */
  sealsAt: timestamp.nullable(),
  /** That batch, as far as this job filled it; not there if nothing is waiting. Bytes are uncompressed. */
  openBatch: z
    .object({ openedAt: timestamp, sealsAt: timestamp, items: count, rawDataSizeBytes: countOrUnknown })
    .optional(),
  /** As for its sources, over all of them. */
  operations: operationsSchema.optional(),
  time: jobTimeSchema,
  undo: z.enum(['possible', 'notPossible', 'undone']),
  undoneAt: timestamp.optional(),
  /** Rows that had landed before the undo. */
  undoneRows: countOrUnknown.optional(),
  sourceCount: count,
  /** Uncompressed bytes of all sources; null if any is unknown. */
  rawDataSizeBytes: countOrUnknown.optional(),
  /** Counts by state, over all sources. */
  counts: z.partialRecord(sourceStateKindSchema, count),
  /** Sources that retrying the job would send again. */
  retryableCount: count,
  /** The sources; a long list is cut here and read page by page. */
  sources: z.array(sourceSnapshotSchema),
})

/** What an undo would drop: the extents that carry the job's tag. */
export const undoPreviewSchema = z.object({
  extents: z.array(z.object({ extentId: z.string(), rows: count, createdOn: z.string() })),
  rows: count,
})

export type LeftOut = Data<typeof leftOutSchema>
export type RowAccount = Data<typeof rowAccountSchema>
export type Trouble = Data<typeof troubleSchema>
export type SourceSnapshot = Data<typeof sourceSnapshotSchema>
export type Seal = Data<typeof sealSchema>
export type JobTime = Data<typeof jobTimeSchema>
export type JobStatus = Data<typeof jobStatusSchema>
export type JobSnapshot = Data<typeof jobSnapshotSchema>
export type UndoPreview = Data<typeof undoPreviewSchema>
