import { DelimitedError, mostFields } from '../../domain/delimited-defect'
import { LineRewriter, type RecordPlace } from './line-rewriter'
import type { TextRewriter } from './text-rewriter'

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const blank = 0x20
const quote = 0x22
const backslash = 0x5c

/** The delimiter for lines of `txt`, which are handed on as records with one field. */
export const lineDelimiter = '\u0001'

/** What a backslash and this byte mean in `tsve`; a backslash before any other byte is itself. */
const escapedBytes = new Map([
  [0x74, tab],
  [0x6e, lineFeed],
  [0x72, carriageReturn],
  [backslash, backslash],
  [tab, tab],
  [lineFeed, lineFeed],
])

/** Hands on the lines of `txt`, whatever they hold, as delimited records with one field. */
export function textLines(options: { readonly ignoreFirstRecord: boolean }): TextRewriter {
  const delimiter = lineDelimiter.charCodeAt(0)
  return new LineRewriter(options, (line) => {
    const field = quoted(line, delimiter)
    return field === line ? undefined : field
  })
}

/**
 * Hands on the records of `tsve` as text delimited by tabs: a backslash escapes a tab, a line end or itself, `\t`,
 * `
 *
 * ` and `\r` stand for those, and quotes are plain text. All records have as many fields as the first, or are made
 * to have `fitTo`.
 */
export class EscapedTabs implements TextRewriter {
  readonly #lines: LineRewriter
  readonly #fitTo: number | undefined
  #fields: number | undefined

  constructor(options: { readonly ignoreFirstRecord: boolean; readonly fitTo?: number | undefined }) {
    this.#fitTo = this.#fields = options.fitTo
    const { ignoreFirstRecord } = options
    this.#lines = new LineRewriter({ ignoreFirstRecord, escapes: true }, (line, place) =>
      this.#record(line, place),
    )
  }

  get records(): number {
    return this.#lines.records
  }

  get fields(): number | undefined {
    return this.records === 0 ? undefined : Math.min(this.#fields ?? 0, mostFields)
  }

  get longestRecord(): number {
    return this.#lines.longestRecord
  }

  push(bytes: Uint8Array): Uint8Array[] {
    return this.#lines.push(bytes)
  }

  end(): Uint8Array[] {
    return this.#lines.end()
  }

  #record(line: Buffer, { record, offset }: RecordPlace): Buffer {
    const fields = splitEscaped(line)
    const expected = (this.#fields ??= fields.length)
    if (fields.length !== expected && this.#fitTo === undefined)
      throw new DelimitedError({ kind: 'fieldCount', record, fields: fields.length, expected }, offset)
    const fitted = Array.from(
      { length: Math.min(expected, mostFields) },
      (_, index) => fields[index] ?? Buffer.alloc(0),
    )
    const written = fitted.map((field) => quoted(field, tab))
    // An empty line would not be a record.
    if (expected === 1 && written[0]?.length === 0) return Buffer.from('""')
    return Buffer.concat(written.flatMap((field, index) => (index === 0 ? [field] : [delimiter, field])))
  }
}

const delimiter = Buffer.of(tab)

/** A line's fields, unescaped. */
function splitEscaped(line: Buffer): Buffer[] {
  const fields: Buffer[] = []
  const out = Buffer.alloc(line.length)
  let length = 0
  let start = 0
  for (let index = 0; index < line.length; index++) {
    const byte = line[index] as number
    if (byte === tab) {
      fields.push(out.subarray(start, length))
      start = length
      continue
    }
    const escaped = byte === backslash ? escapedBytes.get(line[index + 1] ?? -1) : undefined
    if (escaped !== undefined) index++
    out[length++] = escaped ?? byte
  }
  return [...fields, out.subarray(start, length)]
}

/** A value as a delimited field, quoted if it could be misread. */
function quoted(value: Buffer, delimiter: number): Buffer {
  let first = 0
  while (value[first] === blank) first++
  const special = [delimiter, carriageReturn, lineFeed]
  if (value[first] !== quote && !special.some((byte) => value.includes(byte))) return value
  const out = Buffer.allocUnsafe(value.length * 2 + 2)
  let length = out.writeUInt8(quote)
  for (const byte of value) {
    if (byte === quote) length = out.writeUInt8(quote, length)
    length = out.writeUInt8(byte, length)
  }
  return out.subarray(0, out.writeUInt8(quote, length))
}
