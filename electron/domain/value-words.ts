import type { ColumnAccount, Unread, ValueAccount } from './schema/values'
import { wholeNumber } from './words/phrases'

/** What is wrong with a job's values in the fewest words: `2,000 became null`. Empty if nothing is. */
export function valueDifferenceWords({ basis, columns, unread = [] }: ValueAccount): string {
  const sum = (of: (column: ColumnAccount) => number): number =>
    columns.reduce((all, column) => all + of(column), 0)
  const unforeseen = sum((column) => Math.abs(column.unforeseen ?? 0))
  if (unforeseen > 0) return `${wholeNumber(unforeseen)} not as foreseen`
  const different = sum(({ differs }) => (differs === undefined ? 0 : 1))
  if (different > 0) return `${columnsOf(different)} not as foreseen`
  const parts = [
    [sum(({ becameNull }) => becameNull ?? 0), 'became null'],
    [sum(({ cut = 0 }) => cut), 'cut'],
    [sum(({ changed = 0 }) => changed), 'changed'],
    [valuesOf(unread.filter(({ why }) => why !== 'noColumn')), 'lost'],
  ] as const
  const lost = parts.filter(([count]) => count > 0)
  const empty = sum(({ emptied, notFound = 0 }) => (notFound > 0 || emptied !== undefined ? 1 : 0))
  if (lost.length === 0 || (basis !== 'whole' && empty > 0))
    return empty === 0 ? '' : `${columnsOf(empty)} stayed empty`
  const atLeast = basis === 'whole' ? '' : 'at least '
  return atLeast + lost.map(([count, what]) => `${wholeNumber(count)} ${what}`).join(', ')
}

/** What went nowhere because no column takes it: `2 columns went nowhere (note, more)`. Empty if nothing did. */
export function unreadNote({ unread = [] }: Pick<ValueAccount, 'unread'>): string {
  const fields = unread.filter(({ why }) => why === 'noColumn')
  return fields.length === 0 ? '' : `${columnsOf(fields.length)} went nowhere (${namesOf(fields, 3)})`
}

/**
 * What became of a job's values, a sentence for each thing that is to be told, worst first.
 *
 * @param rows Rows that landed.
 */
export function valueLines(account: ValueAccount, rows: number): string[] {
  const { basis, isAccepted, read, columns } = account
  if (basis !== 'whole') {
    const lost = columns.filter(({ emptied }) => emptied === undefined)
    const atLeast = lost.flatMap((column) => linesOf(column, rows, { isAccepted, isPart: true }))
    return [
      ...emptiedLines(columns, rows),
      ...atLeast,
      ...unreadLines(account),
      ...(read === undefined ? [] : readLines(read, rows)),
    ]
  }
  const ofColumns = [...columns]
    .sort((one, other) => weight(other) - weight(one))
    .flatMap((column) => linesOf(column, rows, { isAccepted, isPart: false }))
  return [...ofColumns, ...unreadLines(account)]
}

/** Names that a sentence lists. */
const listedNames = 10

/** What the source has and the table has not. */
function unreadLines({ basis, isAccepted, unread = [] }: ValueAccount): string[] {
  const of = (why: Unread['why']): Unread[] => unread.filter((one) => one.why === why)
  const [twice, otherCase, fields] = [of('keyTwice'), of('otherCase'), of('noColumn')]
  const atLeast = basis === 'whole' ? '' : 'At least '
  const asForeseen = isAccepted ? ', as foreseen' : ''
  const lines: string[] = []
  if (twice.length > 0)
    lines.push(
      `${atLeast}${values(valuesOf(twice))} lost${asForeseen}: a key stands twice in one object (${namesOf(twice)}).`,
    )
  if (otherCase.length > 0)
    lines.push(
      `${atLeast}${values(valuesOf(otherCase))} lost${asForeseen}: a key differs from the column’s in upper and lower case only (${namesOf(otherCase)}).`,
    )
  if (fields.length > 0)
    lines.push(
      `${atLeast}${columnsOf(fields.length)} of the source went nowhere: ${namesOf(fields)} (${values(valuesOf(fields))}). The table has no such column, or the mapping leaves them out.`,
    )
  return lines
}

function namesOf(unread: readonly Unread[], most = listedNames): string {
  const more = unread.length - most
  const names = unread.slice(0, most).map(({ name }) => name)
  return [...names, ...(more > 0 ? [`${wholeNumber(more)} more`] : [])].join(', ')
}

function valuesOf(unread: readonly Unread[]): number {
  return unread.reduce((sum, one) => sum + one.values, 0)
}

/**
 * How far the comparison of values knows, where that is not to the last digit: another text of the same length would not
 * show. Empty if every column's values were compared as such, or none were.
 */
