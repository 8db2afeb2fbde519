import { z } from 'zod'
import { count, countOrUnknown, id, type Data } from './basic'
import { inspectedBlobSchema } from './file-source'
import { compressionSchema, dataFormatSchema } from './source'
import { wireErrorSchema } from './wire-error'

/** Why a blob in a container cannot be ingested, whatever the user wants. */
export const blobObstacles = ['folder', 'empty', 'hidden', 'archived', 'tooLarge'] as const

/** A blob that storage listed. The handle stands for its URI, whose secret stays in the main process. */
export const listedBlobSchema = z.object({
  handle: id,
  /** Below the folder that was listed. */
  path: z.string(),
  sizeBytes: count,
  /** Uncompressed bytes; null if compressed and nobody noted it. */
  rawDataSizeBytes: countOrUnknown,
  /** By its name; null if that does not tell. */
  format: dataFormatSchema.nullable(),
  compression: compressionSchema,
  obstacle: z.enum(blobObstacles).nullable(),
})

/** Some of the blobs in a container or folder, in the order in which storage lists them. */
export const blobPageSchema = z.object({
  /** Stands for the list: ask for more, or forget it. */
  listing: id,
  /** The folder's URI without its secret, ending in a slash. */
  display: z.string(),
  blobs: z.array(listedBlobSchema),
  isComplete: z.boolean(),
})

/** What the first bytes of a listed blob say; null with the reason where they cannot be read, or not as records. */
export const blobLookSchema = z.object({
  handle: id,
  found: inspectedBlobSchema.nullable(),
  problem: wireErrorSchema.nullable(),
})

export type BlobLook = Data<typeof blobLookSchema>
export type BlobObstacle = (typeof blobObstacles)[number]
export type ListedBlob = Data<typeof listedBlobSchema>
export type BlobPage = Data<typeof blobPageSchema>
