import { z } from 'zod'
import { jobOutcomes } from '../job-outcome'
import { count, countOrUnknown, id, name, timestamp, type Data } from './basic'
import { jobSnapshotSchema, jobStatusSchema, rowAccountSchema } from './job'
import { operationsSchema } from './operations'
import { sourceKindSchema, sourceStateKindSchema } from './source'
import { wireErrorSchema } from './wire-error'

export const jobOutcomeSchema = z.enum(jobOutcomes)

/** One job of the history: enough for a line, without its sources. */
export const historyEntrySchema = z.object({
  jobId: id,
  clusterUri: z.string(),
  isLocalCluster: z.boolean(),
  database: name,
  table: name,
  createdAt: timestamp,
  /** When its last source ended; null while one has not. */
  endedAt: timestamp.nullable(),
  status: jobStatusSchema,
  outcome: jobOutcomeSchema,
  rows: rowAccountSchema,
  sourceCount: count,
  /** Its first source; a paste's name is what messages call it. */
  first: z.object({ kind: sourceKindSchema, name: z.string() }),
  /** Sources by state. */
  counts: z.partialRecord(sourceStateKindSchema, count).default({}),
  /** Uncompressed bytes of all sources; null if any is unknown. */
  rawDataSizeBytes: countOrUnknown.default(null),
  /** What is to be said of its values, in a few words; null if nothing is, or nobody knows. */
  values: z.string().nullable().default(null),
  /** Its own extent tag without `drop-by:`; null if tagging was turned off. */
  tag: z.string().nullable().default(null),
  undoneAt: timestamp.nullable().default(null),
  /** Rows that had landed before the undo. */
  undoneRows: countOrUnknown.default(null),
  /** Of its blobs that were queued by REST; null if none was. Older journals do not say. */
  operations: operationsSchema.nullable().default(null),
  /** Whether all its sources are of the first one's kind. */
  isOneKind: z.boolean(),
  /** The last part of the folder that all its files are in; null if there is none. */
  folder: z.string().nullable(),
  failedCount: count,
  retryableCount: count,
  /** Why its first failed source failed, in one sentence; null if none did. */
  reason: z.string().nullable(),
})

/** Which jobs to list. */
export const historyFilterSchema = z.object({
  /** Words that all must be found: in a file's name or path, the table, the database, the cluster, an error or a tag. */
  text: z.string().max(400).default(''),
  outcome: jobOutcomeSchema.nullable().default(null),
  /** Jobs that began at or after this. */
  since: timestamp.nullable().default(null),
})

/** Some jobs, newest first. */
export const historyPageSchema = z.object({
  entries: z.array(historyEntrySchema),
  /** How many jobs have each outcome, whatever outcome the filter names. */
  counts: z.partialRecord(jobOutcomeSchema, count),
})

const failureSchema = z.object({
  sourceId: id,
  kind: sourceKindSchema,
  name: z.string(),
  error: wireErrorSchema,
  canRetry: z.boolean(),
})

/** What the history says of one job. */
export const historyJobSchema = z.object({
  entry: historyEntrySchema,
  job: jobSnapshotSchema,
  /** The sources that failed, those first that can be retried; a long list is cut. */
  failures: z.array(failureSchema),
  failedCount: count,
  /** The user's own extent tags. */
  tags: z.array(z.string()),
  /** Why it cannot run again, in one sentence; null if it can. */
  cannotRunAgain: z.string().nullable(),
})

export type HistoryEntry = Data<typeof historyEntrySchema>
export type HistoryFilter = Data<typeof historyFilterSchema>
export type HistoryPage = Data<typeof historyPageSchema>
export type HistoryJob = Data<typeof historyJobSchema>
export type HistoryFailure = Data<typeof failureSchema>
