import type { StudioError } from '../studio-error'
import type { Finding } from '../schema/inspection'
import type { Reading } from '../schema/reading'
import type { QuoteDefect, SampleRecord } from './sample-records'
import type { JsonReason } from './json-layout'

/** The start of a source, its compression taken off. */
export interface Sample {
  /** Not empty; 64 to 256 KB are enough. */
  readonly bytes: Uint8Array
  /** Whether the bytes are all there is. */
  readonly isWhole: boolean
  /** The name of the file or blob, for the format that it stands for and for messages; empty for pasted text. */
  readonly name: string
  /** The target table's column names, if known. */
  readonly columns?: readonly string[]
}

/** One field of a source. */
interface SampleField {
  /** Its name in the source; invented where it has none, and unlike all others. */
  readonly name: string
  /** Its number from 0; undefined for JSON. */
  readonly ordinal?: number
  /** Its place in a JSON record; undefined for others. */
  readonly path?: string
  /** Whether all its values are JSON strings, which say themselves that they are no numbers. */
  readonly isText?: boolean
}

/** One record of a sample: its line, the text of each field, and the text that it was read from. */
export interface SampleRow {
  readonly line: number
  /** Null: the key is absent, or JSON's null. */
  readonly cells: readonly (string | null)[]
  readonly raw: string
}

/** Why a source has its format. */
export type FormatReason = 'magic' | 'fieldsLine' | 'delimiter' | 'name' | 'escapes' | JsonReason

/** What reading a sample in a certain way gives. */
export interface SampleReading {
  readonly fields: readonly SampleField[]
  /** Without a header; up to the limit. */
  readonly rows: readonly SampleRow[]
  /** Fields of the first record; null for a format without fields. */
  readonly columnCount: number | null
  readonly findings: readonly Finding[]
  readonly defects: readonly QuoteDefect[]
  readonly records: readonly SampleRecord[]
}

/** What was recognised in a sample. */
export interface Recognition extends SampleReading {
  /** How to read the source; null if it cannot be read. */
  readonly reading: Reading | null
  readonly reason: FormatReason | null
  /** Why it cannot be ingested as it is; null if it can. */
  readonly problem: StudioError | null
  /** Whether the first record is a header, whatever the user chose. */
  readonly hasHeader: boolean
  /** The text of the sample, without a byte order mark; empty for binary formats. */
  readonly text: string
}
