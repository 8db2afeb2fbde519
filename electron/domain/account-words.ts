import type { LeftOut, RowAccount } from './schema/job'
import type { RowBalance } from './row-accounting'
import { wholeNumber } from './words/phrases'

/**
 * One account as one line, for example `1,000 expected, 990 landed, 7 refused, 3 missing`. Zeros are left out, except
 * the last word, which says that nothing is missing.
 *
 * @param rows With `expected` and `landed` known.
 */
export function accountLine(rows: RowAccount, balance: RowBalance): string {
  const count = (value: number | null): string => (value === null ? '?' : wholeNumber(value))
  const parts = [`${count(rows.expected)} expected`, `${count(rows.landed)} landed`]
  if (rows.refused !== null && rows.refused > 0) parts.push(`${count(rows.refused)} refused`)
  return [...parts, differenceWords(balance)].join(', ')
}

/** What is wrong with a count: `3 missing`, `19,999 more than expected`, `600 not known`. */
export function differenceWords({ missing, surplus, undecided }: RowBalance): string {
  if (surplus !== null && surplus > 0) return `${wholeNumber(surplus)} more than expected`
  if (undecided !== null && undecided > 0) return `${wholeNumber(undecided)} not known`
  return missing === null ? 'missing not known' : `${wholeNumber(missing)} missing`
}

/** Why more rows may land than were expected, and what to do. */
export const surplusReason =
  'The service read more records than the studio counted (another delimiter, other line ends, or more files in an archive), or it ingested a source twice. Look at the rows; undo takes them all back.'

/** Where the records are that were left out of a job; empty if none were. */
export function leftOutWords(leftOut: LeftOut | null | undefined): string {
  if (!leftOut || leftOut.records === 0) return ''
  const records = `${leftOut.records.toLocaleString('en-US')} ${leftOut.records === 1 ? 'record' : 'records'}`
  const what = leftOut.isUnasked === true ? `${records}, which Kusto does not take,` : records
  const where = leftOut.files.length === 0 ? '' : `, with line and reason: ${leftOut.files.join(', ')}`
  return `${what} left out${where}`
}
