import { z } from 'zod'
import { scalarTypes } from '../scalar-type'
import { count, countOrUnknown, id, name, timestamp, type Data } from './basic'

/** What the rows of one part hold in one column. */
const columnFactsSchema = z.object({
  /** Of the rows that were counted, those without a value: null, or an empty string. */
  nulls: count,
  /** Of the rows that were spread; the service estimates it. Null for types that it does not count. */
  distinct: countOrUnknown,
  /**
   * Smallest and largest value as text, times in ISO 8601; null for types without an order, and without values. Of a
   * dynamic column, lengths of arrays.
   */
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** How many of the rows that were spread fall into each bin; bin `n` begins at `n` times the column's width. */
  bins: z.array(z.object({ bin: z.number(), rows: count })),
  /**
   * The counted rows of each value, most frequent first; null for a column of many values. Of a dynamic column, the rows
   * that were spread by `.key` of a bag, or by the name of another type.
   */
  values: z.array(z.object({ value: z.string(), rows: count })).nullable(),
})

/** The rows of a table, or those of them that one ingestion brought. */
const snapshotPartSchema = z.object({
  rows: count,
  /** How many of them were looked at, for nulls and range, and for the spread. Fewer than `rows`: a random sample. */
  counted: count,
  spread: count,
  /** In the order of the snapshot's columns. */
  columns: z.array(columnFactsSchema),
})

/** Bytes in storage, bytes before they were compressed, and extents; null if the cluster does not say. */
const sizesSchema = z.object({
  sizeBytes: countOrUnknown,
  originalBytes: countOrUnknown,
  extents: countOrUnknown,
})

const snapshotColumnSchema = z.object({
  name,
  type: z.enum(scalarTypes),
  /** Width of a bin: seconds for a datetime or timespan; null for a column without bins. */
  width: z.number().nullable(),
  /** Distinct values in all rows that were spread, as the service estimates them. */
  distinct: countOrUnknown,
})

/** Why a snapshot was kept. */
export const snapshotMoments = ['before', 'after', 'byHand'] as const

/** Which table was looked at, when and why. */
export const snapshotHeadSchema = z.object({
  snapshotId: id,
  clusterUri: z.string(),
  isLocalCluster: z.boolean(),
  database: name,
  table: name,
  at: timestamp,
  moment: z.enum(snapshotMoments),
  /** The ingestion it was kept for; null if it was taken by hand. */
  jobId: id.nullable(),
  rows: count,
})

/** A table at one moment. */
export const snapshotSchema = snapshotHeadSchema.extend({
  ...sizesSchema.shape,
  /** What the ingestion has of them; null if it has no tag, or if an earlier version kept the snapshot. */
  ownSizes: sizesSchema.nullable().default(null),
  columns: z.array(snapshotColumnSchema),
  /** Columns beyond those that are looked at: a table may have thousands. */
  furtherColumns: count,
  /** The rows without this ingestion's; all rows if it has none of its own. */
  others: snapshotPartSchema,
  /** The rows under the ingestion's tag; null if there is no ingestion, or it has no tag. */
  ours: snapshotPartSchema.nullable(),
  /** The tag of the ingestion, without `drop-by:`. */
  tag: z.string().nullable(),
  /** What this studio's other ingestions have in `others`; `whose-rows.ts` says what counts. Null if not known. */
  otherIngestions: z.number().int().nullable().default(null),
})

/** What to compare: a table before and after an ingestion, or two snapshots of one table. */
export const comparedMomentsSchema = z.union([
  z.object({ jobId: id }),
  z.object({ beforeId: id, afterId: id }),
])

export type ComparedMoments = Data<typeof comparedMomentsSchema>
export type ColumnFacts = Data<typeof columnFactsSchema>
export type SnapshotPart = Data<typeof snapshotPartSchema>
export type SnapshotColumn = Data<typeof snapshotColumnSchema>
export type SnapshotHead = Data<typeof snapshotHeadSchema>
export type SnapshotMoment = SnapshotHead['moment']
export type Snapshot = Data<typeof snapshotSchema>
