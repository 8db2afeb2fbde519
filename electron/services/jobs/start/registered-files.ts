import type { FileSource } from '../../../domain/schema/file-source'
import type { BlobAddress } from '../../sources/listing/blob-listings'

/** What a new job asks about the files and lists of blobs that were given to the studio. */
export interface RegisteredFiles {
  /** @throws StudioError `RequestInvalid` for a handle that was never given out. */
  pathOf(handle: string): string
  /** What was found out about a file; undefined if nobody looked. */
  describe?(handle: string): FileSource
  /** Takes a file that an earlier job read; undefined if there is none. */
  register?(paths: readonly string[], signal: AbortSignal): Promise<readonly FileSource[]>
  /** A blob that was listed. @throws StudioError `RequestInvalid` if it was not, or its list was dropped. */
  blobOf?(handle: string): BlobAddress
}
