/**
 * How delimited text (csv, tsv, psv, scsv, sohsv) is read into records and fields. Every reader here holds to it: the
 * studio's counts and samples, and what the local cluster lands. It is RFC 4180, with what the documents say of
 * supported formats, of the ingestion of invalid data and of the ingestion property `validationPolicy`.
 *
 * 1. A record ends with LF, CRLF or CR, in any mixture; the last one needs no end. A line without a single character is
 *    no record, whatever the number of fields. A line that is `""` is one.
 * 2. A field is quoted if a quote is its first character after any blanks (0x20). Blanks before the opening and after
 *    the closing quote are not part of the value. Inside the quotes a doubled quote stands for one; every other byte is
 *    part of the value as it is, line ends of any kind and delimiters included.
 * 3. A quote anywhere else in a field that is not quoted is text. Anything but blanks after a closing quote is a defect,
 *    and so is a quoted field that never closes.
 * 4. All records have as many fields as the first; an ignored first record does not count. One that has more or fewer
 *    is a defect, unless the validation policy lets records differ: then short ones are filled up with empty fields
 *    and fields too many are left out, in every record alike.
 * 5. A record is at most 64 MB long (the string data type).
 *
 * A defect fails its source as a whole: no record of it lands.
 */
export type DelimitedDefect =
  | (DefectPlace & { readonly kind: 'fieldCount'; readonly fields: number; readonly expected: number })
  | (DefectPlace & { readonly kind: 'textAfterQuote' | 'openQuote'; readonly field: number })
  | (DefectPlace & { readonly kind: 'recordTooLong'; readonly field: number; readonly insideQuotes: boolean })

interface DefectPlace {
  /** From 1, with a first record that is ignored. */
  readonly record: number
  /** The line on which the record begins, from 1. */
  readonly line: number
}

/** Longest record that is taken, in bytes (documents: the string data type). */
export const longestRecordBytes = 64 * 1_048_576

/** Fields of a record that are handed on at most: more than any table has columns, and than an engine can take. */
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

/** A defect that was found in bytes whose lines nobody has counted. */
export type UnplacedDefect = DelimitedDefect extends infer Defect
  ? Defect extends DelimitedDefect
    ? Omit<Defect, 'line'>
    : never
  : never

/** Bytes that are not delimited text as {@link DelimitedDefect} describes it. */
export class DelimitedError extends Error {
  override readonly name = 'DelimitedError'
  readonly defect: UnplacedDefect
  /** Where the record with the defect begins, in bytes from the beginning. */
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
