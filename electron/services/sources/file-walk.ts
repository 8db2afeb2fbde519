import type { Stats } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Limiter } from '../../domain/concurrency/limiter'
import { isLeftOutByDefault, pathFilter, type PathPatterns } from '../../domain/path-pattern'
import { StudioError } from '../../domain/studio-error'
import { canceled } from '../deadline'
import { fileFailure } from '../file-failure'

/** What is at a path: a file, or the reason why there is nothing to ingest. */
export type FoundFile = {
  readonly path: string
  /** Path below the folder that the user named, with forward slashes; undefined if the user named the file itself. */
  readonly relativePath?: string
} & ({ readonly stats: Stats } | { readonly problem: StudioError })

/** Most files in one action. */
const maximumFiles = 100_000

/** File system calls at once; Node has four threads for them. */
const concurrency = 16

/**
 * Lists the files at some paths; folders include everything below them, sorted by name. Follows links and notices
 * loops. Opens only regular files, because reading a pipe or a device could wait forever.
 *
 * Everything else is listed with the reason. Files that a folder holds for other programs are counted in one entry for
 * that folder, and files that the patterns exclude are not listed. A folder without any file to list is listed itself.
 *
 * @param paths As the user gave them.
 * @throws StudioError `RequestInvalid` for more than 100,000 files, `Canceled`.
 */
export async function walkFiles(
  paths: readonly string[],
  signal?: AbortSignal,
  patterns: PathPatterns = everything,
): Promise<FoundFile[]> {
  const isMeant = pathFilter(patterns)
  const calls = new Limiter(concurrency)
  const visitedFolders = new Set<string>()
  let count = 0

  const visit = async (path: string, root?: Root, relativePath?: string): Promise<FoundFile[]> => {
    const where = { path, ...(relativePath === undefined ? {} : { relativePath }) }
    if (signal?.aborted === true) throw canceled('Looking at the files')
    try {
      const stats = await calls.run(() => stat(path))
      if (stats.isDirectory()) return await visitFolder(path, root ?? newRoot(path), relativePath)
      if (!isMeant(relativePath ?? basename(path))) {
        if (root !== undefined) root.notMeant++
        return []
      }
      if (++count > maximumFiles) throw tooMany()
      return [{ ...where, ...(stats.isFile() ? { stats } : { problem: notRegular(path, stats) }) }]
    } catch (error) {
      if (isEnd(error)) throw error
      return [{ ...where, problem: fileFailure(error, basename(path)) }]
    }
  }

  const visitFolder = async (path: string, root: Root, below?: string): Promise<FoundFile[]> => {
    const real = await calls.run(() => realpath(path))
    if (visitedFolders.has(real)) return [{ path, problem: listedAlready(path) }]
    visitedFolders.add(real)
    const prefix = below === undefined ? '' : `${below}/`
    const all = await calls.run(() => readdir(path))
    const names = all.filter((name) => !isLeftOutByDefault(name)).sort()
    root.leftOut += all.length - names.length
    root.seen += all.length
    const found: FoundFile[][] = []
    // In batches, so that a folder with a million names does not become a million promises.
    for (let start = 0; start < names.length; start += 512) {
      const piece = names.slice(start, start + 512)
      found.push(
        ...(await Promise.all(piece.map((name) => visit(join(path, name), root, `${prefix}${name}`)))),
      )
    }
    const listed = found.flat()
    if (path !== root.path) return listed
    if (listed.length === 0) return [{ path, problem: nothingIn(root) }]
    return root.leftOut === 0 ? listed : [...listed, { path, problem: leftOut(path, root.leftOut) }]
  }

  const visitGiven = async (given: string): Promise<FoundFile[]> => {
    const path = resolve(given)
    const found = await visit(path)
    const [first] = found
    const isMissing = first !== undefined && 'problem' in first && first.problem.code === 'FileNotFound'
    return isMissing && first.path === path ? [{ path, problem: await notThere(given, path) }] : found
  }

  const found: FoundFile[][] = []
  for (let start = 0; start < paths.length; start += 512) {
    found.push(...(await Promise.all(paths.slice(start, start + 512).map(visitGiven))))
  }
  return found.flat()
}

/** A folder that the user named, and what it holds that is not listed. */
interface Root {
  readonly path: string
  /** Names in the folder and below it. */
  seen: number
  leftOut: number
  /** Files that the patterns exclude. */
  notMeant: number
}

function newRoot(path: string): Root {
  return { path, seen: 0, leftOut: 0, notMeant: 0 }
}

const everything: PathPatterns = { include: [], exclude: [] }

function isEnd(error: unknown): boolean {
  return error instanceof StudioError && (error.code === 'Canceled' || error.code === 'RequestInvalid')
}

function notRegular(path: string, stats: Stats): StudioError {
  const what = stats.isFIFO()
    ? 'a pipe'
    : stats.isSocket()
      ? 'a socket'
      : stats.isBlockDevice() || stats.isCharacterDevice()
        ? 'a device'
        : 'not a file'
  const name = basename(path)
  return new StudioError('NotARegularFile', `“${name}” is ${what}, not a file with data.`, {
    subject: name,
    nextStep: 'Name regular files or folders.',
  })
}

function listedAlready(path: string): StudioError {
  const name = basename(path)
  return new StudioError('LeftOut', `“${name}” leads to a folder that is listed already.`, {
    subject: name,
    nextStep: 'Nothing is missing: its files are listed once.',
  })
}

function leftOut(path: string, count: number): StudioError {
  const name = basename(path)
  const were = count === 1 ? 'was' : 'were'
  return new StudioError('LeftOut', `${countHidden(count)} in “${name}” ${were} left out.`, {
    subject: name,
    nextStep: 'To ingest such a file, name it directly.',
  })
}

function countHidden(count: number): string {
  return count === 1
    ? '1 hidden or temporary file or folder'
    : `${count} hidden or temporary files or folders`
}

/** Why nothing in a folder is listed. */
function nothingIn({ path, seen, leftOut, notMeant }: Root): StudioError {
  const name = basename(path)
  const [why, nextStep] =
    seen === 0
      ? [`“${name}” is an empty folder.`, 'Choose a folder with files in it.']
      : notMeant > 0
        ? [`No file in “${name}” is like the patterns.`, 'Check the patterns.']
        : leftOut > 0
          ? [
              `“${name}” holds nothing but ${countHidden(leftOut)}.`,
              'To ingest such a file, name it directly.',
            ]
          : [`“${name}” holds nothing but empty folders.`, 'Choose a folder with files in it.']
  return new StudioError('NothingToIngest', why, { subject: name, nextStep })
}

/** Nothing is at this path; `given` is how the user wrote it. */
async function notThere(given: string, path: string): Promise<StudioError> {
  const isLink = await lstat(path).then(
    () => true,
    () => false,
  )
  const says = isLink
    ? `“${given}” is a link to something that is not there.`
    : `There is no file or folder at “${given}”.`
  return new StudioError('FileNotFound', says, {
    subject: basename(path),
    nextStep: isLink ? 'Check where the link leads.' : 'Check the path.',
    serviceCode: 'ENOENT',
  })
}

function tooMany(): StudioError {
  return new StudioError('RequestInvalid', 'That is more than 100,000 files.', {
    nextStep: 'Add fewer folders at a time.',
  })
}
