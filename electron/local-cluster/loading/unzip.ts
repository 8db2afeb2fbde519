import { createWriteStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Transform } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { KustoError } from '../kusto-error'

/** Largest file of an archive, and how many there may be. */
const maximumBytes = 6 * 1_073_741_824
const maximumEntries = 1000

/** Files that unpack to more than this many times their size are taken for an attack. */
const maximumRatio = 1100

interface Entry {
  readonly name: string
  readonly method: number
  readonly packedSize: number
  readonly size: number
  readonly headerOffset: number
  readonly encrypted: boolean
}

/**
 * Unpacks the files of a zip archive to `pathOf(index)`; names in the archive are never used as paths.
 *
 * @param pattern Regular expression that the names of wanted files match; undefined: all.
 * @returns The paths and sizes of what was unpacked, in the archive's order.
 * @throws KustoError `BadRequest_InvalidArchive` or `BadRequest_EmptyArchive`.
 */
export async function unzip(
  archivePath: string,
  pathOf: (index: number) => string,
  pattern?: string,
): Promise<{ readonly path: string; readonly sizeBytes: number }[]> {
  const archive = await open(archivePath)
  try {
    const wanted = toPattern(pattern)
    const entries = (await readEntries(archive)).filter(
      ({ name }) => !name.endsWith('/') && (wanted === undefined || wanted.test(name)),
    )
    if (entries.length === 0)
      throw new KustoError('BadRequest_EmptyArchive', 'The archive has no such files.')
    const files: { path: string; sizeBytes: number }[] = []
    for (const [index, entry] of entries.entries()) {
      const path = pathOf(index)
      await unpack(archive, entry, path)
      files.push({ path, sizeBytes: entry.size })
    }
    return files
  } finally {
    await archive.close()
  }
}

function toPattern(pattern: string | undefined): RegExp | undefined {
  if (pattern === undefined) return undefined
  try {
    return new RegExp(pattern)
  } catch (cause) {
    const message = 'The ingestion property zipPattern is not a regular expression.'
    throw new KustoError('BadRequest_MalformedIngestionProperty', message, { cause })
  }
}

async function readEntries(archive: FileHandle): Promise<Entry[]> {
  const { size } = await archive.stat()
  const tailLength = Math.min(size, 65_557)
  const tail = Buffer.alloc(tailLength)
  await archive.read(tail, 0, tailLength, size - tailLength)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > tail.length) throw invalid('its directory is missing')
  const count = tail.readUInt16LE(end + 10)
  const length = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (count === 0xffff || offset === 0xffffffff)
    throw invalid('it is of the 64-bit kind, which is not supported')
  if (count > maximumEntries || offset + length > size) throw invalid('its directory is wrong or too long')
  const directory = Buffer.alloc(length)
  await archive.read(directory, 0, length, offset)
  const entries: Entry[] = []
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > length || directory.readUInt32LE(at) !== 0x02014b50) throw invalid('its directory is wrong')
    const nameLength = directory.readUInt16LE(at + 28)
    const rest = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      headerOffset: directory.readUInt32LE(at + 42),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    })
    at += 46 + nameLength + rest
  }
  return entries
}

async function unpack(archive: FileHandle, entry: Entry, path: string): Promise<void> {
  if (entry.encrypted) throw invalid('it is encrypted')
  if (entry.method !== 0 && entry.method !== 8) throw invalid(`it is packed by method ${entry.method}`)
  if (entry.size > maximumBytes || entry.size > entry.packedSize * maximumRatio + 1024) {
    throw new KustoError('BadRequest_FileTooLarge', 'A file of the archive is too large when unpacked.')
  }
  const header = Buffer.alloc(30)
  await archive.read(header, 0, 30, entry.headerOffset)
  if (header.readUInt32LE(0) !== 0x04034b50) throw invalid('a file of it is not where its directory says')
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  const target = createWriteStream(path, { mode: 0o600 })
  const guard = lengthGuard(entry.size)
  if (entry.packedSize === 0) {
    await pipeline([], guard, target)
    return
  }
  const source = archive.createReadStream({ start, end: start + entry.packedSize - 1, autoClose: false })
  try {
    if (entry.method === 0) await pipeline(source, guard, target)
    else await pipeline(source, createInflateRaw(), guard, target)
  } catch (cause) {
    if (cause instanceof KustoError) throw cause
    throw invalid('a file of it cannot be unpacked', cause)
  }
}

/** Ends a file that is longer or shorter than the directory said. */
function lengthGuard(expected: number): Transform {
  let length = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      if (length > expected) done(invalid('a file of it is longer than it says'))
      else done(null, chunk)
    },
    flush(done) {
      if (length === expected) done()
      else done(invalid('a file of it is shorter than it says'))
    },
  })
}

function invalid(what: string, cause?: unknown): KustoError {
  const message = `The zip archive cannot be read: ${what}.`
  return new KustoError('BadRequest_InvalidArchive', message, cause === undefined ? {} : { cause })
}
