import { gzipSync } from 'node:zlib'
import { readDelimited, type ReadText, type WrongText } from '../../support/delimited-reader'
import { zipArchive } from '../../support/zip-archive'
import { textColumns } from './delimited-content'
import { delimiters, type GeneratedEntry, type GeneratedFile, type GeneratedFormat } from './generated-file'
import { compactJson, JsonMistake, JsonReader, type JsonValue } from './json-reader'
import { typedColumns } from './typed-values'

/** The values of a row, in the order of the table's columns, as a query answers them. */
export type Row = readonly unknown[]

/** What has to become of a source. */
export type MustLand =
  | {
      readonly kind: 'lands'
      readonly rows: readonly Row[]
      /** Lines of JSON that are no records: they are missing, and said to be. */
      readonly leftOut: number
    }
  /** It has no records. */
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'refused'
      readonly why: Refusal
      readonly record?: number
      readonly line?: number
      /** What else is wrong, with other files of an archive or with quotes: that may be what is found first. */
      readonly others?: readonly MustLand[]
    }

/** Why a source is refused. */
export type Refusal = WrongText['wrong'] | 'encoding' | 'json' | 'archive' | 'gzip'

/** The two tables that files go to. */
export type TableKind = 'texts' | 'types'

/** The bytes of a file as they lie on the disk. */
export function packedBytes({ packing, entries }: GeneratedFile): Buffer {
  const content = entries[0]?.content ?? Buffer.alloc(0)
  switch (packing) {
    case 'none':
      return content
    case 'gzip':
      return gzipSync(content)
    case 'gzipMembers': {
      const half = content.length >> 1
      return Buffer.concat([gzipSync(content.subarray(0, half)), gzipSync(content.subarray(half))])
    }
    case 'gzipZeros':
      return Buffer.concat([gzipSync(content), Buffer.alloc(512)])
    case 'gzipTail':
      return Buffer.concat([gzipSync(content), Buffer.from('tail')])
    case 'zip':
    case 'zipStored':
      return zipArchive(entries.map((entry) => ({ ...entry, stored: packing === 'zipStored' })))
  }
}

/**
 * Says what must land of a file, or that it must be refused, by the rules alone: RFC 4180 and 8259, the documents of
 * supported formats and of the ingestion of invalid data, and `delimited-defect.ts`.
 *
 * @param format What it is read as.
 */
export function mustLand(file: GeneratedFile, format: GeneratedFormat, table: TableKind): MustLand {
  if (file.packing === 'gzipTail') return { kind: 'refused', why: 'gzip' }
  const isArchive = file.packing.startsWith('zip')
  const data = isArchive ? file.entries.filter(({ name }) => !isPassedOver(name)) : file.entries
  if (new Set(data.map(({ name }) => name.split('.').at(-1))).size > 1)
    return { kind: 'refused', why: 'archive' }
  const rows: Row[] = []
  let leftOut = 0
  const reads = data.map((entry) => readEntry(entry, file, format, table))
  const [refused, ...others] = reads.filter((read) => read.kind === 'refused')
  if (refused !== undefined) return { ...refused, others: [...(refused.others ?? []), ...others] }
  for (const read of reads) {
    if (read.kind !== 'lands') continue
    rows.push(...read.rows)
    leftOut += read.leftOut
  }
  return rows.length === 0 && leftOut === 0 ? { kind: 'nothing' } : { kind: 'lands', rows, leftOut }
}

function isPassedOver(name: string): boolean {
  const steps = name.toLowerCase().split('/')
  return steps.at(-1) === '' || steps.some((step) => /^(\.|__macosx$|thumbs\.db$|desktop\.ini$)/.test(step))
}

function readEntry(
  { content }: GeneratedEntry,
  { ignoreFirstRecord }: GeneratedFile,
  format: GeneratedFormat,
  table: TableKind,
): MustLand {
  const text = utf8Text(content)
  if (text === undefined) return { kind: 'refused', why: 'encoding' }
  const delimiter = delimiters[format]
  if (delimiter !== undefined) {
    const read = readDelimited(text, { delimiter, ignoreFirstRecord })
    if ('wrong' in read)
      return wrongText(read, readDelimited(text, { delimiter, ignoreFirstRecord, mayDiffer: true }))
    return landing(read.records.map((fields) => rowOf(fields, table)))
  }
  if (format === 'txt') {
    const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
    const records = lines.filter((line) => line !== '').slice(ignoreFirstRecord ? 1 : 0)
    return landing(records.map((line) => rowOf([line], table)))
  }
  return format === 'json' ? readLines(text, table) : readDocument(text, table)
}

