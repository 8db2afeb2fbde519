import type { ColumnAccount, ValueAccount } from './schema/values'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** What is wrong with a job's values in a few words: `2,000 values became null`. Empty if nothing is. */
export function valueDifferenceWords({ columns }: ValueAccount): string {
  const lost = columns.reduce((sum, { becameNull }) => sum + (becameNull ?? 0), 0)
  const unforeseen = columns.reduce((sum, column) => sum + Math.abs(column.unforeseen ?? 0), 0)
  if (unforeseen > 0) return `${values(unforeseen)} not as foreseen`
  if (lost > 0) return `${values(lost)} became null`
  const empty = columns.filter(({ notFound = 0 }) => notFound > 0).length
  return empty === 0 ? '' : `${empty} ${empty === 1 ? 'column' : 'columns'} stayed empty`
}

/**
 * What became of a job's values, one sentence for each column of which something is to be told, worst first.
 *
 * @param rows Rows that landed.
 */
export function valueLines({ basis, columns }: ValueAccount, rows: number): string[] {
  const told = basis === 'whole' ? columns.filter(isToldOf) : []
  return [...told].sort((one, other) => weight(other) - weight(one)).map((column) => lineOf(column, rows))
}

function isToldOf({ becameNull, unforeseen, notFound = 0 }: ColumnAccount): boolean {
  return (becameNull ?? 0) > 0 || (unforeseen ?? 0) !== 0 || notFound > 0
}

function weight({ becameNull, unforeseen, notFound = 0 }: ColumnAccount): number {
  return (unforeseen ?? 0) === 0 ? Math.max(becameNull ?? 0, notFound) : Number.MAX_SAFE_INTEGER
}

function lineOf({ column, type, becameNull, unforeseen, notFound = 0 }: ColumnAccount, rows: number): string {
  const beyond = unforeseen ?? 0
  if (beyond > 0)
    return `${values(beyond)} of ${column} did not arrive, and reading the sources did not foresee that.`
  if (beyond < 0) return `${column} has ${values(-beyond)} more than reading the sources foresaw.`
  if (notFound > 0 && (becameNull ?? 0) === 0)
    return `${column} is empty in ${whole.format(notFound)} of ${whole.format(rows)} rows: no record has its key or path.`
  return `${whole.format(becameNull ?? 0)} of ${whole.format(rows)} values of ${column} became null: they are no ${type}.`
}

function values(count: number): string {
  return `${whole.format(count)} ${count === 1 ? 'value' : 'values'}`
}
