import type { RowCells } from './cells'
import type { RecordPlace } from './chunk'
import type { RepeatedKey } from './repeated-keys'

/** A part of a source that DuckDB can read. */
export interface Part {
  /** What stands after FROM. */
  readonly relation: string
  /** SQL that is true for its rows that are records; the others are told. */
  readonly condition: string
  readonly hasLongTexts: boolean
  /** Fields, by their numbers from 0, no text of which is loose JSON. */
  readonly strictJson?: ReadonlySet<number> | undefined
  /** Keys that objects of its records have more than once, by the numbers of the rows. */
  readonly repeatedKeys?: readonly RepeatedKey[] | undefined
  /** Places of its rows by their numbers from 1, ascending. */
  places(numbers: readonly number[]): RecordPlace[] | Promise<RecordPlace[]>
}

/** A row that findings are about. */
export interface KeptRow {
  readonly place: RecordPlace
  readonly cells: RowCells
  /** Whether it is no record, and does not arrive. */
  readonly isOut: boolean
}
