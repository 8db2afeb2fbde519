import { open, rm, stat } from 'node:fs/promises'
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl'
import { chooseArchiveEntries, type ArchiveChoice } from '../../domain/archive-entries'
import { unpacksTooFar } from '../../domain/unpacking-limits'
import { writeWhole } from '../storage/file-spans'
import { KustoError } from '../answers/kusto-error'
import type { PatternMatch } from './pattern-match'

/** Most files that are read from an archive. */
const maximumEntries = 10_000

/** A file from an archive, as a gzip file. */
interface UnzippedFile {
  /** As the archive spells it. */
  readonly name: string
  readonly path: string
  readonly sizeBytes: number
}

/**
 * Extracts the data files of a zip archive, each to its own path starting with `base`; names in the archive are
 * never used as paths. They are not unpacked: deflated bytes become a gzip file with the checksum and length that
 * the archive states.
 *
 * @throws KustoError `BadRequest_InvalidArchive`, `BadRequest_EmptyArchive` or `BadRequest_FileTooLarge`, with
 * advice if the sender can do something.
 */
export async function unzip(
  path: string,
  base: string,
  options: { readonly zipPattern?: string | undefined; readonly matchPattern: PatternMatch },
): Promise<UnzippedFile[]> {
  const archive = await openArchive(path)
  const files: { name: string; path: string; sizeBytes: number }[] = []
  try {
    const entries = await listEntries(archive)
    const names = entries.map(nameOf)
    const { zipPattern, matchPattern } = options
    const wanted = zipPattern === undefined ? undefined : await matchPattern(zipPattern, names)
    const choice = chooseArchiveEntries(names, wanted && ((name) => wanted.has(name)))
    const chosen = chosenIndexes(choice)
    const unpacked = chosen.reduce((sum, index) => sum + (entries[index]?.uncompressedSize ?? 0), 0)
    if (unpacksTooFar(unpacked, (await stat(path)).size)) throw tooLarge('The archive', unpacked)
    for (const index of chosen) {
      const entry = entries[index]
      if (entry === undefined) continue
      checkEntry(entry)
      const file = { name: nameOf(entry), path: `${base}.${index}`, sizeBytes: 0 }
      files.push(file)
      file.sizeBytes = await writeAsGzip(archive, entry, file.path)
    }
    return files
  } catch (error) {
    await Promise.all(files.map((file) => rm(file.path, { force: true })))
    throw error
  } finally {
    archive.close()
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    // Names are decoded here. They are not used as paths, so no spelling is wrong.
    return await openPromise(path, { autoClose: false, decodeStrings: false })
  } catch (cause) {
    throw invalid('its directory is missing or damaged', cause)
  }
}

async function listEntries(archive: ZipFile): Promise<Entry[]> {
  if (archive.entryCount > maximumEntries * 10) throw tooMany(archive.entryCount)
  const entries: Entry[] = []
  try {
    for await (const entry of archive.eachEntry()) entries.push(entry)
  } catch (cause) {
    throw invalid('its directory is damaged', cause)
  }
  return entries
}

function chosenIndexes(choice: ArchiveChoice): readonly number[] {
  if (choice.kind === 'chosen') {
    if (choice.indexes.length > maximumEntries) throw tooMany(choice.indexes.length)
    return choice.indexes
  }
  if (choice.problem === 'noFiles') throw new KustoError('BadRequest_EmptyArchive', choice.reason)
  const next = 'Name those to ingest with the ingestion property zipPattern, for example “\\.csv$”.'
  throw new KustoError('BadRequest_InvalidArchive', `${choice.reason} ${next}`)
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true)
}

function checkEntry(entry: Entry): void {
  const name = `its file “${nameOf(entry)}”`
  if (entry.isEncrypted()) throw invalid(`${name} is encrypted`)
  if (!entry.canDecodeFileData())
    throw invalid(
      `${name} is compressed with method ${entry.compressionMethod}, but only deflate is supported`,
    )
  const { compressedSize, uncompressedSize } = entry
  if (unpacksTooFar(uncompressedSize, compressedSize)) {
    throw tooLarge(`The file “${nameOf(entry)}” of the archive`, uncompressedSize)
  }
}

function tooLarge(what: string, bytes: number): KustoError {
  const message = `${what} is too large when unpacked (${bytes} bytes): more than 100 times its size, or 6 GB. Send it unpacked.`
  return new KustoError('BadRequest_FileTooLarge', message)
}

/** Returns the file's size. Header and trailer follow RFC 1952. */
async function writeAsGzip(archive: ZipFile, entry: Entry, path: string): Promise<number> {
  const file = await open(path, 'w', 0o600)
  try {
    await writeWhole(file, gzipHeader)
    const raw = await archive.openReadStreamPromise(entry, { decodeFileData: false })
    const isStored = entry.compressionMethod === 0
    for await (const chunk of raw as AsyncIterable<Buffer>)
      await writeWhole(file, isStored ? storedBlocks(chunk) : chunk)
    if (isStored) await writeWhole(file, lastStoredBlock)
    const end = Buffer.alloc(8)
    end.writeUInt32LE(entry.crc32 >>> 0, 0)
    end.writeUInt32LE(entry.uncompressedSize % 0x1_0000_0000, 4)
    await writeWhole(file, end)
    return (await file.stat()).size
  } catch (cause) {
    throw invalid(`its file “${nameOf(entry)}” is not where its directory says`, cause)
  } finally {
    await file.close()
  }
}

const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])

/** Bytes as stored (uncompressed) deflate blocks (RFC 1951, 3.2.4). */
function storedBlocks(bytes: Buffer): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 0xffff) {
    const block = bytes.subarray(at, at + 0xffff)
    const header = Buffer.alloc(5)
    header.writeUInt16LE(block.length, 1)
    header.writeUInt16LE(block.length ^ 0xffff, 3)
    blocks.push(header, block)
  }
  return Buffer.concat(blocks)
}

/** An empty final block. */
const lastStoredBlock = Buffer.from([1, 0, 0, 0xff, 0xff])

function tooMany(count: number): KustoError {
  return invalid(`it has ${count} files, but at most ${maximumEntries} are allowed`)
}

function invalid(what: string, cause?: unknown): KustoError {
  const message = `The zip archive cannot be read: ${what}.`
  return new KustoError('BadRequest_InvalidArchive', message, cause === undefined ? {} : { cause })
}
