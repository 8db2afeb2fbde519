/** A blob or object as storage lists it. */
export interface StoredBlob {
  /** From the container or bucket down. */
  readonly name: string
  readonly sizeBytes: number
  /** Uncompressed bytes, if whoever wrote the blob noted them in its metadata (`rawSizeBytes`, as LightIngest reads). */
  readonly rawSizeBytes: number | null
  /** A folder that storage keeps as a blob. */
  readonly isFolder: boolean
  /** In a tier that nobody can read without asking for it first. */
  readonly isArchived: boolean
}

/** One answer of storage. */
export interface StoredBlobs {
  readonly blobs: readonly StoredBlob[]
  /** Where the next answer begins; null if there is none. */
  readonly marker: string | null
}

/** Most blobs in one answer: what Azure Storage gives at most; S3 gives 1,000. */
export const blobsPerAnswer = 5000
