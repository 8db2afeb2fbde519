import { z } from 'zod'
import { scalarTypes } from '../scalar-type'
import { count, countOrUnknown, id, timestamp, type Data } from './basic'
import { compressionSchema, dataFormatSchema } from './source'
import { wireErrorSchema } from './wire-error'

/** What a new table's columns could be, by the records that were looked at. */
const schemaGuessSchema = z.object({
  /** One for each column, in their order. */
  types: z.array(z.enum(scalarTypes)),
  /** How many records that is from; a header is not one of them. */
  records: count,
})

/** What the studio found out about a file before it is ingested. The page gets a handle, never a path it could use. */
export const fileSourceSchema = z.object({
  handle: id,
  name: z.string(),
  /** The folder, for display only. */
  folder: z.string(),
  /** Its path below the folder that was named, with forward slashes; left out for a file named itself. */
  relativePath: z.string().optional(),
  sizeBytes: count,
  /** Uncompressed bytes; null where that is not known without reading all of the file. */
  rawDataSizeBytes: countOrUnknown,
  format: dataFormatSchema.nullable(),
  compression: compressionSchema,
  /** Records in the file if they could be counted quickly (no header among them), else null. */
  records: countOrUnknown,
  hasHeader: z.boolean(),
  /** Fields of the first record; null or left out for a format without fields, and where nobody looked. */
  columnCount: countOrUnknown.optional(),
  /** What was recognised, in words, for example `CSV, header row, 7 columns`. */
  summary: z.string(),
  headerColumns: z.array(z.string()),
  /** Files of an archive that are data, each with a header of its own if `hasHeader`; left out for no archive. */
  filesInside: count.optional(),
  /** What the user should know although it can be ingested, as sentences. */
  notes: z.array(z.string()).optional(),
  schemaGuess: schemaGuessSchema.optional(),
  /** Why this file cannot be ingested; null when it can. */
  problem: wireErrorSchema.nullable(),
  /** When and where the same content went before; null when it did not. */
  ingestedBefore: z.object({ at: timestamp, database: z.string(), table: z.string(), jobId: id }).nullable(),
})

/** What storage says of a blob, without the secret part of its URI. */
export const inspectedBlobSchema = z.object({
  /** Its URI without the query. */
  display: z.string(),
  name: z.string(),
  sizeBytes: countOrUnknown,
  format: dataFormatSchema.nullable(),
  compression: compressionSchema,
})

export type SchemaGuess = Data<typeof schemaGuessSchema>
export type FileSource = Data<typeof fileSourceSchema>
export type InspectedBlob = Data<typeof inspectedBlobSchema>
