import type {
  ColumnAccount,
  Foreseen,
  ForeseenColumn,
  LandedValues,
  Unread,
  ValueAccount,
} from './schema/values'
import { addMeasures, measureThatDiffers } from './value-measures'

/** Adds up what was foreseen of several sources. @returns Null if nothing is known of any of them. */
export function sumForeseen(parts: readonly (Foreseen | null)[]): Foreseen | null {
  const sum = new ForeseenSum()
  for (const part of parts) sum.add(part)
  return sum.total(parts.length)
}

/** Names of what goes nowhere that are kept. */
const mostUnread = 2000

/** The sum of what is foreseen of one source after the other; nothing is kept of a single one. */
export class ForeseenSum {
  readonly #columns = new Map<string, ForeseenColumn>()
  readonly #unread = new Map<string, Unread>()
  #sources = 0
  #records = 0
  #isWhole = true
  #isAccepted = true

  /** Adds a source; null if nothing is known of it. */
  add(part: Foreseen | null): void {
    if (part === null) return
    this.#sources += 1
    this.#records += part.records
    this.#isWhole &&= part.isWhole
    this.#isAccepted &&= part.isAccepted
    for (const column of part.columns) {
      const sum = this.#columns.get(column.column)
      this.#columns.set(column.column, sum === undefined ? column : addColumns(sum, column))
    }
    for (const unread of part.unread ?? []) {
      const key = `${unread.why} ${unread.name}`
      const sum = this.#unread.get(key)
      if (sum === undefined && this.#unread.size >= mostUnread) continue
      this.#unread.set(key, { ...unread, values: unread.values + (sum?.values ?? 0) })
    }
  }

  /** The sum so far. @param of How many sources there are. @returns Null if nothing is known of any of them. */
  total(of: number): Foreseen | null {
    if (this.#sources === 0) return null
    const areAllRead = this.#sources === of
    return {
      records: this.#records,
      isWhole: areAllRead && this.#isWhole,
      isAccepted: areAllRead && this.#isAccepted,
      ...(areAllRead ? {} : { sources: { read: this.#sources, of } }),
      columns: [...this.#columns.values()],
      ...(this.#unread.size === 0 ? {} : { unread: [...this.#unread.values()] }),
    }
  }
}

function addColumns(one: ForeseenColumn, other: ForeseenColumn): ForeseenColumn {
  const { column, type } = one
  const counted = {
    ...countOf('notFound', one, other),
    ...countOf('cut', one, other),
    ...countOf('changed', one, other),
  }
  return {
    column,
    type,
    empty: one.empty + other.empty,
    becomeNull: one.becomeNull + other.becomeNull,
    ...counted,
    ...addMeasures(type, one, other),
  }
}

function countOf(
  what: 'notFound' | 'cut' | 'changed',
  one: ForeseenColumn,
  other: ForeseenColumn,
): Partial<Pick<ForeseenColumn, typeof what>> {
  const sum = (one[what] ?? 0) + (other[what] ?? 0)
  return sum === 0 ? {} : { [what]: sum }
}

/**
 * Compares the values that landed with what was foreseen. The numbers are compared only if all records were read and all
 * of them landed: otherwise nobody knows which records the landed rows are. Of what was read in part, at least as much is
 * lost as was foreseen of that part.
 *
 * @param landed Null if the rows were not counted by column.
 * @returns Null if there is nothing to tell.
 */
export function valueAccount(foreseen: Foreseen | null, landed: LandedValues | null): ValueAccount | null {
  if (landed === null) return null
  const isComparable = foreseen !== null && foreseen.isWhole && foreseen.records === landed.rows
  const columns = landed.columns.map(({ column, type, nulls, ...measures }): ColumnAccount => {
    const expected = foreseen?.columns.find((one) => one.column === column)
    if (!isComparable) {
      const emptied = nulls === landed.rows ? seenOf(foreseen, expected) : undefined
      const lost = foreseen?.isWhole === false ? atLeast(expected, nulls) : { becameNull: null }
      const known = { column, type, nulls, ...lost, unforeseen: null }
      return emptied === undefined ? known : { ...known, emptied }
    }
    if (expected === undefined) return { column, type, nulls, becameNull: null, unforeseen: null }
    const { empty, becomeNull, notFound, cut, changed } = expected
    const unforeseen = nulls - empty - becomeNull
    // Values that are not there are missing in every measure.
    const differs = unforeseen === 0 ? measureThatDiffers(type, expected, measures, landed.rows) : undefined
    return {
      column,
      type,
      nulls,
      becameNull: becomeNull,
      unforeseen,
      ...(notFound === undefined ? {} : { notFound }),
      ...(cut === undefined ? {} : { cut }),
      ...(changed === undefined ? {} : { changed }),
      ...(differs === undefined ? {} : { differs }),
    }
  })
  const basis = foreseen === null ? 'nothing' : isComparable ? 'whole' : 'sample'
  const isAllEmpty = columns.length > 0 && columns.every(({ emptied }) => emptied !== undefined)
  return {
    basis,
    isAccepted: foreseen?.isAccepted ?? false,
    ...(foreseen === null || isComparable ? {} : { read: readOf(foreseen) }),
    // Where nobody saw a value, a column may well have none; a table without any does not.
    columns: isAllEmpty ? columns : columns.map(withoutUnseen),
    ...(foreseen?.unread === undefined ? {} : { unread: foreseen.unread }),
  }
}

function readOf({ records, sources }: Foreseen): ValueAccount['read'] {
  return sources === undefined ? { records } : { records, sources }
}

/** What is lost for sure of a column of which a part was read. */
function atLeast(
  column: ForeseenColumn | undefined,
  nulls: number,
): Pick<ColumnAccount, 'becameNull' | 'cut' | 'changed'> {
  const { becomeNull = 0, cut, changed } = column ?? {}
  return {
    becameNull: becomeNull === 0 ? null : Math.min(becomeNull, nulls),
    ...(cut === undefined ? {} : { cut }),
    ...(changed === undefined ? {} : { changed }),
  }
}

/** Records that were looked at, and those of them that have a value for a column. */
function seenOf(foreseen: Foreseen | null, column: ForeseenColumn | undefined): ColumnAccount['emptied'] {
  if (foreseen === null) return { seen: 0, of: 0 }
  // Nothing of the source goes there.
  if (column === undefined) return undefined
  return { seen: foreseen.records - column.empty + (column.notFound ?? 0), of: foreseen.records }
}

function withoutUnseen({ emptied, ...column }: ColumnAccount): ColumnAccount {
  return emptied === undefined || emptied.seen === 0 ? column : { ...column, emptied }
}

/**
 * Whether values did not arrive as they were: ones that became null, were cut, changed, lost or not found and that nobody
 * accepted, or what nobody foresaw. That a field has no column is told beforehand and chosen by sending it: a note.
 */
export function differsInValues({ isAccepted, columns, unread = [] }: ValueAccount): boolean {
  if (!isAccepted && unread.some(({ why }) => why !== 'noColumn')) return true
  return columns.some(
    ({ becameNull, unforeseen, differs, emptied, notFound = 0, cut = 0, changed = 0 }) =>
      (unforeseen !== null && unforeseen !== 0) ||
      differs !== undefined ||
      emptied !== undefined ||
      (!isAccepted && (becameNull ?? 0) + notFound + cut + changed > 0),
  )
}
