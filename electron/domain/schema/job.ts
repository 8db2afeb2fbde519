import { z } from 'zod'
import { batchingPolicySchema } from './batching-policy'
import { count, countOrUnknown, id, name, timestamp, type Data } from './basic'
import { dataFormatSchema, sourceKindSchema, sourceStateKindSchema, sourceStateSchema } from './source'

/** How rows are accounted for; row-accounting.ts says what each word means. Null: not known, and said so. */
const rowAccountSchema = z.object({
  expected: countOrUnknown,
  /** Of a job the rows under its tag, of a source its share of them. */
  landed: countOrUnknown,
  refused: countOrUnknown,
})

/** What holds up something that goes on, while it is tried again. */
const troubleSchema = z.object({
  /** One or two sentences. */
  message: z.string(),
  nextStep: z.string().optional(),
  since: timestamp,
})

/** One file, one paste or one blob, as a window or a command line sees it. */
export const sourceSnapshotSchema = z.object({
  sourceId: id,
  kind: sourceKindSchema,
  /** What to call it: a file name, `Pasted rows`, or a blob URI without its query. */
  name: z.string(),
  /** Where it is, for the tool tip: a full path or a blob URI without its query; empty for a paste. */
  location: z.string(),
  format: dataFormatSchema,
  /** Whether its first record is a header, which is left out. */
  ignoreFirstRecord: z.boolean(),
  /** Uncompressed bytes. */
  rawDataSizeBytes: countOrUnknown,
  state: sourceStateSchema,
  /** Why the service has to try again what it was sent; null while it does not say so. */
  trouble: troubleSchema.nullable(),
  rows: rowAccountSchema,
  startedAt: timestamp.nullable(),
  queuedAt: timestamp.nullable(),
  settledAt: timestamp.nullable(),
  /** Bytes a second over the last moments of the upload. */
  uploadRate: z.number().nullable(),
})

/** What a job shows; derived from its sources. `countsDiffer`: all ended well, and yet rows are missing or too many. */
const jobStatusSchema = z.enum([
  'running',
  'paused',
  'succeeded',
  'countsDiffer',
  'partiallySucceeded',
  'failed',
  'canceled',
  'needsAttention',
  'undone',
])

/** One action of the user: some sources into one table with one set of ingestion properties. */
export const jobSnapshotSchema = z.object({
  jobId: id,
  /** Grows with each change, so that a late event cannot overwrite a newer one. */
  revision: count,
  clusterUri: z.string(),
  database: name,
  table: name,
  createdAt: timestamp,
  status: jobStatusSchema,
  /** What keeps the job from going on for now: its cluster is away, storage refuses, a disk is full. */
  trouble: troubleSchema.nullable(),
  /** The job's extent tag without its `drop-by:`; null when tagging was turned off. */
  tag: z.string().nullable(),
  rows: rowAccountSchema,
  /** Rows of the whole table when the job began, and when it had settled. */
  rowsBefore: countOrUnknown,
  rowsAfter: countOrUnknown,
  /** The batching policy that was in force when the job began. */
  policy: batchingPolicySchema.nullable(),
  /** When the open batch is sealed at the latest; null while nothing waits. */
  sealsAt: timestamp.nullable(),
  undo: z.enum(['possible', 'notPossible', 'undone']),
  undoneAt: timestamp.optional(),
  /** Rows that had landed before it was undone. */
  undoneRows: countOrUnknown.optional(),
  sourceCount: count,
  /** Uncompressed bytes of all sources; null where one is not known. */
  rawDataSizeBytes: countOrUnknown.optional(),
  /** Counts by state, over all sources. */
  counts: z.partialRecord(sourceStateKindSchema, count),
  /** Sources that a retry of the job would send again. */
  retryableCount: count,
  /** The sources; a long list is cut here and read by page. */
  sources: z.array(sourceSnapshotSchema),
})

export type RowAccount = Data<typeof rowAccountSchema>
export type Trouble = Data<typeof troubleSchema>
export type SourceSnapshot = Data<typeof sourceSnapshotSchema>
export type JobStatus = Data<typeof jobStatusSchema>
export type JobSnapshot = Data<typeof jobSnapshotSchema>
