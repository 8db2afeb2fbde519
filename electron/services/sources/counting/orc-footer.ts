import { inflateRawSync } from 'node:zlib'
import { unpackSnappy } from '../../../domain/snappy'
import type { RandomAccess } from './random-access'

/** Fields of PostScript and Footer, and kinds of compression (apache/orc, orc_proto.proto). */
const postScript = { footerLength: 1, compression: 2 } as const
const numberOfRows = 6
const compression = { none: 0, zlib: 1, snappy: 2 } as const

/** A footer lists stripes and columns; more than this is none. */
const largestFooter = 64 * 1_048_576

/**
 * Reads the number of rows in an ORC file from its footer (ORC specification v1, file tail).
 *
 * @returns Null when there is no footer that can be read: it is damaged, or packed by another codec than zlib or
 *   Snappy.
 */
export async function readOrcRows(file: RandomAccess): Promise<number | null> {
  const end = Buffer.alloc(Math.min(256, file.sizeBytes))
  if (end.length < 4 || (await file.read(end, file.sizeBytes - end.length)) < end.length) return null
  const scriptLength = end[end.length - 1] ?? 0
  if (scriptLength >= end.length) return null
  try {
    const script = readNumbers(end.subarray(end.length - 1 - scriptLength, end.length - 1))
    const length = script.get(postScript.footerLength) ?? 0
    const start = file.sizeBytes - 1 - scriptLength - length
    if (length === 0 || length > largestFooter || start < 0) return null
    const footer = Buffer.alloc(length)
    if ((await file.read(footer, start)) < length) return null
    const unpacked = unpack(footer, script.get(postScript.compression) ?? compression.none)
    return readNumbers(unpacked).get(numberOfRows) ?? null
  } catch (error) {
    // A damaged footer: the service says what is wrong with the file, in its own words.
    if (error instanceof Error) return null
    throw error
  }
}

/** Takes the compression off: chunks that each begin with their length and whether they are packed. */
function unpack(footer: Buffer, codec: number): Buffer {
  if (codec === compression.none) return footer
  const parts: Uint8Array[] = []
  for (let at = 0; at < footer.length;) {
    const header = footer.readUIntLE(at, 3)
    const chunk = footer.subarray(at + 3, at + 3 + (header >> 1))
    parts.push((header & 1) === 1 ? chunk : unpackChunk(chunk, codec))
    at += 3 + (header >> 1)
  }
  return Buffer.concat(parts)
}

function unpackChunk(chunk: Buffer, codec: number): Uint8Array {
  if (codec === compression.zlib) return inflateRawSync(chunk, { maxOutputLength: largestFooter })
  if (codec === compression.snappy) return unpackSnappy(chunk, largestFooter)
  throw new RangeError('Packed by another codec')
}

/**
 * The whole numbers among the fields of a Protocol Buffers message, by field number.
 *
 * @throws RangeError when the bytes are no message.
 */
function readNumbers(bytes: Uint8Array): Map<number, number> {
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
    throw new RangeError('A number without an end')
  }
  const skipBytes = (count: number): void => void (at += count)
  while (at < bytes.length) {
    const key = varint()
    const kind = key % 8
    if (kind === 0) numbers.set(Math.floor(key / 8), varint())
    else if (kind === 1) skipBytes(8)
    else if (kind === 2) skipBytes(varint())
    else if (kind === 5) skipBytes(4)
    else throw new RangeError('Not a message')
  }
  if (at > bytes.length) throw new RangeError('Ended early')
  return numbers
}
