import type {
  Check,
  ColumnProfile,
  ExtentRead,
  Finding,
  InspectionSource,
  Look,
  PreviewRow,
  RowSelection,
} from '../../../../electron/domain/schema/inspection'
import type { Reading } from '../../../../electron/domain/schema/reading'
import type { Column, ColumnSource, TableDetails, TableRef } from '../../../../electron/domain/schema/table'
import type { ScalarType } from '../../../../electron/domain/scalar-type'
import type { StudioError } from '../../../../electron/domain/studio-error'
import type { Loadable } from '../loadable'
import { isPutRight, type FindingChoice } from './finding-choices'

/** What the user wants of one column of a new table; what is left out is as inferred. */
export interface ColumnChange {
  readonly name?: string
  readonly type?: ScalarType
  /** The mapping's transform that the type needs. */
  readonly transform?: string | undefined
  /** Nothing of this column is sent. */
  readonly isLeftOut?: boolean
}

/** Parts of a reading that the user changes; undefined takes one back. */
export type ReadingChange = { readonly [K in keyof Reading]?: Reading[K] | undefined }

/** Where the records are meant to go, as far as the user has said. */
export interface TargetDraft {
  /** The existing table; null: a new one. */
  readonly table: TableDetails | null
  readonly newName: string
  readonly match: 'name' | 'position'
  /** Changes to a new table's columns, by {@link placeOf}. */
  readonly changes: Readonly<Record<string, ColumnChange>>
  /** Columns that the existing table lacks and will get. */
  readonly added: readonly Column[]
  /** Edited by the user or stored with the table; null: made from the columns. */
  readonly mapping: readonly ColumnSource[] | null
  /** The stored mapping's name, or the one to save an edited mapping by. */
  readonly mappingName: string | null
  /** Whether the table has that mapping already, as it is. */
  readonly isStoredMapping: boolean
}

/** One source that is looked into, and everything said about it. */
export interface Inspection {
  /** A file's handle, `paste` or `blob`. */
  readonly key: string
  readonly name: string
  readonly source: InspectionSource
  /** What the user corrected; null: as recognised. */
  readonly reading: Reading | null
  readonly draft: TargetDraft
  /**
   * The source's own columns, as a look without a target tells them: a look for a table also tells of columns that only
   * the table has. Null before the first look, and after another reading.
   */
  readonly own: readonly ColumnProfile[] | null
  /** The newest look; null before the first. */
  readonly look: Look | null
  readonly isLooking: boolean
  /** Why the source could not be looked into at all. */
  readonly error: StudioError | null
  /** How far the check of the whole source is; null: not begun. */
  readonly check: Check | null
  /** What the user wants of each finding, by {@link findingId}; the others are sent as they are. */
  readonly choices: Readonly<Record<string, FindingChoice>>
}

/** The rows that the prepare page shows besides the look's own. */
interface PreviewRows {
  readonly which: RowSelection
  readonly rows: Loadable<readonly PreviewRow[]>
}

