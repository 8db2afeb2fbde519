import fc from 'fast-check'
import type { DataFormat } from '../../../electron/domain/data-format'

/** Formats of the generated files, with the ends of their names. */
export const extensions = {
  csv: ['csv', 'CSV'],
  tsv: ['tsv', 'tab'],
  psv: ['psv'],
  scsv: ['scsv'],
  json: ['json', 'jsonl', 'ndjson'],
  multijson: ['json', 'multijson'],
  txt: ['txt', 'log'],
} as const satisfies Partial<Record<DataFormat, readonly string[]>>

export type GeneratedFormat = keyof typeof extensions

export const generatedFormats = Object.keys(extensions) as GeneratedFormat[]

/** The delimiters of the formats that have one. */
export const delimiters: Readonly<Partial<Record<GeneratedFormat, string>>> = {
  csv: ',',
  tsv: '\t',
  psv: '|',
  scsv: ';',
}

/** What is around the bytes of a file. */
export type Packing = 'none' | 'gzip' | 'gzipMembers' | 'gzipZeros' | 'gzipTail' | 'zip' | 'zipStored'

/** A file before it is packed, or one of an archive. */
export interface GeneratedEntry {
  readonly name: string
  readonly content: Buffer
}

/** How a source comes to the studio. */
export type Way = 'file' | 'blob' | 'paste'

/** One source that is to be ingested. */
export interface GeneratedFile {
  readonly format: GeneratedFormat
  readonly extension: string
  /** One, or in an archive several: data, and what is to be passed over. */
  readonly entries: readonly GeneratedEntry[]
  readonly packing: Packing
  readonly ignoreFirstRecord: boolean
  readonly way: Way
  /** Whether the user says the format, or leaves it to the studio. */
  readonly saysFormat: boolean
}

/** What a file's text is written in. */
const encodings = {
  utf8: (text: string) => Buffer.from(text),
  utf8Mark: (text: string) => Buffer.from(`\ufeff${text}`),
  utf16: (text: string) => Buffer.from(text, 'utf16le'),
  utf16Mark: (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  utf16Big: (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  utf32Mark: (text: string) => utf32(`\ufeff${text}`),
} as const

function utf32(text: string): Buffer {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0)
  const bytes = Buffer.alloc(codes.length * 4)
  for (const [index, code] of codes.entries()) bytes.writeUInt32LE(code, index * 4)
  return bytes
}

/** Bytes that no UTF-8 text has: never used, cut, half of a surrogate pair, too long for what they say. */
const notUtf8 = [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]].map((bytes) => Buffer.from(bytes))

/** Text as bytes: nearly always UTF-8. */
function encoded(text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  const whole = fc
    .tuple(
      fc.oneof(
        { weight: 88, arbitrary: fc.constant('utf8' as const) },
        { weight: 8, arbitrary: fc.constant('utf8Mark' as const) },
        { weight: 4, arbitrary: fc.constantFrom('utf16', 'utf16Mark', 'utf16Big', 'utf32Mark') },
      ),
      text,
    )
    .map(([encoding, written]) => encodings[encoding](written))
  const damaged = fc
    .tuple(text, fc.constantFrom(...notUtf8), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([written, wrong, where]) => {
      const bytes = Buffer.from(written)
      const at = Math.floor(bytes.length * where)
      return Buffer.concat([bytes.subarray(0, at), wrong, bytes.subarray(at)])
    })
  return fc.oneof({ weight: 96, arbitrary: whole }, { weight: 4, arbitrary: damaged })
}

/** What lies beside the data of an archive: passed over, but for the readme. */
const besides: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      'data/',
      '__MACOSX/._rows.csv',
      '.DS_Store',
      'data/Thumbs.db',
      '.hidden.csv',
      'desktop.ini',
    ),
  },
  { weight: 1, arbitrary: fc.constant('readme.md') },
)

const packings = fc.oneof(
  { weight: 60, arbitrary: fc.constant<Packing>('none') },
  { weight: 18, arbitrary: fc.constantFrom<Packing>('gzip', 'gzipMembers', 'gzipZeros') },
  { weight: 2, arbitrary: fc.constant<Packing>('gzipTail') },
  { weight: 20, arbitrary: fc.constantFrom<Packing>('zip', 'zipStored') },
)

/** A file of one format. */
export function fileOf(format: GeneratedFormat, text: fc.Arbitrary<string>): fc.Arbitrary<GeneratedFile> {
  const canHaveHeader = delimiters[format] !== undefined || format === 'txt'
  return fc
    .record({
      extension: fc.constantFrom<string>(...extensions[format]),
      packing: packings,
      content: encoded(text),
      more: fc.oneof(
        { weight: 2, arbitrary: fc.constant<Buffer[]>([]) },
        { weight: 1, arbitrary: fc.array(encoded(text), { maxLength: 2 }) },
      ),
      beside: fc.oneof(
        { weight: 1, arbitrary: fc.constant<string[]>([]) },
        { weight: 1, arbitrary: fc.uniqueArray(besides, { maxLength: 2 }) },
      ),
      ignoreFirstRecord: canHaveHeader ? fc.boolean() : fc.constant(false),
      way: fc.oneof(
        { weight: 86, arbitrary: fc.constant<Way>('file') },
        { weight: 8, arbitrary: fc.constant<Way>('blob') },
        { weight: 6, arbitrary: fc.constant<Way>('paste') },
      ),
      saysFormat: fc.boolean(),
    })
    .map(({ content, more, beside, ...file }) => {
      const isArchive = file.packing.startsWith('zip')
      const contents = isArchive ? [content, ...more] : [content]
      const data = contents.map((bytes, index) => ({
        name: `rows-${index}.${file.extension}`,
        content: bytes,
      }))
      const others = beside.map((name) => ({
        name,
        content: Buffer.from(name.endsWith('/') ? '' : 'not,data\n'),
      }))
      const entries = isArchive ? [...others, ...data] : data
      return { ...file, format, entries, way: possibleWay(file.way, file.packing, content) }
    })
}

/** A paste is text; of a zip that is a blob of the user's own nobody knows the records. */
function possibleWay(way: Way, packing: Packing, content: Buffer): Way {
  if (way === 'blob' && packing.startsWith('zip')) return 'file'
  const isPaste = way === 'paste' && packing === 'none' && Buffer.from(content.toString()).equals(content)
  return way === 'paste' && !isPaste ? 'file' : way
}
