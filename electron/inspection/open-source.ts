import { open, stat, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip, gunzipSync, constants } from 'node:zlib'
import { getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl'
import { joinedFiles } from './archive-bytes'
import { ArchiveMembers } from './archive-members'
import { chooseArchiveEntries, type PassedOverEntry } from '../domain/archive-entries'
import { detectContentKind } from '../domain/content-kind'
import type { Compression } from '../domain/data-format'
import { StudioError } from '../domain/studio-error'
import { withinUnpackingLimits } from '../domain/within-unpacking-limits'
import { blobBytes } from './blob-bytes'
import type { SourcePlace } from './protocol'
import type { RandomBytes } from './random-bytes'
import { headOfEntry, openZipOf } from './zip-reader'

/** Bytes of the head that is judged at once. */
export const headBytes = 524_288

/** Packed bytes of which a head is unpacked. */
const packedHeadBytes = 131_072

/** How a file of an archive begins. */
export interface MemberHead {
  readonly name: string
  readonly bytes: Buffer
  /** Whether that is all of it. */
  readonly isWhole: boolean
}

/** A source whose compression is known. */
export interface OpenedSource {
  readonly name: string
  readonly packed: RandomBytes
  /** Its file on this machine; undefined for a blob. */
  readonly path: string | undefined
  readonly compression: Compression
  /** The beginning of what is inside. */
  readonly head: Buffer
  /** Whether the head is all there is. */
  readonly isWhole: boolean
  /** Bytes inside, unpacked; null if not known. */
  readonly rawSizeBytes: number | null
  /** The file of an archive that is read. */
  readonly entry: string | null
  /** Its files, if it is an archive. */
  readonly members?: ArchiveMembers
  /** The first bytes of each file of an archive with several. @throws StudioError if it is damaged. */
  heads?(length: number): AsyncIterable<MemberHead>
  /** Entries of an archive that are not read, and why. */
  readonly passedOver: readonly PassedOverEntry[]
  /**
   * All bytes inside, in pieces that stay as they are.
   *
   * @param dropsFirst Whether each file of an archive begins with a record that is left out: see {@link joinedFiles}.
   * @throws StudioError for a damaged archive.
   */
  bytes(signal: AbortSignal, dropsFirst?: boolean): AsyncIterable<Buffer>
  close(): Promise<void>
}

/**
 * Opens a source, reads its head and takes the compression off it, whatever its name says.
 *
 * @throws StudioError with the reason if it cannot be read; an error of the file system.
 */
export async function openSource(place: SourcePlace, signal?: AbortSignal): Promise<OpenedSource> {
  const packed = place.kind === 'file' ? await fileBytes(place.path) : await blobBytes(place, signal)
  try {
    return await openPacked(place, packed, signal)
  } catch (error) {
    await packed.close()
    throw error
  }
}

async function openPacked(
  place: SourcePlace,
  packed: RandomBytes,
  signal: AbortSignal | undefined,
): Promise<OpenedSource> {
  const { name } = place
  if (packed.sizeBytes === 0)
    throw new StudioError('FileEmpty', `“${name}” is empty.`, {
      subject: name,
      nextStep: 'Choose a source that has records in it.',
    })
  const path = place.kind === 'file' ? place.path : undefined
  const head = await packed.read(0, headBytes, signal)
  const common = { name, packed, path, entry: null, passedOver: [], close: () => packed.close() }
  const content = detectContentKind(head)
  if (content.kind !== 'compressed') {
    return {
      ...common,
      compression: 'none',
      head,
      isWhole: head.length >= packed.sizeBytes,
      rawSizeBytes: packed.sizeBytes,
      bytes: (stop) => packed.stream(stop),
    }
  }
  if (content.compression === 'gzip') return await openGzip(common, head)
  return await openZip(common, place.zipPattern)
}

type Common = Pick<OpenedSource, 'name' | 'packed' | 'path' | 'entry' | 'passedOver' | 'close'>

async function openGzip(common: Common, packedHead: Buffer): Promise<OpenedSource> {
  const { packed, name } = common
  const isAll = packed.sizeBytes <= packedHeadBytes
  let head: Buffer
  try {
    // One that is cut off gives what is there, if nobody asks for its end.
    const ending = isAll ? {} : { finishFlush: constants.Z_SYNC_FLUSH }
    head = gunzipSync(packedHead.subarray(0, packedHeadBytes), ending)
  } catch {
    throw damaged(name)
  }
  return {
    ...common,
    compression: 'gzip',
    head: head.subarray(0, headBytes),
    isWhole: isAll && head.length <= headBytes,
    rawSizeBytes: isAll ? head.length : null,
    bytes: (signal) => withinUnpackingLimits(unpackGzip(packed.stream(signal), name), packed.sizeBytes, name),
  }
}

async function* unpackGzip(packed: AsyncIterable<Buffer>, name: string): AsyncIterable<Buffer> {
  const input = Readable.from(packed, { objectMode: true, highWaterMark: 2 })
  const unpacked = input.pipe(createGunzip({ chunkSize: 524_288 }))
  input.once('error', (error) => unpacked.destroy(error))
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) yield chunk
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw code.startsWith('Z_') ? damaged(name) : error
  } finally {
    input.destroy()
    unpacked.destroy()
  }
}

