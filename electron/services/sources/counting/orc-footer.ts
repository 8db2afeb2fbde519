import { inflateRawSync } from 'node:zlib'
import { unpackSnappy } from '../../../domain/snappy'
import type { RandomAccess } from './random-access'

/** Fields of PostScript and Footer, and kinds of compression (apache/orc, orc_proto.proto). */
const postScript = { footerLength: 1, compression: 2 } as const
const numberOfRows = 6
const compression = { none: 0, zlib: 1, snappy: 2 } as const

/** Packed or not. It lists stripes and columns; anything longer is no footer. */
const largestFooter = 64 * 1_048_576
/** Writers pack a footer in chunks of many kilobytes. */
const mostChunks = 65_536

/**
 * Reads the number of rows in an ORC file from its footer (ORC specification v1, file tail). The file may be hostile:
 * a footer that unpacks to more than 64 MB is not read.
 *
 * @returns Null if there is no footer that can be read: it is damaged, or packed with a codec other than zlib or
 *   Snappy.
 */
export async function readOrcRows(file: RandomAccess): Promise<number | null> {
  const end = Buffer.alloc(Math.min(256, file.sizeBytes))
  if (end.length < 4 || (await file.read(end, file.sizeBytes - end.length)) < end.length) return null
  const scriptLength = end[end.length - 1] ?? 0
  if (scriptLength >= end.length) return null
  try {
    const scriptBytes = end.subarray(end.length - 1 - scriptLength, end.length - 1)
    const script = readNumbers(scriptBytes, [postScript.footerLength, postScript.compression])
    const length = script.get(postScript.footerLength) ?? 0
    const start = file.sizeBytes - 1 - scriptLength - length
    if (length === 0 || length > largestFooter || start < 0) return null
    const footer = Buffer.alloc(length)
    if ((await file.read(footer, start)) < length) return null
    const unpacked = unpack(footer, script.get(postScript.compression) ?? compression.none)
    const rows = readNumbers(unpacked, [numberOfRows]).get(numberOfRows)
    return Number.isSafeInteger(rows) ? (rows ?? null) : null
  } catch (error) {
    // A damaged footer: the service says what is wrong with the file, in its own words.
    if (error instanceof Error) return null
    throw error
  }
}

/** Unpacks chunks that each begin with their length and whether they are packed. */
function unpack(footer: Buffer, codec: number): Buffer {
  if (codec === compression.none) return footer
  const parts: Uint8Array[] = []
  let room = largestFooter
  for (let at = 0; at < footer.length;) {
    const header = footer.readUIntLE(at, 3)
    const chunk = footer.subarray(at + 3, at + 3 + (header >> 1))
    const part = (header & 1) === 1 ? chunk : unpackChunk(chunk, codec, room)
    room -= part.length
    if (room <= 0 || parts.length >= mostChunks) throw new RangeError('Longer than a footer')
    parts.push(part)
    at += 3 + (header >> 1)
  }
  return Buffer.concat(parts)
}

function unpackChunk(chunk: Buffer, codec: number, maximumBytes: number): Uint8Array {
  if (codec === compression.zlib) return inflateRawSync(chunk, { maxOutputLength: maximumBytes })
  if (codec === compression.snappy) return unpackSnappy(chunk, maximumBytes)
  throw new RangeError('Packed with another codec')
}

/**
 * Reads the wanted whole numbers from a Protocol Buffers message, by field number.
 *
 * @throws RangeError if the bytes are not a message.
 */
function readNumbers(bytes: Uint8Array, wanted: readonly number[]): Map<number, number> {
  const numbers = new Map<number, number>()
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let index = 0; index < 10; index++) {
      const byte = bytes[at++]
      if (byte === undefined) break
      value += (byte & 0x7f) * 128 ** index
      if (byte < 0x80) return value
    }
    throw new RangeError('A number that does not end')
  }
  const skipBytes = (count: number): void => void (at += count)
  while (at < bytes.length) {
    const key = varint()
    const kind = key % 8
    if (kind === 0) {
      const value = varint()
      const field = Math.floor(key / 8)
      if (wanted.includes(field)) numbers.set(field, value)
    } else if (kind === 1) skipBytes(8)
    else if (kind === 2) skipBytes(varint())
    else if (kind === 5) skipBytes(4)
    else throw new RangeError('Not a message')
  }
  if (at > bytes.length) throw new RangeError('Ended early')
  return numbers
}
