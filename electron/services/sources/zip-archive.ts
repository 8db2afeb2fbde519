import type { Readable } from 'node:stream'
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl'
import { chooseArchiveEntries, type ArchiveChoice } from '../../domain/archive-entries'
import { headOfEntry, openZipOf } from '../../inspection/zip-reader'
import type { RandomAccess } from './counting/random-access'
import { matchNames } from './match-names'

/** Listing more entries than this would take minutes. */
const mostEntries = 100_000

/** A file in an archive. */
interface ZipEntry {
  /** As the archive spells it, including folders. */
  readonly name: string
  readonly rawSizeBytes: number
  readonly packedSizeBytes: number
  /** Why it cannot be read; null if it can. */
  readonly obstacle: 'password' | 'method' | null
  /** Opens its decompressed bytes. @throws Error if the archive is damaged there. */
  open(): Promise<Readable>
  /** See {@link headOfEntry}. */
  head(length: number): Promise<Buffer>
}

/** A zip archive that is open for reading. */
export interface ZipArchive {
  readonly names: readonly string[]
  /** Which entries are data. */
  readonly choice: ArchiveChoice
  /** The entries that are data, in the archive's order; empty if that is unclear. */
  readonly entries: readonly ZipEntry[]
  close(): void
}

/**
 * Opens a zip archive (including Zip64) and reads its directory.
 *
 * @param zipPattern Picks entries by name; see {@link matchNames}.
 * @throws Error if it is damaged or has more than 100,000 entries; an error of the file system.
 */
export async function openZip(path: string, zipPattern?: string): Promise<ZipArchive> {
  // Names are decoded here. They are never used as paths, so no spelling is an error.
  return await archiveOf(await openPromise(path, { autoClose: false, decodeStrings: false }), zipPattern)
}

/** Opens an archive of which only parts can be read at a time, as {@link openZip} does. */
export async function openZipFrom(bytes: RandomAccess, zipPattern?: string): Promise<ZipArchive> {
  const read = async (offset: number, length: number): Promise<Buffer> => {
    const buffer = Buffer.alloc(Math.min(length, Math.max(0, bytes.sizeBytes - offset)))
    return buffer.subarray(0, await bytes.read(buffer, offset))
  }
  return await archiveOf(await openZipOf({ sizeBytes: bytes.sizeBytes, read }), zipPattern)
}

async function archiveOf(file: ZipFile, zipPattern: string | undefined): Promise<ZipArchive> {
  try {
    const entries = await listEntries(file)
    const names = entries.map(({ name }) => name)
    const wanted = zipPattern === undefined ? undefined : matchNames(zipPattern, names)
    const choice = chooseArchiveEntries(names, wanted && ((name) => wanted.has(name)))
    const indexes = choice.kind === 'chosen' ? choice.indexes : []
    return {
      names,
      choice,
      entries: indexes.flatMap((index) => entries[index] ?? []),
      close: () => file.close(),
    }
  } catch (error) {
    file.close()
    throw error
  }
}

async function listEntries(file: ZipFile): Promise<ZipEntry[]> {
  if (file.entryCount > mostEntries) throw new RangeError('Too many entries')
  const entries: ZipEntry[] = []
  for await (const entry of file.eachEntry()) entries.push(toEntry(file, entry))
  return entries
}

function toEntry(file: ZipFile, entry: Entry): ZipEntry {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry
  return {
    name: getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true),
    rawSizeBytes: entry.uncompressedSize,
    packedSizeBytes: entry.compressedSize,
    obstacle: entry.isEncrypted() ? 'password' : entry.canDecodeFileData() ? null : 'method',
    open: () => file.openReadStreamPromise(entry),
    head: (length) => headOfEntry(file, entry, length),
  }
}

/** The first bytes of an entry, at most `length`. @throws Error if the archive is damaged there. */
export async function readEntryHead(entry: ZipEntry, length: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let read = 0
  for await (const piece of (await entry.open()) as AsyncIterable<Buffer>) {
    pieces.push(piece)
    read += piece.length
    if (read >= length) break
  }
  return Buffer.concat(pieces).subarray(0, length)
}
