import { StudioError, type StudioErrorCode } from '../domain/studio-error'

interface Failure {
  readonly code: StudioErrorCode
  /** Follows the name of the file. */
  readonly says: string
  readonly nextStep: string
  readonly retryable?: boolean
}

const missing: Failure = {
  code: 'FileNotFound',
  says: 'is not there any more',
  nextStep: 'Look where the file went, then drop it again.',
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
  EROFS: {
    code: 'FileNotReadable',
    says: 'could not be written: its disk is read-only',
    nextStep: 'Choose a folder that can be written to (KUSTO_STUDIO_HOME).',
  },
  ELOOP: {
    code: 'NotARegularFile',
    says: 'is a link that leads back to itself',
    nextStep: 'Drop the file itself.',
  },
  EISDIR: { code: 'NotARegularFile', says: 'is a folder', nextStep: 'Drop a file.' },
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
    nextStep: 'Copy the file to another disk, then drop it again.',
  },
}

/** Whether an error comes from the file system, and not from what reads the bytes. */
export function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

/**
 * A failure of the file system as a {@link StudioError}; one that is already such goes through.
 *
 * @param name What the sentence is about: a file's name, never more of its path than the user sees anyway.
 */
export function fileFailure(error: unknown, name: string): StudioError {
  if (error instanceof StudioError) return error
  const code = (error as { readonly code?: unknown } | null)?.code
  const failure = typeof code === 'string' && Object.hasOwn(failures, code) ? failures[code] : undefined
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
    serviceCode: code as string,
    cause: error,
  })
}
