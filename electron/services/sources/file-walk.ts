import type { Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import PQueue from 'p-queue'
import { isLeftOutByDefault, pathFilter, type PathPatterns } from '../../domain/path-pattern'
import { StudioError } from '../../domain/studio-error'
import { canceled } from '../deadline'
import { fileFailure } from '../file-failure'

/** What was found at a path: a file, or why there is none that could be ingested. */
export type FoundFile = {
  readonly path: string
  /** Path below the folder that was named, with forward slashes; undefined for what was named itself. */
  readonly relativePath?: string
} & ({ readonly stats: Stats } | { readonly problem: StudioError })

/** One action takes so many files at most. */
export const maximumFiles = 100_000

/** Calls to the file system at a time; Node has four threads for them. */
const concurrency = 16

/**
 * Lists the files at paths; folders with everything below them, in the order of their names. Links are
 * followed, loops among them noticed. Nothing but regular files is ever opened: reading a pipe or a device
 * could wait for ever. What is no such file is listed with its reason; what a folder holds for other programs
 * is counted in one entry of that folder. Files that the patterns do not mean are not listed.
 *
 * @throws StudioError `RequestInvalid` for more than 100,000 files, `Canceled`.
 */
export async function walkFiles(
  paths: readonly string[],
  signal?: AbortSignal,
  patterns: PathPatterns = everything,
): Promise<FoundFile[]> {
  const isMeant = pathFilter(patterns)
  const queue = new PQueue({ concurrency })
  const visitedFolders = new Set<string>()
  let count = 0

  const visit = async (path: string, root?: Root, relativePath?: string): Promise<FoundFile[]> => {
    const where = { path, ...(relativePath === undefined ? {} : { relativePath }) }
    if (signal?.aborted === true) throw canceled('Looking at the files')
    try {
      const stats = await queue.add(() => stat(path))
      if (stats.isDirectory()) return await visitFolder(path, root ?? { path, leftOut: 0 }, relativePath)
      if (!isMeant(relativePath ?? basename(path))) return []
      if (++count > maximumFiles) throw tooMany()
      return [{ ...where, ...(stats.isFile() ? { stats } : { problem: notRegular(path, stats) }) }]
    } catch (error) {
      if (isEnd(error)) throw error
      return [{ ...where, problem: fileFailure(error, basename(path)) }]
    }
  }

  const visitFolder = async (path: string, root: Root, below?: string): Promise<FoundFile[]> => {
    const real = await queue.add(() => realpath(path))
    if (visitedFolders.has(real)) return [{ path, problem: listedAlready(path) }]
    visitedFolders.add(real)
    const prefix = below === undefined ? '' : `${below}/`
    const all = await queue.add(() => readdir(path))
    const names = all.filter((name) => !isLeftOutByDefault(name)).sort()
    root.leftOut += all.length - names.length
    const found: FoundFile[][] = []
    // In pieces, so that a folder of a million names does not become a million promises.
    for (let start = 0; start < names.length; start += 512) {
      const piece = names.slice(start, start + 512)
      found.push(
        ...(await Promise.all(piece.map((name) => visit(join(path, name), root, `${prefix}${name}`)))),
      )
    }
    if (path === root.path && root.leftOut > 0) found.push([{ path, problem: leftOut(path, root.leftOut) }])
    return found.flat()
  }

  const found: FoundFile[][] = []
  for (let start = 0; start < paths.length; start += 512) {
    found.push(...(await Promise.all(paths.slice(start, start + 512).map((path) => visit(path)))))
  }
  return found.flat()
}

/** A folder that was named, and how much in it was left out. */
interface Root {
  readonly path: string
  leftOut: number
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
    nextStep: 'Drop regular files or folders.',
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
  const what =
    count === 1 ? '1 hidden or temporary file or folder' : `${count} hidden or temporary files or folders`
  return new StudioError('LeftOut', `${what} in “${name}” ${count === 1 ? 'was' : 'were'} left out.`, {
    subject: name,
    nextStep: 'Name such a file itself if you mean it.',
  })
}

function tooMany(): StudioError {
  return new StudioError('RequestInvalid', 'There are more than 100,000 files in what was dropped.', {
    nextStep: 'Drop fewer folders at a time.',
  })
}
