import { setMaxListeners } from 'node:events'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { FileSource } from '../../domain/schema/file-source'
import type { BlobLook } from '../../domain/schema/listed-blob'
import { makeStormEventsCsv } from '../../domain/storm-events'
import type { PathPatterns } from '../../domain/path-pattern'
import { StudioError, toWireError } from '../../domain/studio-error'
import { writeFileAtomic } from '../atomic-file'
import { canceled } from '../deadline'
import { fileFailure } from '../../domain/file-failure'
import { mapConcurrently } from '../../domain/concurrency/map-concurrently'
import type { SourceService } from '../studio-services'
import { inspectBlob } from './blob-inspection'
import { inspectFile, largestCounted, type InspectionOptions } from './file-inspection'
import { BlobListings, type BlobAddress } from './listing/blob-listings'
import { findSameContent, type KnownFile } from './same-content'
import { walkFiles, type FoundFile } from './file-walk'

/** The service, plus what jobs need from it. */
export interface SourceRegistry extends SourceService {
  /** What was found out about a file when it was registered. @throws StudioError `RequestInvalid`. */
  describe(handle: string): FileSource
  /** What the handle of a listed blob stands for. @throws StudioError `RequestInvalid`. */
  blobOf(handle: string): BlobAddress
}

/** Finds where a file's content went before; null if nowhere. */
type FindPreviousIngestion = (file: {
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedAt: number
}) => Promise<FileSource['ingestedBefore']>

/** Largest drop to look for content that was there before, in the list or in a table, which means reading files. */
const largestComparedDrop = 2000

/** Largest drop to guess column types for: a new table is made from one of the files. */
const largestGuessedDrop = 200

/** Largest drop whose records are counted at once; otherwise they are counted during the upload. */
const largestCountedDrop = 64 * 1_048_576

/** Makes the service; the sample goes into `homeFolder`. */
export function createSourceService(options: {
  readonly homeFolder: string
  readonly findPreviousIngestion: FindPreviousIngestion
}): SourceRegistry {
  const registered = new Map<string, KnownFile>()
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
    const fresh = infos.flatMap((info, index): KnownFile[] => {
      const file = found[index]
      return file === undefined ? [] : [{ path: file.path, info }]
    })
    const same = depth.compares ? await findSameContent(fresh, registered.values()) : new Map()
    return fresh.map(({ path, info }) => {
      const other = same.get(info.handle)
      const told =
        other === undefined ? info : { ...info, sameContentAs: { handle: other.handle, name: other.name } }
      registered.set(info.handle, { path, info: told })
      return told
    })
  }

  const entry = (handle: string): KnownFile => {
    const known = registered.get(handle)
    if (known !== undefined) return known
    throw new StudioError('RequestInvalid', 'This file is not on the studio’s list.', {
      nextStep: 'Add the file again.',
    })
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
    lookAtBlobs: (handles, signal = new AbortController().signal) =>
      mapConcurrently(handles, 8, (handle) => lookAtBlob(listings.addressOf(handle), signal)),
    async lookAtHeaders(handles, onLooked, signal = new AbortController().signal) {
      // Each of those under way listens for the end.
      setMaxListeners(0, signal)
      let count = 0
      return await mapConcurrently(handles, headersAtOnce, async (handle) => {
        const look = await lookAtHeader(listings.addressOf(handle), signal)
        onLooked(++count)
        return look
      })
    },
    async sample(signal) {
      const path = join(options.homeFolder, 'samples', 'stormevents.csv')
      const text = makeStormEventsCsv()
      // Someone may have changed it, and the sample has to match the numbers in the tour.
      if ((await readFile(path, 'utf8').catch(() => '')) !== text) await writeFileAtomic(path, text)
      const [info] = await register([path], signal)
      if (info === undefined) throw new StudioError('FileNotFound', 'The sample could not be written.')
      return info
    },
  }
}

async function lookAtBlob({ uri, blob }: BlobAddress, signal: AbortSignal): Promise<BlobLook> {
  try {
    const found = await inspectBlob(uri, signal)
    // With a key or an identity in its URI only the service can read it.
    return { handle: blob.handle, found: found.findings === undefined ? null : found, problem: null }
  } catch (error) {
    if (signal.aborted) throw canceled('Looking at the blobs')
    return { handle: blob.handle, found: null, problem: toWireError(error) }
  }
}

/** Most of what is read for a header: most are far shorter, and come with records to tell them from. */
const headerBytes = 16_384
const headersAtOnce = 32

async function lookAtHeader(address: BlobAddress, signal: AbortSignal): Promise<BlobLook> {
  const { uri, blob } = address
  try {
    const found = await inspectBlob(uri, signal, headerBytes)
    const { firstRecord = [] } = found
    // A first record that may have been cut off is read again, with more below it.
    if (found.findings !== undefined && firstRecord.join().length < headerBytes / 2)
      return { handle: blob.handle, found, problem: null }
  } catch {
    // What is wrong with it is told by the longer look.
  }
  return await lookAtBlob(address, signal)
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
