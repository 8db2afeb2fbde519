import type { FileSource } from '../../../../electron/domain/schema/file-source'
import type { TableRef } from '../../../../electron/domain/schema/table'
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
  /** The table that the files were chosen for; null: for a new one. */
  readonly filesTable: TableRef | null
  /** Opens the system's dialog. */
  chooseFiles(what: 'files' | 'folder'): Promise<void>
  /** Takes what was dropped. Call it in the event handler itself: the browser lets go of the files after it. */
  registerFiles(files: readonly File[]): Promise<void>
  /** Takes files that the system asked the studio to open, once a cluster is: into the open table, or a new one. */
  receiveFiles(files: readonly FileSource[]): Promise<void>
  /** Takes what was dropped for a new table, and opens the prepare page for it. */
  registerForNewTable(files: readonly File[]): Promise<void>
  /** Puts the files aside that were chosen for another table, and brings back those that were chosen for this one. */
  showFilesOf(table: TableRef | null): void
  /** Lets go of the files of every table: another cluster is open. */
  forgetFiles(): void
  /** Lets go of files that were sent. */
  dropSentFiles(handles: readonly string[]): void
  removeFile(handle: string): void
  clearFiles(): void
  setFilePatterns(patterns: FilePatterns): void
  /** Answers "first record is a header" for every file that can have one. */
  setFilesHeader(isHeader: boolean): void
  /** Answers it for one file. */
  setFileHeader(handle: string, isHeader: boolean): void
  /** Takes the answer for one file from the page that looks into it. */
  noteFileHeader(handle: string, isHeader: boolean): void
  /** Lets the user answer file by file. */
  askHeaderPerFile(): void
  /** @param options.anyway Sends what the service is known to refuse, too; otherwise it is told. */
  startFiles(options?: { readonly anyway: boolean }): Promise<void>
}
