import type { ColumnAccount, Foreseen, ForeseenColumn, LandedValues, ValueAccount } from './schema/values'

/** Adds up what was foreseen of several sources. @returns Null if nothing is known of any of them. */
export function sumForeseen(parts: readonly (Foreseen | null)[]): Foreseen | null {
  const known = parts.filter((part) => part !== null)
  const [first] = known
  if (first === undefined) return null
  const columns = new Map<string, ForeseenColumn>()
  for (const { column, type, empty, becomeNull, notFound = 0 } of known.flatMap((part) => part.columns)) {
    const sum = columns.get(column) ?? { column, type, empty: 0, becomeNull: 0 }
    const lost = notFound + (sum.notFound ?? 0)
    columns.set(column, {
      ...sum,
      empty: sum.empty + empty,
      becomeNull: sum.becomeNull + becomeNull,
      ...(lost === 0 ? {} : { notFound: lost }),
    })
  }
  return {
    records: known.reduce((sum, part) => sum + part.records, 0),
    isWhole: known.length === parts.length && known.every((part) => part.isWhole),
    isAccepted: known.length === parts.length && known.every((part) => part.isAccepted),
    columns: [...columns.values()],
  }
}

/**
 * Compares the values that landed with what was foreseen. The numbers are compared only if all records were read and all
 * of them landed: otherwise nobody knows which records the landed rows are.
 *
 * @param landed Null if the rows were not counted by column.
 * @returns Null if there is nothing to tell.
 */
export function valueAccount(foreseen: Foreseen | null, landed: LandedValues | null): ValueAccount | null {
  if (landed === null) return null
  const isComparable = foreseen !== null && foreseen.isWhole && foreseen.records === landed.rows
  const columns = landed.columns.map(({ column, type, nulls }): ColumnAccount => {
    const expected = foreseen?.columns.find((one) => one.column === column)
    if (!isComparable || expected === undefined)
      return { column, type, nulls, becameNull: null, unforeseen: null }
    const { empty, becomeNull, notFound } = expected
    const unforeseen = nulls - empty - becomeNull
    return {
      column,
      type,
      nulls,
      becameNull: becomeNull,
      unforeseen,
      ...(notFound === undefined ? {} : { notFound }),
    }
  })
  const basis = foreseen === null ? 'nothing' : isComparable ? 'whole' : 'sample'
  return { basis, isAccepted: foreseen?.isAccepted ?? false, columns }
}

/**
 * Whether values did not arrive as they were: ones that became null or were not found and nobody accepted, or that
 * nobody foresaw.
 */
export function differsInValues({ isAccepted, columns }: ValueAccount): boolean {
  return columns.some(
    ({ becameNull, unforeseen, notFound = 0 }) =>
      (unforeseen !== null && unforeseen !== 0) || (!isAccepted && (becameNull ?? 0) + notFound > 0),
  )
}
