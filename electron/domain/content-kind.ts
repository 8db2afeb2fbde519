import type { Compression, DataFormat } from './data-format'

/** What the first bytes of a file say, whatever its name says. */
export type ContentKind =
  /** Text, or what may be text. */
  | { readonly kind: 'text' }
  | { readonly kind: 'compressed'; readonly compression: Exclude<Compression, 'none'> }
  | { readonly kind: 'binary'; readonly format: DataFormat }
  /** UTF-16, with or without a byte order mark. */
  | { readonly kind: 'utf16' }
  /** Something that no data format is; `what` continues “is …”. */
  | { readonly kind: 'foreign'; readonly what: string; readonly nextStep: string }

const unpackFirst = 'Unpack it, and drop what is inside.'
const exportFirst = 'Export its data as CSV, and drop that.'
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
 * Tells what content is by its first bytes: at least some hundred of them, or all there are.
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
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return { kind: 'utf16' }
  const foreign = foreignContents.find(([magic]) => startsWith(bytes, magic))
  if (foreign !== undefined) return { kind: 'foreign', what: foreign[1], nextStep: foreign[2] }
  return kindByZeros(bytes)
}

/** UTF-8 text has no zero byte. UTF-16 of Latin letters has one in every pair, always on the same side. */
function kindByZeros(bytes: Uint8Array): ContentKind {
  const length = Math.min(bytes.length, 4096)
  const zeros: [number, number] = [0, 0]
  for (let index = 0; index < length; index++) if (bytes[index] === 0) zeros[index % 2 === 0 ? 0 : 1]++
  const [even, odd] = zeros
  if (even + odd === 0) return { kind: 'text' }
  const pairs = length / 2
  if ((even > pairs * 0.4 && odd < pairs * 0.05) || (odd > pairs * 0.4 && even < pairs * 0.05))
    return { kind: 'utf16' }
  return { kind: 'foreign', what: 'binary data of an unknown kind', nextStep: notData }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}