/** The studio looks at quotes before it sends a file, and leaves it to the service to count fields. */
function wrongText(first: WrongText, withoutCounts: ReadText): MustLand {
  const refusal = ({ wrong, record, line }: WrongText): MustLand & { kind: 'refused' } => ({
    kind: 'refused',
    why: wrong,
    record,
    line,
  })
  return { ...refusal(first), others: 'wrong' in withoutCounts ? [refusal(withoutCounts)] : [] }
}

function landing(rows: readonly Row[], leftOut = 0): MustLand {
  return rows.length + leftOut === 0 ? { kind: 'nothing' } : { kind: 'lands', rows, leftOut }
}

/** Undefined for what is not UTF-8; text has no NUL, which is how UTF-16 and UTF-32 without a mark show. */
function utf8Text(content: Buffer): string | undefined {
  if (content.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return undefined
  }
}

function readLines(text: string, table: TableKind): MustLand {
  const rows: Row[] = []
  let leftOut = 0

  const lines = text.split('\n').filter((line) => !/^[\u0000-\u0020]*$/.test(line))
  for (const line of lines) {
    const reader = new JsonReader(line)
    const value = attempt(() => reader.value())
    if (value?.kind === 'object' && reader.isAtEnd()) rows.push(objectRow(value, table))
    else leftOut++
  }
  // Nothing that can be read is a failure, not a success without rows.
  if (rows.length === 0 && leftOut > 0) return { kind: 'refused', why: 'json' }
  return landing(rows, leftOut)
}

function readDocument(text: string, table: TableKind): MustLand {
  const rows: Row[] = []
  const reader = new JsonReader(text)
  const take = (): boolean => {
    const value = attempt(() => reader.value())
    if (value?.kind !== 'object') return false
    rows.push(objectRow(value, table))
    return true
  }
  while (!reader.isAtEnd()) {
    if (!reader.takes('[')) {
      if (take()) continue
      return { kind: 'refused', why: 'json', record: rows.length + 1 }
    }
    if (reader.takes(']')) continue
    do {
      if (!take()) return { kind: 'refused', why: 'json', record: rows.length + 1 }
    } while (reader.takes(','))
    if (!reader.takes(']')) return { kind: 'refused', why: 'json', record: rows.length + 1 }
  }
  return landing(rows)
}

function attempt(read: () => JsonValue): JsonValue | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof JsonMistake) return undefined
    throw error
  }
}

function rowOf(fields: readonly string[], table: TableKind): Row {
  if (table === 'texts') return textColumns.map((_name, index) => keptText(fields[index] ?? ''))
  return typedColumns.map(({ name, values }, index) => {
    const field = fields[index] ?? ''
    if (!values.has(field)) throw new Error(`It is not written down what ${name} makes of “${field}”`)
    return values.get(field)
  })
}

function objectRow(object: JsonValue & { readonly kind: 'object' }, table: TableKind): Row {
  const memberOf = (name: string): JsonValue => object.members.get(name) ?? { kind: 'word', word: 'null' }
  if (table === 'texts') return textColumns.map((name) => keptText(textOf(memberOf(name))))
  return typedColumns.map(({ name, type, values }) => {
    const member = memberOf(name)
    return type === 'dynamic' ? (JSON.parse(compactJson(member)) as unknown) : values.get(textOf(member))
  })
}

function textOf(value: JsonValue): string {
  if (value.kind === 'text') return value.value
  return value.kind === 'word' && value.word === 'null' ? '' : compactJson(value)
}

const longestText = 1_048_576

/** A text as its column keeps it: cut at a megabyte, between two characters (documents: the string data type). */
function keptText(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= longestText) return text
  let end = longestText
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}
