import type { FileHandle } from 'node:fs/promises'

/** Deflate makes nothing smaller than by this factor. */
const highestDeflateRatio = 1032

/**
 * The uncompressed size that a gzip file ends with. It counts modulo 4 GB and speaks of the last member only,
 * so it is believed where it can be right; null otherwise.
 */
export async function gzipRawSize(file: FileHandle, sizeBytes: number): Promise<number | null> {
  if (sizeBytes < 18) return null
  const trailer = await readAt(file, sizeBytes - 4, 4)
  const size = trailer.readUInt32LE(0)
  const mayBeCutOff = sizeBytes * 4 > 2 ** 32
  const isPlausible = size <= sizeBytes * highestDeflateRatio && size >= sizeBytes - 64
  return isPlausible && !mayBeCutOff ? size : null
}

/** What is in a zip file. */
export interface ZipContents {
  readonly names: readonly string[]
  readonly rawSizeBytes: number
  readonly isEncrypted: boolean
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const longestDirectory = 16 * 1_048_576

/** Reads the directory at the end of a zip file; null when there is none that can be read (also Zip64). */
export async function readZipContents(file: FileHandle, sizeBytes: number): Promise<ZipContents | null> {
  const tailLength = Math.min(sizeBytes, 65_557)
  const tail = await readAt(file, sizeBytes - tailLength, tailLength)
  let end = tail.length - 22
  while (end >= 0 && tail.readUInt32LE(end) !== endSignature) end--
  if (end < 0) return null
  const directorySize = tail.readUInt32LE(end + 12)
  const directoryStart = tail.readUInt32LE(end + 16)
  if (directoryStart === 0xffffffff || directorySize > longestDirectory) return null
  if (directoryStart + directorySize > sizeBytes) return null
  return readEntries(await readAt(file, directoryStart, directorySize))
}

function readEntries(directory: Buffer): ZipContents | null {
  const names: string[] = []
  let rawSizeBytes = 0
  let isEncrypted = false
  for (let at = 0; at < directory.length;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== entrySignature) return null
    const rawSize = directory.readUInt32LE(at + 24)
    if (rawSize === 0xffffffff) return null
    isEncrypted ||= (directory.readUInt16LE(at + 8) & 1) === 1
    const nameLength = directory.readUInt16LE(at + 28)
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    if (!name.endsWith('/')) {
      names.push(name)
      rawSizeBytes += rawSize
    }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return { names, rawSizeBytes, isEncrypted }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  return readInto(file, position, Buffer.allocUnsafe(length))
}

/** Fills a buffer from a position in a file; returns the part that was filled, shorter at the file's end. */
export async function readInto(file: FileHandle, position: number, buffer: Buffer): Promise<Buffer> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
