import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { StudioError, type StudioErrorInit } from '../../../domain/studio-error'
import { readHolder } from './journal-holder'

/**
 * Why a journal cannot be used. `damaged`: its content cannot be trusted; `foreign`: it is no journal; `newer`: a later
 * studio wrote it; `held`: another process has it; `unwritable`: it cannot be written.
 */
export type JournalProblem = 'damaged' | 'foreign' | 'newer' | 'held' | 'unwritable'

/** A journal that cannot be used; the start asks the user what to do about it. */
export class JournalFailure extends StudioError {
  readonly problem: JournalProblem

  constructor(problem: JournalProblem, message: string, init: StudioErrorInit) {
    super('JournalFailed', message, init)
    this.problem = problem
  }
}

const otherHome = 'name another home folder with KUSTO_STUDIO_HOME'

/** Moving it away is all the user needs to do: the studio starts a new one, and the old one is kept for a report. */
const moveAside = (path: string): string =>
  `Move “${path}” to another place; a new journal is begun then. Earlier ingestions are not listed in it, and their rows stay where they are.`

/** The file cannot be read as a journal, whatever is wrong with it. */
export function journalDamaged(path: string, cause?: unknown): StudioError {
  return new JournalFailure('damaged', 'The journal of ingestions is damaged.', {
    subject: path,
    nextStep: moveAside(path),
    ...(cause === undefined ? {} : { details: `${codeOf(cause)} ${textOf(cause)}`.trim(), cause }),
  })
}

/** Something other than a file has the journal's name. */
export function journalIsNoFile(path: string, isFolder: boolean): StudioError {
  const what = isFolder ? 'a folder' : 'something other than a file'
  return new JournalFailure('foreign', `There is ${what} where the journal of ingestions should be.`, {
    subject: path,
    nextStep: moveAside(path),
  })
}

/** The file does not even start like a journal. */
export function journalIsForeign(path: string): StudioError {
  const says = 'The journal of ingestions is damaged, or its file belongs to another program.'
  return new JournalFailure('foreign', says, { subject: path, nextStep: moveAside(path) })
}

/** A newer studio wrote it. */
export function journalIsNewer(path: string, version: number, known: number): StudioError {
  return new JournalFailure(
    'newer',
    `The journal has version ${version}; this studio reads up to version ${known}.`,
    { subject: path, nextStep: 'Update the studio. The journal was left as it is.' },
  )
}

/** Why a journal cannot be opened. */
export function openFailure(error: unknown, path: string): StudioError {
  if (error instanceof StudioError) return error
  const code = codeOf(error)
  if (code.startsWith('SQLITE_BUSY') || /locked/i.test(textOf(error))) return held(path)
  if (isDiskFull(error)) return diskFull(error)
  const mayBeWritten = isWritable(path) && isWritable(dirname(path))
  if (mayBeWritten && !/^(SQLITE_CANTOPEN|SQLITE_IOERR|E)/.test(code)) return journalDamaged(path, error)
  return new JournalFailure('unwritable', 'The journal of ingestions cannot be written to.', {
    subject: path,
    nextStep: `Make the file and its folder writable, or ${otherHome}.`,
    details: `${code} ${textOf(error)}`.trim(),
    cause: error,
  })
}

/** Why a change cannot be written. */
export function writeFailure(error: unknown, path: string): StudioError {
  if (isDiskFull(error)) return diskFull(error)
  if (isDamage(error)) return journalDamaged(path, error)
  return new StudioError('JournalFailed', 'The journal cannot be written.', {
    retryable: true,
    nextStep: 'Check the disk with the home folder, then start the studio again.',
    details: `${codeOf(error)} ${textOf(error)}`.trim(),
    cause: error,
  })
}

/** The change comes after the journal was closed; the next start continues from what it holds. */
export function journalIsClosed(): StudioError {
  return new StudioError('JournalFailed', 'The journal is closed: the studio is ending.', {
    retryable: true,
    nextStep: 'Start the studio again; open ingestions continue.',
  })
}

/** The change comes from a process that said it would only read. */
export function journalIsOnlyRead(path: string): StudioError {
  return new StudioError('JournalFailed', 'The journal of ingestions is only read here.', { subject: path })
}

/** Reads from the journal. @throws StudioError `JournalFailed` if it turns out to be damaged. */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof StudioError ? error : journalDamaged(path, error)
  }
}

function held(path: string): StudioError {
  const holder = readHolder(dirname(path))
  const process = holder === undefined ? '' : ` (process ${holder.processId})`
  const who =
    holder === undefined
      ? 'Another studio is running with'
      : holder.host === 'window'
        ? 'The studio’s window is using'
        : 'A command line of the studio is using'
  return new JournalFailure('held', `${who} this home folder${process}.`, {
    subject: path,
    nextStep: `${holder?.host === 'window' ? 'Close it' : 'Wait until it has ended'}, or ${otherHome}.`,
    retryable: true,
  })
}

function diskFull(cause: unknown): StudioError {
  return new StudioError('DiskFull', 'The disk with the home folder is full.', {
    retryable: true,
    nextStep: 'Free some space, then try again.',
    cause,
  })
}

function isDiskFull(error: unknown): boolean {
  return /^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(codeOf(error)) || /disk is full|no space/i.test(textOf(error))
}

function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    // It may not be written, which is the answer.
    return false
  }
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
