import { z } from 'zod'
import { fieldConversions } from '../conversion/field-conversion'
import { dataFormats } from '../data-format'
import { count, type Data } from './basic'

/** Encodings that the studio can turn into UTF-8 on the way. */
const encodingSchema = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1'])

/**
 * How a source is read: recognised from its bytes, changed by the user, and what both the check and the upload do with
 * it.
 */
export const readingSchema = z.object({
  format: z.enum(dataFormats),
  ignoreFirstRecord: z.boolean(),
  /** The encoding of the bytes; the upload turns it into UTF-8. */
  encoding: encodingSchema,
  /** Lines to leave out before anything else: a preamble, `sep=;`. */
  skipLines: count,
  /** Lines that begin with this are left out. */
  comment: z.string().min(1).max(8).optional(),
  /** A delimiter that Kusto has no format for; the upload writes commas instead, and `format` is `csv`. A blank stands for any
   * number of them. */
  delimiter: z.string().length(1).optional(),
  /** Quotes inside a field are escaped by a backslash; the upload doubles them. */
  backslashQuotes: z.boolean().optional(),
  /**
   * How deep keys of nested records become columns of their own; deeper ones stay one dynamic column. 0: the whole
   * record is one dynamic column. Left out: 1. Only for formats with keys.
   */
  levels: z.number().int().min(0).max(100).optional(),
  /** The keys of each path that becomes a column, outermost first, instead of all down to a level. */
  paths: z
    .array(z.array(z.string().max(32_768)).min(1).max(100))
    .min(1)
    .max(2000)
    .optional(),
  /** Fields of delimited text, by their number from 0, whose values the upload rewrites. */
  conversions: z
    .array(z.object({ field: count, as: z.enum(fieldConversions) }))
    .max(10_000)
    .optional(),
})

export type Encoding = Data<typeof encodingSchema>
export type Reading = Data<typeof readingSchema>
