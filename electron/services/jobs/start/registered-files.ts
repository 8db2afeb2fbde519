import type { FileSource } from '../../../domain/schema/file-source'

/** What a new job asks about the files that were given to the studio. */
export interface RegisteredFiles {
  /** @throws StudioError `RequestInvalid` for a handle that was never given out. */
  pathOf(handle: string): string
  /** What was found out about a file; undefined if nobody looked. */
  describe?(handle: string): FileSource
}
