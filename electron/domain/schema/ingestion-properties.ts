import { z } from 'zod'
import type { Data } from './basic'

/** Ingestion properties that a job sends as they are (documents: ingestion properties). */
export const ownPropertiesSchema = z.object({
  /** An ingestion mapping as JSON, in place of one that the table has. */
  mappingText: z.string().min(1).max(1_000_000).optional(),
  /** A regular expression for the names of the files to read in zip archives. */
  zipPattern: z.string().min(1).max(400).optional(),
  /**
   * Makes the service skip a source if the table has an extent with the tag `ingest-by:` and this. `{path}` and `{name}`
   * stand for each source's own.
   */
  ingestIfNotExists: z.string().min(1).max(400).optional(),
})

export type OwnProperties = Data<typeof ownPropertiesSchema>
