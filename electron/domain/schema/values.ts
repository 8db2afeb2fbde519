import { z } from 'zod'
import { scalarTypes } from '../scalar-type'
import { count, name, type Data } from './basic'

const columnOf = { column: name, type: z.enum(scalarTypes) }

/**
 * What a column's values come to, besides how many are null: whoever changes one of them changes this. As text, so that
 * no digit is lost. Left out: not known.
 */
const measuresOf = {
  /** Of numbers (without NaN and infinities) and times, as Kusto's `tostring` writes them; null if there is none. */
  minimum: z.string().nullable().optional(),
  maximum: z.string().nullable().optional(),
  /**
   * Bytes of strings, trues, numbers. Of whole numbers and times (their ticks) the lower 32 bits are summed, which is
   * exact and never overflows; of guids a number of 32 bits that their first and last four digits make.
   */
  sum: z.string().nullable().optional(),
}

/** What the sources of a job hold for one column of the table, found by reading them. */
const foreseenColumnSchema = z.object({
  ...columnOf,
  /** Records with nothing there: an empty field, an absent key, JSON's null. */
  empty: count,
  /** Values that the column's type does not take, so that they arrive as null. */
  becomeNull: count,
  /** Records that have nothing for it because no record has its key or path; left out: it is not so. */
  notFound: count.optional(),
  /** Values that arrive cut, or as other values than the source has; left out: none. */
  cut: count.optional(),
  changed: count.optional(),
  ...measuresOf,
})

/**
 * Values that a source has and that go nowhere: a key stands twice in one object, a key differs from a column's in upper
 * and lower case only, or the table has no column for a field.
 */
const unreadSchema = z.object({
  why: z.enum(['keyTwice', 'otherCase', 'noColumn']),
  /** The key, the path to it, or the field. */
  name: z.string(),
  values: count,
})

/** What reading the sources foresaw. */
export const foreseenSchema = z.object({
  records: count,
  /** Whether all records of all sources were read. */
  isWhole: z.boolean(),
  /** Whether the user has seen what becomes null, and sent it all the same. */
  isAccepted: z.boolean(),
  /** How many sources were read, to their end or in part, of how many; left out: all. */
  sources: z.object({ read: count, of: count }).optional(),
  columns: z.array(foreseenColumnSchema),
  /** Left out: none. */
  unread: z.array(unreadSchema).optional(),
})

/** What one source loses on its way, found by reading all of its records. Columns that lose nothing are left out. */
export const sourceLossesSchema = z.object({
  isAccepted: z.boolean(),
  columns: z.array(z.object({ ...columnOf, becomeNull: count, cut: count, changed: count })),
})

/** What the rows under a job's tag hold, counted in the table. */
export const landedValuesSchema = z.object({
  rows: count,
  columns: z.array(z.object({ ...columnOf, nulls: count, ...measuresOf })),
})

/** One column's account. */
const columnAccountSchema = z.object({
  ...columnOf,
  /** Rows without a value in this column: null, or an empty string. */
  nulls: count,
  /** Values that were there and became null, as foreseen: at least so many if not all was read. Null if not known. */
  becameNull: count.nullable(),
  /** Rows without a value beyond what was foreseen; negative: fewer. Null if not known. */
  unforeseen: z.number().int().nullable(),
  /** Rows without a value because no record has the column's key or path; left out: it is not so. */
  notFound: count.optional(),
  /** Values that arrived cut or changed, as foreseen; left out: none. */
  cut: count.optional(),
  changed: count.optional(),
  /**
   * The column is empty in every row, and that is not how the sources are known to be: so many of the records that were
   * looked at have a value for it. 0 of 0: nobody looked.
   */
  emptied: z.object({ seen: count, of: count }).optional(),
  /** What the values come to, where that is not what was foreseen; left out: it is, or nobody knows. */
  differs: z
    .object({ what: z.enum(['minimum', 'maximum', 'sum']), foreseen: z.string(), landed: z.string() })
    .optional(),
})

/** What became of a job's values, beside its rows. */
export const valueAccountSchema = z.object({
  /** What the sources were known by: all records, some of them, or none. */
  basis: z.enum(['whole', 'sample', 'nothing']),
  isAccepted: z.boolean(),
  /** What was read where that is not all; left out: all of it, or nothing. */
  read: z.object({ records: count, sources: z.object({ read: count, of: count }).optional() }).optional(),
  columns: z.array(columnAccountSchema),
  /** Values of the source that went nowhere, as foreseen: at least these if not all was read. Left out: none. */
  unread: z.array(unreadSchema).optional(),
})

export type ForeseenColumn = Data<typeof foreseenColumnSchema>
export type Unread = Data<typeof unreadSchema>
export type Foreseen = Data<typeof foreseenSchema>
export type SourceLosses = Data<typeof sourceLossesSchema>
export type LandedValues = Data<typeof landedValuesSchema>
export type ColumnAccount = Data<typeof columnAccountSchema>
export type ValueAccount = Data<typeof valueAccountSchema>