async function openZip(common: Common, zipPattern: string | undefined): Promise<OpenedSource> {
  const { name, packed } = common
  let archive: ZipFile
  try {
    archive = await openZipOf(packed)
  } catch (error) {
    throw unzipFailure(error, name)
  }
  try {
    const { entries, passedOver } = await chosenEntries(archive, name, zipPattern)
    const first = entries.find(({ uncompressedSize }) => uncompressedSize > 0)
    if (first === undefined)
      throw new StudioError('NothingToIngest', `“${name}” has no records.`, {
        subject: name,
        nextStep: 'Choose an archive with files of records in it.',
      })
    const members = new ArchiveMembers(entries.map(nameOf))
    const rawSizeBytes = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
    const head = await firstOf(entryBytes(archive, first, name), headBytes)
    return {
      ...common,
      compression: 'zip',
      head,
      isWhole: entries.length === 1 && head.length >= first.uncompressedSize,
      rawSizeBytes,
      entry: nameOf(first),
      members,
      passedOver,
      ...(entries.length === 1 ? {} : { heads: (length) => headsOf(archive, entries, name, length) }),
      bytes: (signal, dropsFirst = false) => {
        const files = entries.map((entry) => entryBytes(archive, entry, name))
        return withSignal(joinedFiles(files, dropsFirst, members.reading()), signal)
      },
      close: async () => {
        archive.close()
        await common.close()
      },
    }
  } catch (error) {
    archive.close()
    throw error
  }
}

async function chosenEntries(
  archive: ZipFile,
  name: string,
  zipPattern: string | undefined,
): Promise<{ readonly entries: readonly Entry[]; readonly passedOver: readonly PassedOverEntry[] }> {
  const entries: Entry[] = []
  try {
    for await (const entry of archive.eachEntry()) entries.push(entry)
  } catch (error) {
    throw unzipFailure(error, name)
  }
  // The process that this runs in can be ended, should a pattern backtrack without end.
  const fits = zipPattern === undefined ? undefined : new RegExp(zipPattern)
  const choice = chooseArchiveEntries(entries.map(nameOf), fits && ((one) => fits.test(one)))
  if (choice.kind === 'refused')
    throw new StudioError('FormatNotSupported', `“${name}” cannot be read as data. ${choice.reason}`, {
      subject: name,
      nextStep: 'Unpack it, and add the files that are data.',
    })
  const { indexes, passedOver } = choice
  return { entries: indexes.flatMap((index) => entries[index] ?? []), passedOver }
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true)
}

async function* entryBytes(archive: ZipFile, entry: Entry, name: string): AsyncIterable<Buffer> {
  try {
    const stream = (await archive.openReadStreamPromise(entry)) as AsyncIterable<Buffer>
    yield* withinUnpackingLimits(stream, entry.compressedSize, name)
  } catch (error) {
    throw unzipFailure(error, name)
  }
}

async function* headsOf(
  archive: ZipFile,
  entries: readonly Entry[],
  name: string,
  length: number,
): AsyncIterable<MemberHead> {
  for (const entry of entries) {
    let bytes: Buffer
    try {
      bytes = await headOfEntry(archive, entry, length)
    } catch (error) {
      throw unzipFailure(error, name)
    }
    yield { name: nameOf(entry), bytes, isWhole: bytes.length >= entry.uncompressedSize }
  }
}

/** Storage that does not answer says nothing against the archive. */
function unzipFailure(error: unknown, name: string): StudioError {
  return error instanceof StudioError ? error : damaged(name)
}

async function* withSignal(bytes: AsyncIterable<Buffer>, signal: AbortSignal): AsyncIterable<Buffer> {
  for await (const chunk of bytes) {
    signal.throwIfAborted()
    yield chunk
  }
}

async function firstOf(pieces: AsyncIterable<Buffer>, length: number): Promise<Buffer> {
  const found: Buffer[] = []
  let bytes = 0
  for await (const piece of pieces) {
    found.push(piece)
    bytes += piece.length
    if (bytes >= length) break
  }
  return Buffer.concat(found).subarray(0, length)
}

function damaged(name: string): StudioError {
  return new StudioError('FormatMismatch', `“${name}” is a compressed file that cannot be read.`, {
    subject: name,
    nextStep: 'It may be cut off: make or download it again.',
  })
}

/** Bytes that are read of a file at a time. */
const piece = 1_048_576

async function fileBytes(path: string): Promise<RandomBytes> {
  const { size } = await statFile(path)
  const file = await open(path, 'r')
  return {
    sizeBytes: size,
    read: (offset, length) => readAt(file, offset, Math.min(length, Math.max(0, size - offset))),
    stream: (signal) => readOn(file, signal),
    close: () => file.close(),
  }
}

async function statFile(path: string): Promise<{ readonly size: number }> {
  const found = await stat(path)
  if (!found.isFile())
    throw new StudioError('NotARegularFile', `“${basename(path)}” is not a file.`, {
      subject: basename(path),
      nextStep: 'Name a file.',
    })
  return found
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await file.read(buffer, read, length - read, offset + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return buffer.subarray(0, read)
}

async function* readOn(file: FileHandle, signal: AbortSignal): AsyncIterable<Buffer> {
  let offset = 0
  let next = readAt(file, 0, piece)
  for (;;) {
    const bytes = await next
    if (bytes.length === 0) return
    signal.throwIfAborted()
    offset += bytes.length
    // The next piece is read while this one is looked at.
    next = readAt(file, offset, piece)
    next.catch(() => undefined)
    yield bytes
  }
}
