import { z } from 'zod'
import { scalarTypes } from '../scalar-type'
import { count, countOrUnknown, id, timestamp, type Data } from './basic'
import { findingSchema } from './inspection'
import { readingSchema } from './reading'
import { compressionSchema, dataFormatSchema } from './source'
import { wireErrorSchema } from './wire-error'

/** Possible columns for a new table, guessed from the records that were read. */
const schemaGuessSchema = z.object({
  /** One per column, in order. */
  types: z.array(z.enum(scalarTypes)),
  /** How many records the guess is based on, without a header. */
  records: count,
})

/** What the studio found out about a file before ingesting it. The page gets a handle, never a path it could use. */
export const fileSourceSchema = z.object({
  handle: id,
  name: z.string(),
  /** The folder, for display only. */
  folder: z.string(),
  /** Path below the named folder, with forward slashes; left out for a file that was named itself. */
  relativePath: z.string().optional(),
  sizeBytes: count,
  /** Uncompressed bytes; null if that takes reading the whole file. */
  rawDataSizeBytes: countOrUnknown,
  format: dataFormatSchema.nullable(),
  compression: compressionSchema,
  /** Records in the file, without a header, if they could be counted quickly; else null. */
  records: countOrUnknown,
  hasHeader: z.boolean(),
  /** Fields in the first record; null or left out for a format without fields, or if nobody looked. */
  columnCount: countOrUnknown.optional(),
  /** What was recognised, in words, for example `CSV, header row, 7 columns`. */
  summary: z.string(),
  headerColumns: z.array(z.string()),
  /** The fields of the first record, to compare with a table's columns; left out for what has none. */
  firstRecord: z.array(z.string()).optional(),
  /** Data files in an archive, each with its own header if `hasHeader`; left out for anything but an archive. */
  filesInside: count.optional(),
  /** Sentences that the user should read although the file can be ingested. */
  notes: z.array(z.string()).optional(),
  schemaGuess: schemaGuessSchema.optional(),
  /** How its content should be read, and what was found in its first bytes; left out if it cannot be read. */
  reading: readingSchema.optional(),
  findings: z.array(findingSchema).optional(),
  /** Why this file cannot be ingested; null if it can. */
  problem: wireErrorSchema.nullable(),
  /** When and where the same content was ingested before; null if it was not. */
  ingestedBefore: z.object({ at: timestamp, database: z.string(), table: z.string(), jobId: id }).nullable(),
  /** A file that was listed before it and has the same content under another name; left out: none has. */
  sameContentAs: z.object({ handle: id, name: z.string() }).optional(),
})

/** What storage says about a blob, without the secret part of its URI. */
export const inspectedBlobSchema = z.object({
  /** Its URI without the query. */
  display: z.string(),
  name: z.string(),
  /** Null if storage was not asked, or did not say. */
  sizeBytes: countOrUnknown,
  format: dataFormatSchema.nullable(),
  compression: compressionSchema,
  /** The fields of the first record, to compare with a table's columns; left out for what has none. */
  firstRecord: z.array(z.string()).optional(),
  /** How its content should be read, and what was found in its first bytes; left out if nobody could look. */
  reading: readingSchema.optional(),
  findings: z.array(findingSchema).optional(),
})

export type SchemaGuess = Data<typeof schemaGuessSchema>
export type FileSource = Data<typeof fileSourceSchema>
export type InspectedBlob = Data<typeof inspectedBlobSchema>