export function comparedWords({ basis, columns }: ValueAccount): string {
  if (basis !== 'whole') return ''
  const has = (type: ColumnAccount['type']): boolean => columns.some((column) => column.type === type)
  const parts = [
    ...(has('string') ? ['texts by their length'] : []),
    ...(has('guid') ? ['guid values by eight of their digits'] : []),
    ...(has('dynamic') ? ['dynamic values by their number'] : []),
  ]
  const words = parts.join(', ')
  return words === '' ? '' : `Compared were ${words}.`
}

/** What is known to be lost although not all records were read. */
function emptiedLines(columns: readonly ColumnAccount[], rows: number): string[] {
  const all = rows === 1 ? 'the row' : `all ${wholeNumber(rows)} rows`
  if (columns.length > 0 && columns.every(({ emptied }) => emptied !== undefined))
    return [`Every column is empty in ${all}: no key, path or field of the records went into one.`]
  return columns.flatMap(({ column, emptied }) =>
    emptied === undefined
      ? []
      : `${column} is empty in ${all}, and ${wholeNumber(emptied.seen)} of the ${wholeNumber(emptied.of)} records that were looked at have a value for it.`,
  )
}

function weight({
  becameNull,
  unforeseen,
  differs,
  notFound = 0,
  cut = 0,
  changed = 0,
}: ColumnAccount): number {
  const isUnforeseen = (unforeseen ?? 0) !== 0 || differs !== undefined
  return isUnforeseen ? Number.MAX_SAFE_INTEGER : Math.max(becameNull ?? 0, notFound, cut, changed)
}

/** How much is known of the values. */
function readLines({ records, sources }: NonNullable<ValueAccount['read']>, rows: number): string[] {
  if (records >= rows && sources === undefined) return []
  const of =
    sources === undefined ? '' : ` (${wholeNumber(sources.read)} of ${wholeNumber(sources.of)} sources)`
  return [
    `${wholeNumber(records)} of ${wholeNumber(rows)} records were read${of}; what the others hold was not compared.`,
  ]
}

function linesOf(
  account: ColumnAccount,
  rows: number,
  { isAccepted, isPart }: { readonly isAccepted: boolean; readonly isPart: boolean },
): string[] {
  const { column, type, becameNull, unforeseen, differs, notFound = 0, cut = 0, changed = 0 } = account
  const beyond = unforeseen ?? 0
  const ofRows = (count: number): string =>
    `${isPart ? 'At least ' : ''}${wholeNumber(count)} of ${wholeNumber(rows)}`
  const lines: string[] = []
  if (beyond > 0)
    lines.push(`${values(beyond)} of ${column} did not arrive, and reading the sources did not foresee that.`)
  if (beyond < 0) lines.push(`${column} has ${values(-beyond)} more than reading the sources foresaw.`)
  if (differs !== undefined) lines.push(differenceLine(account, differs))
  if (lines.length > 0) return lines
  const asForeseen = isAccepted ? ', as foreseen' : ''
  if ((becameNull ?? 0) > 0)
    lines.push(
      type === 'string'
        ? `${ofRows(becameNull ?? 0)} values of ${column} arrived empty${asForeseen}: they are no text.`
        : `${ofRows(becameNull ?? 0)} values of ${column} became null${asForeseen}: they are no ${type}.`,
    )
  else if (notFound > 0)
    lines.push(`${column} is empty in ${ofRows(notFound)} rows: no record has its key or path.`)
  if (cut > 0) lines.push(`${ofRows(cut)} strings of ${column} were cut to 1 MB${asForeseen}.`)
  if (changed > 0)
    lines.push(`${ofRows(changed)} values of ${column} arrived as others than the source has${asForeseen}.`)
  return lines
}

const measureWords = { minimum: 'smallest', maximum: 'largest' } as const

function differenceLine({ column, type }: ColumnAccount, { what, foreseen, landed }: Difference): string {
  if (what !== 'sum')
    return `Values of ${column} changed: the ${measureWords[what]} is ${landed || 'not there'}, and reading the sources foresaw ${foreseen || 'none'}.`
  if (type === 'string')
    return `Strings of ${column} changed: they have ${wholeNumber(Number(landed))} bytes, and reading the sources foresaw ${wholeNumber(Number(foreseen))}.`
  return `Values of ${column} changed: they do not add up to what reading the sources foresaw.`
}

type Difference = NonNullable<ColumnAccount['differs']>

function values(count: number): string {
  return `${wholeNumber(count)} ${count === 1 ? 'value' : 'values'}`
}

function columnsOf(count: number): string {
  return `${wholeNumber(count)} ${count === 1 ? 'column' : 'columns'}`
}
