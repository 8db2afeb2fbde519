import type { DataFormat } from '../../../electron/domain/data-format'

/** What was recognised in pasted text. */
export interface PastedFinding {
  readonly format: DataFormat
  /** Records, a header among them when there is one. */
  readonly records: number
  readonly hasHeader: boolean
  /** Fields of the first record, of delimited text; null for other formats. */
  readonly fields: number | null
}
