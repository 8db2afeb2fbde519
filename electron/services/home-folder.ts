import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, parse, resolve } from 'node:path'
import { StudioError } from '../domain/studio-error'
import { choiceFile, chosenHome } from './chosen-home'
import { keepPrivate } from './private-files'

/** What the studio keeps in its home folder, including what SQLite and the log add. */
const ours =
  /^(journal\.sqlite|settings\.json|queries\.json|studio\.log|window\.json|updates\.json|local-cluster-port\.json|local-cluster-token|in-use\.json|sign-ins|confirmed\.json)|^(pastes|converted|samples|standard-input|local-cluster|chromium)$/

/**
 * Prepares the home folder: makes sure that it exists, can be written to, and is private to its owner.
 *
 * @throws StudioError `HomeFolderFailed` or `DiskFull`.
 */
export function openHomeFolder(path: string): void {
  // A chosen one that is gone is on a disk that is not there: an empty folder in its place would hide its journal.
  if (path === chosenHome() && !isThere(path)) throw homeFailure({ code: 'ENOENT' }, path)
  try {
    makeFolders(resolve(path))
    if (!isShared(path)) keepPrivate([path])
    const kept = readdirSync(path).filter((name) => ours.test(name))
    keepPrivate(kept.map((name) => join(path, name)))
    const probe = join(path, `.writable-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw homeFailure(error, path)
  }
}

/**
 * Makes a folder and those that it lies in. Node's own way of doing that never ends where a file system says, as Linux's
 * `/proc` does, that a new folder's parent is not there although it is (seen with Node 20).
 */
function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return
  const parent = dirname(path)
  if (!existsSync(parent)) makeFolders(parent)
  mkdirSync(path, { mode: 0o700 })
}

/** Folders that others use too keep their permissions. */
function isShared(path: string): boolean {
  const whole = resolve(path)
  if (whole === resolve(homedir()) || whole === parse(whole).root) return true
  // The sticky bit marks folders such as /tmp.
  return (statSync(whole).mode & 0o1000) !== 0
}

function homeFailure(error: unknown, path: string): StudioError {
  const code = (error as { readonly code?: unknown } | null)?.code
  const serviceCode = typeof code === 'string' ? code : undefined
  if (serviceCode === 'ENOSPC' || serviceCode === 'EDQUOT') {
    return new StudioError('DiskFull', 'The disk with the home folder is full.', {
      subject: path,
      retryable: true,
      nextStep: 'Free some space, then try again.',
      serviceCode,
      cause: error,
    })
  }
  return new StudioError('HomeFolderFailed', `The home folder “${path}” ${describe(serviceCode, path)}.`, {
    subject: path,
    nextStep:
      path === chosenHome()
        ? `It was chosen in the window. Connect its disk, name another folder with KUSTO_STUDIO_HOME, or delete “${choiceFile()}” to use the standard one.`
        : 'Fix that, or name another folder with KUSTO_STUDIO_HOME.',
    ...(serviceCode === undefined ? {} : { serviceCode }),
    cause: error,
  })
}

function describe(code: string | undefined, path: string): string {
  switch (code) {
    case 'ENOENT':
      return path === chosenHome() ? 'is not there' : 'cannot be made there'
    case 'EEXIST':
      return 'is a file'
    case 'ENOTDIR':
      return 'cannot be made: a part of its path is a file'
    case 'EROFS':
      return 'cannot be written to: its disk is read-only'
    case 'EACCES':
    case 'EPERM':
      return isThere(path)
        ? 'cannot be written to: your account may not do that'
        : `cannot be made: your account may not write to “${dirname(path)}”`
    default:
      return `cannot be used${code === undefined ? '' : ` (${code})`}`
  }
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // A parent folder may be unreadable.
    return false
  }
}
