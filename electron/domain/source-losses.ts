import type { ColumnAccount, Foreseen, SourceLosses, ValueAccount } from './schema/values'

/** What a source loses on its way for sure; null unless all of its records were read. */
export function lossesOf({ isWhole, isAccepted, columns }: Foreseen): SourceLosses | null {
  if (!isWhole) return null
  const lost = columns.flatMap(({ column, type, becomeNull, cut = 0, changed = 0 }) =>
    becomeNull + cut + changed === 0 ? [] : { column, type, becomeNull, cut, changed },
  )
  return { isAccepted, columns: lost }
}

/** The values of one source that landed whole, as reading it foresaw; undefined if it lost none. */
export function accountOfSource(losses: SourceLosses | null): ValueAccount | undefined {
  if (losses === null || losses.columns.length === 0) return undefined
  return { basis: 'whole', isAccepted: losses.isAccepted, columns: losses.columns.map(asAccount) }
}

/**
 * The account of a job of which not all landed, or not all could be read: what the sources lost that landed whole is
 * known all the same.
 *
 * @param landed What is known of each source that landed whole; asked for only if it is needed.
 */
export function withLosses(
  account: ValueAccount | null,
  landed: () => readonly (SourceLosses | null)[],
): ValueAccount | null {
  if (account === null || account.basis === 'whole') return account
  const lossy = landed().flatMap((losses) => (losses === null || losses.columns.length === 0 ? [] : losses))
  if (lossy.length === 0) return account
  const sums = new Map<string, SourceLosses['columns'][number]>()
  for (const lost of lossy.flatMap(({ columns }) => columns)) {
    const { becomeNull = 0, cut = 0, changed = 0 } = sums.get(lost.column) ?? {}
    sums.set(lost.column, {
      ...lost,
      becomeNull: becomeNull + lost.becomeNull,
      cut: cut + lost.cut,
      changed: changed + lost.changed,
    })
  }
  return {
    ...account,
    isAccepted: lossy.every(({ isAccepted }) => isAccepted),
    columns: account.columns.map((column) => {
      const lost = sums.get(column.column)
      return lost === undefined ? column : { ...column, ...asAccount(lost), nulls: column.nulls }
    }),
  }
}

function asAccount({
  column,
  type,
  becomeNull,
  cut,
  changed,
}: SourceLosses['columns'][number]): ColumnAccount {
  return {
    column,
    type,
    nulls: becomeNull,
    becameNull: becomeNull,
    unforeseen: null,
    ...(cut === 0 ? {} : { cut }),
    ...(changed === 0 ? {} : { changed }),
  }
}
