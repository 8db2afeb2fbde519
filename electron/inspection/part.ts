import type { RowCells } from './cells'
import type { RecordPlace } from './chunk'
import type { DocumentTraits } from './document-texts'
import type { RecordKeys } from './record-keys'

/** A part of a source that DuckDB can read. */
export interface Part {
  /** What stands after FROM. */
  readonly relation: string
  /** SQL that is true for its rows that are records; the others are told. */
  readonly condition: string
  readonly hasLongTexts: boolean
  /** What is known of fields that become dynamic, by their numbers from 0. */
  readonly documents?: ReadonlyMap<number, DocumentTraits> | undefined
  /** The keys of JSON records, and those that objects have more than once, by the numbers of the rows. */
  readonly keys?: RecordKeys | undefined
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
