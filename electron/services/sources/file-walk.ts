import type { Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import PQueue from 'p-queue'
import { StudioError } from '../../domain/studio-error'
import { canceled } from '../deadline'
import { fileFailure } from '../file-failure'

/** What was found at a path: a file, or why there is none that could be ingested. */
export type FoundFile =
  { readonly path: string; readonly stats: Stats } | { readonly path: string; readonly problem: StudioError }

/** One action takes so many files at most. */
export const maximumFiles = 100_000

/** Calls to the file system at a time; Node has four threads for them. */
const concurrency = 16

/**
 * Lists the files at paths; folders with everything below them, in the order of their names. Links are
 * followed, loops among them noticed. Nothing but regular files is ever opened: reading a pipe or a device
 * could wait for ever. What is no such file is listed with its reason.
 *
 * @throws StudioError `RequestInvalid` for more than 100,000 files, `Canceled`.
 */
export async function walkFiles(paths: readonly string[], signal?: AbortSignal): Promise<FoundFile[]> {
  const queue = new PQueue({ concurrency })
  const visitedFolders = new Set<string>()
  let count = 0

  const visit = async (path: string): Promise<FoundFile[]> => {
    if (signal?.aborted === true) throw canceled('Looking at the files')
    try {
      const stats = await queue.add(() => stat(path))
      if (stats.isDirectory()) return await visitFolder(path)
      if (++count > maximumFiles) throw tooMany()
      return [stats.isFile() ? { path, stats } : { path, problem: notRegular(path, stats) }]
    } catch (error) {
      if (isEnd(error)) throw error
      return [{ path, problem: fileFailure(error, basename(path)) }]
    }
  }

  const visitFolder = async (path: string): Promise<FoundFile[]> => {
    const real = await queue.add(() => realpath(path))
    if (visitedFolders.has(real)) return [{ path, problem: listedAlready(path) }]
    visitedFolders.add(real)
    const names = (await queue.add(() => readdir(path))).sort()
    const found: FoundFile[][] = []
    // In pieces, so that a folder of a million names does not become a million promises.
    for (let start = 0; start < names.length; start += 512) {
      const piece = names.slice(start, start + 512)
      found.push(...(await Promise.all(piece.map((name) => visit(join(path, name))))))
    }
    return found.flat()
  }

  const found: FoundFile[][] = []
  for (let start = 0; start < paths.length; start += 512) {
    found.push(...(await Promise.all(paths.slice(start, start + 512).map(visit))))
  }
  return found.flat()
}

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
  return new StudioError('NotARegularFile', `“${name}” leads to a folder that is listed already.`, {
    subject: name,
    nextStep: 'Nothing is missing: its files are listed once.',
  })
}

function tooMany(): StudioError {
  return new StudioError('RequestInvalid', 'There are more than 100,000 files in what was dropped.', {
    nextStep: 'Drop fewer folders at a time.',
  })
}
