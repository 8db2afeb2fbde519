/**
 * How delimited text (csv, tsv, psv, scsv, sohsv) is read into records and fields. Every reader here follows these
 * rules: the studio's counts and samples, and the local cluster's loader. They are RFC 4180 plus what the documents say
 * about supported formats, ingesting invalid data, and the ingestion property `validationPolicy`.
 *
 * 1. A record ends with LF, CRLF or CR, in any mixture; the last one needs no end. A line without any character is no
 *    record, whatever the number of fields. A line that is `""` is one.
 * 2. A field is quoted if a quote is its first character after any blanks (0x20). Blanks before the opening and after
 *    the closing quote are not part of the value. Inside the quotes a doubled quote stands for one; every other byte
 *    counts as it is, including delimiters and line ends of any kind.
 * 3. A quote anywhere else in an unquoted field is text. Anything but blanks after a closing quote is a defect, and so
 *    is a quoted field that never closes.
 * 4. All records have as many fields as the first, not counting an ignored first record. More or fewer is a defect,
 *    unless the validation policy lets records differ: then short records are padded with empty fields and extra fields
 *    are dropped, in every record alike.
 * 5. A record is at most 64 MB long (the string data type).
 *
 * A defect fails its whole source: none of its records land.
 */
export type DelimitedDefect =
  | (DefectPlace & { readonly kind: 'fieldCount'; readonly fields: number; readonly expected: number })
  | (DefectPlace & { readonly kind: 'textAfterQuote' | 'openQuote'; readonly field: number })
  | (DefectPlace & { readonly kind: 'recordTooLong'; readonly field: number; readonly insideQuotes: boolean })

interface DefectPlace {
  /** From 1, counting an ignored first record. */
  readonly record: number
  /** The line where the record begins, from 1. */
  readonly line: number
}

/** Longest record allowed, in bytes (documents: the string data type). */
export const longestRecordBytes = 64 * 1_048_576

/** Most fields passed on per record: more than any table has columns, and all that an engine can take. */
export const mostFields = 10_000

/** Says what is wrong, as one sentence. */
export function describeDefect(defect: DelimitedDefect): string {
  const record = `Record ${defect.record} (line ${defect.line})`
  switch (defect.kind) {
    case 'fieldCount':
      return `${record} has ${plural(defect.fields, 'field')} where the first has ${defect.expected}.`
    case 'textAfterQuote':
      return `${record} has text after the closing quote of field ${defect.field}; a quote inside a quoted field is written twice.`
    case 'openQuote':
      return `${record} opens a quote in field ${defect.field} that is never closed.`
    case 'recordTooLong':
      return defect.insideQuotes
        ? `${record} is longer than 64 MB; perhaps the quote that its field ${defect.field} opens is never closed.`
        : `${record} is longer than 64 MB.`
  }
}

/** A defect found in bytes whose lines have not been counted. */
export type UnplacedDefect = DelimitedDefect extends infer Defect
  ? Defect extends DelimitedDefect
    ? Omit<Defect, 'line'>
    : never
  : never

/** Bytes that break the rules of {@link DelimitedDefect}. */
export class DelimitedError extends Error {
  override readonly name = 'DelimitedError'
  readonly defect: UnplacedDefect
  /** Where the faulty record begins, in bytes from the start. */
  readonly offset: number

  constructor(defect: UnplacedDefect, offset: number) {
    super(`Record ${defect.record} has a defect: ${defect.kind}.`)
    this.defect = defect
    this.offset = offset
  }
}

function plural(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`
}
