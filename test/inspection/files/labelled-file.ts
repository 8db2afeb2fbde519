import type { DataFormat } from '../../../electron/domain/data-format'
import type { Encoding } from '../../../electron/domain/schema/reading'

/** A small file and what is right about it, written down before anything looked at it. */
export interface LabelledFile {
  readonly name: string
  readonly bytes: Buffer
  readonly format: DataFormat
  /** The delimiter, left out for a format without one; then lines left out above the table, and the quotes' style. */
  readonly dialect: string
  readonly header: boolean
  readonly encoding: Encoding
  /** Types of the columns, with blanks between; null where the bytes of the sample do not hold them. */
  readonly types: string | null
  /** Names of the target table's columns. */
  readonly columns?: readonly string[]
}

type Label = Partial<Pick<LabelledFile, 'header' | 'encoding' | 'columns'>> & {
  /** Lines above the table. */
  readonly skip?: number
  readonly comment?: string
  readonly backslash?: boolean
  /** A delimiter that Kusto has no format for. */
  readonly delimiter?: string
}

/** A text file: its lines end with LF, and it is UTF-8 unless its bytes are given. */
export function file(
  name: string,
  format: DataFormat,
  types: string | null,
  content: string | readonly string[] | Buffer,
  label: Label = {},
): LabelledFile {
  const text = Buffer.isBuffer(content) || typeof content === 'string' ? content : `${content.join('\n')}\n`
  const {
    header = true,
    encoding = 'utf-8',
    skip = 0,
    comment,
    backslash = false,
    delimiter,
    columns,
  } = label
  return {
    name,
    format,
    bytes: Buffer.isBuffer(text) ? text : Buffer.from(text),
    dialect: dialectOf({ skip, comment, backslash, delimiter }),
    header,
    encoding,
    types,
    ...(columns === undefined ? {} : { columns }),
  }
}

/** A dialect as one text. */
export function dialectOf(dialect: {
  readonly skip: number
  readonly comment: string | undefined
  readonly backslash: boolean
  readonly delimiter: string | undefined
}): string {
  const { skip, comment, backslash, delimiter } = dialect
  const quotes = backslash ? ' backslash' : ''
  return `${delimiter ?? ''} skip ${skip} ${comment ?? ''}${quotes}`
}

/** Lines made by number, from 0. */
export function lines(count: number, make: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

/** One of some values, in turn and not in step with the others. */
export function pick(values: readonly string[], index: number, step = 7): string {
  return values[(index * step + Math.floor(index / values.length)) % values.length] ?? ''
}
