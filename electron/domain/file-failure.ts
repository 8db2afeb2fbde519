import type { StudioErrorCode } from './error-codes'
import { StudioError } from './studio-error'

interface Failure {
  readonly code: StudioErrorCode
  /** Continues a sentence that starts with the file's name. */
  readonly says: string
  readonly nextStep: string
  readonly retryable?: boolean
}

const missing: Failure = {
  code: 'FileNotFound',
  says: 'is not there',
  nextStep: 'Check its path, or look where it went; then add it again.',
}
const forbidden: Failure = {
  code: 'FileNotReadable',
  says: 'may not be read by your account',
  nextStep: 'Change the file’s permissions, or copy it to a folder of your own.',
}
const full: Failure = {
  code: 'DiskFull',
  says: 'could not be written: the disk is full',
  nextStep: 'Make room on that disk, then try again.',
  retryable: true,
}
const busy: Failure = {
  code: 'FileNotReadable',
  says: 'could not be opened: too many files are open',
  nextStep: 'Wait a moment, then try again.',
  retryable: true,
}

const failures: Readonly<Record<string, Failure>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  EACCES: forbidden,
  EPERM: forbidden,
  ELOOP: {
    code: 'NotARegularFile',
    says: 'is a link that leads back to itself',
    nextStep: 'Name the file itself.',
  },
  EISDIR: { code: 'NotARegularFile', says: 'is a folder', nextStep: 'Name a file.' },
  ENAMETOOLONG: {
    code: 'FileNotReadable',
    says: 'has a name that is too long for this system',
    nextStep: 'Give it a shorter name.',
  },
  ENOSPC: full,
  EDQUOT: full,
  EMFILE: busy,
  ENFILE: busy,
  EIO: {
    code: 'FileNotReadable',
    says: 'cannot be read: its disk reports an error',
    nextStep: 'Copy the file to another disk, then add it again.',
  },
}

/** A reader's stack was not deep enough. */
const tooDeep: Failure = {
  code: 'FormatNotSupported',
  says: 'holds values that are nested too deeply to be read',
  nextStep: 'Flatten them, or write them as text.',
}

/** What the same codes mean when writing a file. */
const writeFailures: Readonly<Record<string, Failure>> = {
  EACCES: readOnly('its folder does not let you write'),
  EPERM: readOnly('its folder does not let you write'),
  EROFS: readOnly('its disk is read-only'),
}

function readOnly(why: string): Failure {
  return {
    code: 'FileNotReadable',
    says: `could not be written: ${why}`,
    nextStep: 'Make the folder writable, or name another home folder with KUSTO_STUDIO_HOME.',
  }
}

/** Whether an error comes from the file system rather than from the reader of the bytes. */
export function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

/**
 * Turns a file system failure into a {@link StudioError}; returns a StudioError unchanged.
 *
 * @param name The subject of the sentence: a file name, with no more of its path than the user already sees.
 * @param action What was attempted.
 */
export function fileFailure(error: unknown, name: string, action: 'read' | 'write' = 'read'): StudioError {
  if (error instanceof StudioError) return error
  const code = (error as { readonly code?: unknown } | null)?.code
  const known = action === 'write' ? { ...failures, ...writeFailures } : failures
  const byCode = typeof code === 'string' && Object.hasOwn(known, code) ? known[code] : undefined
  const failure = byCode ?? (isStackOverflow(error) ? tooDeep : undefined)
  if (failure === undefined) {
    return new StudioError('FileNotReadable', `“${name}” could not be used.`, {
      subject: name,
      retryable: true,
      nextStep: 'Try again, or copy it to another place.',
      ...(typeof code === 'string' ? { serviceCode: code } : {}),
      cause: error,
    })
  }
  return new StudioError(failure.code, `“${name}” ${failure.says}.`, {
    subject: name,
    retryable: failure.retryable ?? false,
    nextStep: failure.nextStep,
    ...(typeof code === 'string' ? { serviceCode: code } : {}),
    cause: error,
  })
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack')
}
