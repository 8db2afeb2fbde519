import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileSource } from '../../domain/schema/file-source'
import { makeStormEventsCsv } from '../../domain/storm-events'
import type { PathPatterns } from '../../domain/path-pattern'
import { StudioError, toWireError } from '../../domain/studio-error'
import { writeFileAtomic } from '../atomic-file'
import { canceled } from '../deadline'
import { fileFailure } from '../file-failure'
import { mapConcurrently } from '../../domain/concurrency/map-concurrently'
import type { SourceService } from '../studio-services'
import { inspectBlob } from './blob-inspection'
import { inspectFile, largestCounted, type InspectionOptions } from './file-inspection'
import { BlobListings, type BlobAddress } from './listing/blob-listings'
import { walkFiles, type FoundFile } from './file-walk'

/** The service, and what the jobs take from it. */
export interface SourceRegistry extends SourceService {
  /** What was found out about a file when it was registered. @throws StudioError `RequestInvalid`. */
  describe(handle: string): FileSource
  /** What the handle of a listed blob stands for. @throws StudioError `RequestInvalid`. */
  blobOf(handle: string): BlobAddress
}

/** Looks up where the content of a file went before; null when it did not. */
export type FindPreviousIngestion = (file: {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedAt: number
}) => Promise<FileSource['ingestedBefore']>

/** What went before is looked up for drops of so many files at most: it reads each of them. */
const largestComparedDrop = 2000

/** Types of columns are guessed for drops of so many files at most: a new table is made from one of them. */
const largestGuessedDrop = 200

/** Records are counted when a drop has no more than this to read; else with the upload. */
const largestCountedDrop = 64 * 1_048_576

interface Registered {
  readonly path: string
  readonly info: FileSource
}

/** Makes the service; `homeFolder` is where the sample goes. */
export function createSourceService(options: {
  readonly homeFolder: string
  readonly findPreviousIngestion: FindPreviousIngestion
}): SourceRegistry {
  const registered = new Map<string, Registered>()
  const listings = new BlobListings()

  const look = async (
    found: FoundFile,
    { compares, ...inspection }: InspectionOptions & { readonly compares: boolean },
  ): Promise<FileSource> => {
    const { path } = found
    if ('problem' in found) return withProblem(found, 0, found.problem)
    const { size, mtimeMs } = found.stats
    try {
      const content = await inspectFile(path, size, inspection)
      const ingestedBefore =
        content.problem === null && compares
          ? await options.findPreviousIngestion({ path, sizeBytes: size, modifiedAt: mtimeMs })
          : null
      const problem = content.problem === null ? null : toWireError(content.problem)
      return { ...named(found), sizeBytes: size, ...content, problem, ingestedBefore }
    } catch (error) {
      return withProblem(found, size, fileFailure(error, basename(path)))
    }
  }

  const register = async (
    paths: readonly string[],
    signal?: AbortSignal,
    patterns?: PathPatterns & { readonly zipPattern?: string | undefined },
  ): Promise<FileSource[]> => {
    const found = await walkFiles(paths, signal, patterns)
    const depth = {
      counts: bytesToCount(found) <= largestCountedDrop,
      compares: found.length <= largestComparedDrop,
      guesses: found.length <= largestGuessedDrop,
      zipPattern: patterns?.zipPattern,
      signal,
    }
    const infos = await mapConcurrently(found, 8, (file) => {
      if (signal?.aborted === true) throw canceled('Looking at the files')
      return look(file, depth)
    })
    infos.forEach((info, index) => {
      const file = found[index]
      if (file !== undefined) registered.set(info.handle, { path: file.path, info })
    })
    return infos
  }

  const entry = (handle: string): Registered => {
    const known = registered.get(handle)
    if (known !== undefined) return known
    throw new StudioError(
      'RequestInvalid',
      'This file was not given to the studio, or was taken off the list.',
      {
        nextStep: 'Add the file again.',
      },
    )
  }

  return {
    register,
    forget(handles) {
      for (const handle of handles) {
        registered.delete(handle)
        listings.forget(handle)
      }
    },
    pathOf: (handle) => entry(handle).path,
    describe: (handle) => entry(handle).info,
    blobOf: (handle) => listings.addressOf(handle),
    inspectBlob,
    listBlobs: ({ uri, prefix }, signal = new AbortController().signal) => listings.open(uri, prefix, signal),
    moreBlobs: (listing, signal = new AbortController().signal) => listings.more(listing, signal),
    async sample(signal) {
      const path = join(options.homeFolder, 'samples', 'stormevents.csv')
      const text = makeStormEventsCsv()
      // Written again when someone changed it, so that the sample's numbers are what the tour says.
      if ((await readFile(path, 'utf8').catch(() => '')) !== text) await writeFileAtomic(path, text)
      const [info] = await register([path], signal)
      if (info === undefined) throw new StudioError('FileNotFound', 'The sample could not be written.')
      return info
    },
  }
}

function bytesToCount(found: readonly FoundFile[]): number {
  return found.reduce((sum, file) => {
    const size = 'stats' in file ? file.stats.size : 0
    return size <= largestCounted ? sum + size : sum
  }, 0)
}

function named(found: FoundFile): Pick<FileSource, 'handle' | 'name' | 'folder'> & { relativePath?: string } {
  const { path, relativePath } = found
  const below = relativePath === undefined ? {} : { relativePath }
  return { handle: randomUUID(), name: basename(path), folder: dirname(path), ...below }
}

function withProblem(found: FoundFile, sizeBytes: number, problem: StudioError): FileSource {
  return {
    ...named(found),
    sizeBytes,
    rawDataSizeBytes: null,
    format: null,
    compression: 'none',
    records: null,
    hasHeader: false,
    summary: '',
    headerColumns: [],
    problem: toWireError(problem),
    ingestedBefore: null,
  }
}