/** Sources that are looked into before they are sent. */
export interface InspectionSlice {
  /** By their keys. */
  readonly inspections: Readonly<Record<string, Inspection>>
  /** The inspection that the prepare page shows; null: the page is closed. */
  readonly prepared: string | null
  readonly preview: PreviewRows
  /** Looks at chosen files and checks them one after another; those that are known are left alone. */
  inspectFiles(): void
  /** Looks at the group of a file that is in view, unless that has been done: of many groups, only the first are at once. */
  inspectSeen(handle: string): void
  /** Looks at pasted rows or a blob in the background, as `inspectFiles` does for files. */
  inspectSource(source: InspectionSource, name: string): void
  /** Waits until sources that are being looked into have been: only then is it known what goes along with them. */
  whenLooked(keys: readonly string[]): Promise<void>
  /** Waits as {@link whenLooked}, and sees to it that the pasted rows or the blob are read as their tab shows. */
  whenLookedAs(
    key: 'paste' | 'blob',
    shown: Partial<Pick<Reading, 'format' | 'ignoreFirstRecord'>>,
  ): Promise<void>
  /** The user chose another stored mapping for the open table, or none. */
  takeStoredMapping(name: string | null): void
  /** Opens the prepare page for a source. `into` null: for a new table; left out: for the open one. */
  prepare(source: InspectionSource, name: string, into?: null): Promise<void>
  /** Opens the prepare page for the tab that is in front; says nothing if it holds no data. */
  prepareTab(): Promise<void>
  closePrepared(): void
  /** Forgets a source that is no longer chosen. */
  forgetInspection(key: string): void
  changeReading(key: string, change: ReadingChange): void
  /** Takes back what the user said about how a source is read. */
  recogniseAgain(key: string): void
  changeTarget(key: string, change: Partial<TargetDraft>): void
  changeColumn(key: string, place: string, change: ColumnChange): void
  chooseFor(key: string, finding: Finding, choice: FindingChoice): void
  showRows(which: RowSelection): Promise<void>
  stopCheck(key: string): Promise<void>
  /** Checks the whole source again. */
  startCheck(key: string): Promise<void>
  /** Takes how far a check is from an event; older revisions are ignored. */
  receiveCheck(check: Check): void
  /**
   * Makes the table and the mapping if need be, then starts the ingestion of what the page shows.
   *
   * @param options.anyway Sends what the service is known to refuse, too; otherwise it is told.
   */
  ingestPrepared(options?: { readonly anyway: boolean }): Promise<void>
  /** Whether something in view is known to be refused, and so is not sent; the user is told. */
  stopsForRefusal(options: { readonly anyway?: boolean } | undefined): boolean
  /** Sends one source as it was prepared; false if it could not be sent, and the user was told why. */
  sendInspected(key: string): Promise<boolean>
}

/** A place in the source: `#3` for a field, or a path. */
export function placeOf(column: Pick<ColumnProfile, 'ordinal' | 'path' | 'name'>): string {
  return column.path ?? (column.ordinal === undefined ? column.name : `#${column.ordinal}`)
}

/** What is known of the columns: of the check once it has read more than the look. */
export function columnsOf({
  own,
  look,
  check,
}: Pick<Inspection, 'own' | 'look' | 'check'>): readonly ColumnProfile[] {
  const told = newest(look, check)?.columns ?? []
  if (own === null) return []
  const byPlace = new Map(told.map((column) => [placeOf(column), column]))
  return own.map((column) => ({ ...(byPlace.get(placeOf(column)) ?? column), name: column.name }))
}

/** Where a column's value stands in a row's cells, by the column's place. */
export function cellsByPlace({ look }: Pick<Inspection, 'look'>): ReadonlyMap<string, number> {
  return new Map((look?.columns ?? []).map((column, index) => [placeOf(column), index]))
}

/** What there is to tell; what the user had put right on the way is no finding any more. */
export function findingsOf({
  look,
  check,
  reading,
}: Pick<Inspection, 'look' | 'check' | 'reading'>): readonly Finding[] {
  return (newest(look, check)?.findings ?? []).filter((finding) => !isPutRight(finding, reading))
}

/** How much of the source is behind what is shown. */
export function extentOf({ look, check }: Pick<Inspection, 'look' | 'check'>): ExtentRead | null {
  return newest(look, check)?.read ?? null
}

function newest(look: Look | null, check: Check | null): Look | Check | null {
  if (look === null || check === null) return look
  return check.columns.length > 0 && check.read.records >= look.read.records ? check : look
}

/** Where the user begins to say how a source is read that was not recognised. */
export const plainReading: Reading = {
  format: 'csv',
  ignoreFirstRecord: false,
  encoding: 'utf-8',
  skipLines: 0,
}

/** The reading that holds: the user's, else the recognised one. */
export function readingOf({ reading, look }: Pick<Inspection, 'reading' | 'look'>): Reading | null {
  return reading ?? look?.reading ?? null
}

/** How far a running check is, from 0 to 1; null if the source's size is not known. */
export function progressOf(read: ExtentRead): number | null {
  if (read.bytesTotal === null || read.bytesTotal === 0) return null
  return Math.min(1, read.bytesRead / read.bytesTotal)
}

/** The table's names, if there is a table. */
export function tableRefOf(draft: TargetDraft): TableRef | null {
  return draft.table === null ? null : { database: draft.table.database, table: draft.table.table }
}
