import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { FilePatterns } from './file-choice'
import type { FileHeaders } from './file-headers'

/** The files to ingest. */
export interface ChosenFilesSlice {
  readonly files: readonly FileSource[]
  readonly filePatterns: FilePatterns
  /** How many files are being looked at. */
  readonly registering: number
  readonly fileHeaders: FileHeaders
  readonly headerPerFile: boolean
  /** Opens the system's dialog. */
  chooseFiles(what: 'files' | 'folder'): Promise<void>
  /** Takes what was dropped. Call it in the event handler itself: the browser lets go of the files after it. */
  registerFiles(files: readonly File[]): Promise<void>
  removeFile(handle: string): void
  clearFiles(): void
  setFilePatterns(patterns: FilePatterns): void
  /** Answers "first record is a header" for every file that can have one. */
  setFilesHeader(isHeader: boolean): void
  /** Answers it for one file. */
  setFileHeader(handle: string, isHeader: boolean): void
  /** Lets the user answer file by file. */
  askHeaderPerFile(): void
  startFiles(): Promise<void>
}
