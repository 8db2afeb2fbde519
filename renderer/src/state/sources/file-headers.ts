import type { FileSource } from '../../../../electron/domain/schema/file-source'
import { canIgnoreFirstRecord, headerCandidates } from '../../../../electron/domain/source-treatment'
import { sendableFiles, type ConversionState } from '../inspection/conversion'
import { filesLike, type FilePatterns } from './file-choice'

/** What the user said about files' first records, by handle; the others are as recognised. */
export type FileHeaders = Readonly<Record<string, boolean>>

/** The part of the state that says which files begin with a header. */
export interface FileHeaderState extends ConversionState {
  readonly files: readonly FileSource[]
  readonly filePatterns: FilePatterns
  readonly fileHeaders: FileHeaders
  /** Whether the user wants to answer file by file. */
  readonly headerPerFile: boolean
}

/** Whether to leave out a file's first record. */
export function fileHasHeader(
  { fileHeaders, inspections }: Pick<FileHeaderState, 'fileHeaders' | 'inspections'>,
  file: FileSource,
): boolean {
  const { handle } = file
  // A look knows the table's columns, which a header may repeat.
  const seen = inspections[handle]?.look?.reading?.ignoreFirstRecord
  return canLeaveOut(file) && (fileHeaders[handle] ?? seen ?? file.hasHeader)
}

/** The answers to "first record is a header", summed up. */
interface HeaderSummary {
  /** How many files the question is about. */
  readonly asked: number
  readonly withHeader: number
  /** Whether each file shows its own answer: they differ, or the user wants to answer file by file. */
  readonly isPerFile: boolean
  /** Whether there are several files to answer for. */
  readonly canBePerFile: boolean
}

/** Sums up the answers for the files that would be ingested. */
export function headerSummary(state: FileHeaderState): HeaderSummary {
  const files = filesToIngest(state)
  const asked = headerCandidates(files)
  const withHeader = asked.filter((file) => fileHasHeader(state, file)).length
  const canBePerFile = files.filter(canLeaveOut).length > 1
  const isPerFile = canBePerFile && (state.headerPerFile || (withHeader > 0 && withHeader < asked.length))
  return { asked: asked.length, withHeader, isPerFile, canBePerFile }
}

/** Gives all files in question the same answer; the other answers stay. */
export function sameHeaders(state: FileHeaderState, isHeader: boolean): FileHeaders {
  const asked = headerCandidates(filesToIngest(state))
  return { ...state.fileHeaders, ...Object.fromEntries(asked.map(({ handle }) => [handle, isHeader])) }
}

/** Whether a file's format lets its first record be left out. */
export function canLeaveOut({ format }: Pick<FileSource, 'format'>): boolean {
  return format !== null && canIgnoreFirstRecord(format)
}

function filesToIngest(state: FileHeaderState): readonly FileSource[] {
  return sendableFiles(state, filesLike(state.files, state.filePatterns))
}
