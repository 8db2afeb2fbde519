import { z } from 'zod'
import { scalarTypes } from '../scalar-type'
import { count, countOrUnknown, name, type Data } from './basic'
import { snapshotHeadSchema } from './snapshot'

/** Rows of one bin or value, by where they come from; estimated where a sample was read. */
const sharesSchema = z.object({
  /** What was there at the first moment. */
  before: z.number().nonnegative(),
  /** What the ingestion brought, or all that came in between if there is none. */
  added: z.number().nonnegative(),
  /** What others brought in between: this studio's other ingestions, and other writers. */
  others: z.number().nonnegative(),
})

/** One side of a column's comparison. */
const columnSideSchema = z.object({
  rows: count,
  /** Rows without a value; an estimate, if a sample was read. */
  nulls: count,
  nullsAreEstimated: z.boolean(),
  distinct: countOrUnknown,
  /** There are more distinct values than `distinct`: the sample has hardly any value twice. */
  distinctIsLeast: z.boolean(),
  min: z.string().nullable(),
  max: z.string().nullable(),
})

/** What changed in a column. */
const columnChangeSchema = z.object({
  tone: z.enum(['warning', 'news']),
  about: z.enum(['column', 'nulls', 'range', 'values', 'spread']),
  /** Whose rows changed it; `ours` also where they cannot be told apart. */
  by: z.enum(['ours', 'others']),
  words: z.string(),
})

const comparedColumnSchema = z.object({
  name,
  type: z.enum(scalarTypes),
  /** What changed, most important first; empty: nothing did. */
  changes: z.array(columnChangeSchema),
  before: columnSideSchema.nullable(),
  after: columnSideSchema.nullable(),
  /** Values that were not there before, most frequent first; empty if none, or if that is not known. */
  newValues: z.array(z.string()),
  /** Rows without a value: they are in no bin. */
  withoutValue: sharesSchema,
  /** Width of a bin, in the units of a snapshot's columns. */
  width: z.number().nullable(),
  bins: z.array(sharesSchema.extend({ at: z.number() })),
  values: z.array(sharesSchema.extend({ value: z.string() })),
})

/** What changed in each column, in words, changed ones first. */
export const columnChangesSchema = z.array(comparedColumnSchema.pick({ name: true, changes: true }))

const fromTo = z.object({ before: countOrUnknown, after: countOrUnknown })

/** Bytes or extents; `added` is what the ingestion has of them, null if that is not known. */
const measureSchema = fromTo.extend({ added: countOrUnknown })

/** Two moments of one table. */
export const comparisonSchema = z.object({
  /** Null if no snapshot was kept: then “before” is what the table holds besides the ingestion. */
  before: snapshotHeadSchema.nullable(),
  after: snapshotHeadSchema,
  /** The tag of the ingestion that is compared; null: everything that came in between is. */
  tag: z.string().nullable(),
  rows: fromTo.extend({
    added: z.number().int().nullable(),
    others: z.number().int().nullable(),
    /** The parts of `others`; null if they cannot be told apart. */
    otherIngestions: z.number().int().nullable(),
    otherWriters: z.number().int().nullable(),
  }),
  size: measureSchema,
  originalSize: measureSchema,
  extents: measureSchema,
  /** Changed ones first. */
  columns: z.array(comparedColumnSchema),
  /** Columns that were not looked at. */
  furtherColumns: count,
  /** How many rows of the table each row of the sample stands for; null if all were read. */
  sampledOneOf: count.nullable(),
})

export type Shares = Data<typeof sharesSchema>
export type ColumnSide = Data<typeof columnSideSchema>
export type ComparedColumn = Data<typeof comparedColumnSchema>
export type ColumnChanges = Data<typeof columnChangesSchema>
export type Comparison = Data<typeof comparisonSchema>
