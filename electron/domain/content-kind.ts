import type { Compression, DataFormat } from './data-format'

/** What a file's first bytes say, whatever its name says. */
export type ContentKind =
  /** Text, or possibly text. */
  | { readonly kind: 'text' }
  | { readonly kind: 'compressed'; readonly compression: Exclude<Compression, 'none'> }
  | { readonly kind: 'binary'; readonly format: DataFormat }
  /** Text in an encoding of two or four bytes, with or without a byte order mark. */
  | { readonly kind: 'wideText'; readonly encoding: 'UTF-16' | 'UTF-32'; readonly isLittleEndian: boolean }
  /** A file that is in no data format; `what` continues “is …”. */
  | { readonly kind: 'foreign'; readonly what: string; readonly nextStep: string }

const unpackFirst = 'Unpack it, and add what is inside.'
const exportFirst = 'Export its data as CSV, and add that.'
const notData = 'Choose a file with records, for example CSV, JSON or Parquet.'

const foreignContents: readonly (readonly [readonly number[], string, string])[] = [
  [[0x42, 0x5a, 0x68], 'a bzip2 archive', unpackFirst],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an xz archive', unpackFirst],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive', unpackFirst],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive', unpackFirst],
  [[0x52, 0x61, 0x72, 0x21], 'a RAR archive', unpackFirst],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Office document', exportFirst],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document', notData],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture', notData],
  [[0xff, 0xd8, 0xff], 'a JPEG picture', notData],
  [[0x47, 0x49, 0x46, 0x38], 'a GIF picture', notData],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program', notData],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'a SQLite database', exportFirst],
]

/**
 * Tells what content is from its first bytes: a few hundred at least, or all there are.
 *
 * @param bytes Not empty.
 */
export function detectContentKind(bytes: Uint8Array): ContentKind {
  if (startsWith(bytes, [0x1f, 0x8b])) return { kind: 'compressed', compression: 'gzip' }
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return { kind: 'compressed', compression: 'zip' }
  if (startsWith(bytes, [0x50, 0x4b, 0x05, 0x06])) return { kind: 'compressed', compression: 'zip' }
  if (startsWith(bytes, [0x50, 0x41, 0x52, 0x31])) return { kind: 'binary', format: 'parquet' }
  if (startsWith(bytes, [0x4f, 0x62, 0x6a, 0x01])) return { kind: 'binary', format: 'avro' }
  if (startsWith(bytes, [0x4f, 0x52, 0x43])) return { kind: 'binary', format: 'orc' }
  // UTF-32 first: its little-endian mark begins like the one of UTF-16.
  if (startsWith(bytes, [0xff, 0xfe, 0, 0])) return wide('UTF-32', true)
  if (startsWith(bytes, [0, 0, 0xfe, 0xff])) return wide('UTF-32', false)
  if (startsWith(bytes, [0xff, 0xfe])) return wide('UTF-16', true)
  if (startsWith(bytes, [0xfe, 0xff])) return wide('UTF-16', false)
  const foreign = foreignContents.find(([magic]) => startsWith(bytes, magic))
  if (foreign !== undefined) return { kind: 'foreign', what: foreign[1], nextStep: foreign[2] }
  return kindByZeros(bytes)
}

function wide(encoding: 'UTF-16' | 'UTF-32', isLittleEndian: boolean): ContentKind {
  return { kind: 'wideText', encoding, isLittleEndian }
}

/**
 * UTF-8 text has no zero byte, but wide text does: UTF-32 in every character, UTF-16 in every separator, digit and line
 * end, whatever the script. So text is tried as both, in both byte orders. Letters between which a zero got are neither.
 */
function kindByZeros(bytes: Uint8Array): ContentKind {
  const sample = bytes.subarray(0, 4096)
  if (!sample.includes(0)) return { kind: 'text' }
  for (const isLittleEndian of [true, false])
    if (isWideText(sample, 4, isLittleEndian)) return wide('UTF-32', isLittleEndian)
  if (isTextBetweenZeros(sample)) return { kind: 'foreign', what: withZero(sample), nextStep: noZeros }
  const orders = [true, false].filter((isLittleEndian) => isWideText(sample, 2, isLittleEndian))
  const [only] = orders
  // Short text may read as letters of another script in the wrong order; zeros are the high half of the right one.
  if (only !== undefined) return wide('UTF-16', orders.length === 2 ? hasHighZeros(sample) : only)
  return { kind: 'foreign', what: 'binary data of an unknown kind', nextStep: notData }
}

const noZeros = 'Text has no such bytes: take them out, or make the file again.'

function withZero(bytes: Uint8Array): string {
  const offset = bytes.indexOf(0)
  const line = bytes.subarray(0, offset).reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1)
  return `text with a NUL byte (0x00) at offset ${offset}, in line ${line}`
}

/** Whether bytes are ASCII text but for zeros that are not every other byte, as in wide text. */
function isTextBetweenZeros(bytes: Uint8Array): boolean {
  const zeros = [0, 0]
  for (const [index, byte] of bytes.entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
    else if (byte >= 0x7f || isNoText(byte)) return false
  }
  return Math.max(...zeros) * 2 <= bytes.length >> 1
}

/** Whether more zeros are in the second byte of two than in the first. */
function hasHighZeros(bytes: Uint8Array): boolean {
  let balance = 0
  bytes.forEach((byte, index) => {
    if (byte === 0) balance += index % 2 === 0 ? -1 : 1
  })
  return balance > 0
}

/** Never occurs in text: controls (except tab, line ends and SOH) and code points that Unicode never assigns. */
function isNoText(code: number): boolean {
  const isControl = code < 0x20 && code !== 0x01 && code !== 0x09 && code !== 0x0a && code !== 0x0d
  return isControl || code > 0x10ffff || (code & 0xfffe) === 0xfffe || (code >= 0xfdd0 && code <= 0xfdef)
}

/** Whether bytes are text when read as units of two or four bytes. */
function isWideText(bytes: Uint8Array, unit: 2 | 4, isLittleEndian: boolean): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = Math.floor(bytes.length / unit)
  let latin = 0
  for (let index = 0; index < count; index++) {
    const at = index * unit
    const code = unit === 2 ? view.getUint16(at, isLittleEndian) : view.getUint32(at, isLittleEndian)
    if (isNoText(code)) return false
    const isHigh = code >= 0xd800 && code <= 0xdbff
    const isLow = code >= 0xdc00 && code <= 0xdfff
    if (unit === 4 && (isHigh || isLow)) return false
    if (isHigh && index + 1 < count && (view.getUint16(at + 2, isLittleEndian) & 0xfc00) !== 0xdc00)
      return false
    if (isLow && (index === 0 || (view.getUint16(at - 2, isLittleEndian) & 0xfc00) !== 0xd800)) return false
    if (code >= 0x09 && code < 0x7f) latin++
  }
  // Binary data may read as rare characters by chance, but hardly as letters, digits or separators too.
  return count > 0 && latin / count >= 0.02
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}
