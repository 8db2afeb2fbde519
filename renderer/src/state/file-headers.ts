import type { FileSource } from '../../../electron/domain/schema/file-source'
import { canIgnoreFirstRecord, headerCandidates } from '../../../electron/domain/source-treatment'
import { filesLike, ingestibleFiles, type FilePatterns } from './file-choice'

/** What the user said of the first record of files, by handle; the others are as they were recognised. */
export type FileHeaders = Readonly<Record<string, boolean>>

/** The part of the state that says which files begin with a header. */
export interface FileHeaderState {
  readonly files: readonly FileSource[]
  readonly filePatterns: FilePatterns
  readonly fileHeaders: FileHeaders
  /** Whether the user wants to say it file by file. */
  readonly headerPerFile: boolean
}

/** Whether the first record of a chosen file is left out. */
export function fileHasHeader(
  { fileHeaders }: Pick<FileHeaderState, 'fileHeaders'>,
  file: FileSource,
): boolean {
  return canLeaveOut(file) && (fileHeaders[file.handle] ?? file.hasHeader)
}

/** How many files the one question "first record is a header" is about, and how many of them have one. */
export interface HeaderSummary {
  readonly asked: number
  readonly withHeader: number
  /** Whether each file shows its own answer: they differ, or the user wants to say it file by file. */
  readonly isPerFile: boolean
  /** Whether there are several files that could be told apart. */
  readonly canBePerFile: boolean
}

/** Sums up what is said of the first records of the chosen files. */
export function headerSummary(state: FileHeaderState): HeaderSummary {
  const files = meantFiles(state)
  const asked = headerCandidates(files)
  const withHeader = asked.filter((file) => fileHasHeader(state, file)).length
  const canBePerFile = files.filter(canLeaveOut).length > 1
  const isPerFile = canBePerFile && (state.headerPerFile || (withHeader > 0 && withHeader < asked.length))
  return { asked: asked.length, withHeader, isPerFile, canBePerFile }
}

/** One answer for all files that the question is about; what was said of others stays. */
export function sameHeaders(state: FileHeaderState, isHeader: boolean): FileHeaders {
  const asked = headerCandidates(meantFiles(state))
  return { ...state.fileHeaders, ...Object.fromEntries(asked.map(({ handle }) => [handle, isHeader])) }
}

/** Whether the first record of such a file can be left out. */
export function canLeaveOut({ format }: Pick<FileSource, 'format'>): boolean {
  return format !== null && canIgnoreFirstRecord(format)
}

function meantFiles({ files, filePatterns }: FileHeaderState): readonly FileSource[] {
  return ingestibleFiles(filesLike(files, filePatterns))
}
