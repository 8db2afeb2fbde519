import { cellKind, type CellKind } from './cell-kind'
import { isColumnWord } from './column-words'

/** Records that are compared with the first. */
const comparedRecords = 20

/**
 * Whether the first record is a header: it repeats the table's columns, or it differs from what follows in the way that
 * names differ from values. Each field votes; a typed column with a word on top counts most. A record that stands alone
 * is data, unless it repeats the table's columns: a row that is lost is worse than one too many.
 *
 * @param columns The target table's column names, if known.
 */
export function detectHeader(
  records: readonly (readonly string[])[],
  columns: readonly string[] = [],
): boolean {
  const [first, ...rest] = records
  if (first === undefined || first.every((name) => name.trim() === '')) return false
  if (repeats(first, columns)) return true
  const body = withoutRepeats(first, rest.slice(0, comparedRecords))
  if (body.length === 0 || !couldBeNames(first)) return false
  // One record below tells too little: a row that is lost is worse than one too many.
  if (body.length > 1 && sharesOneName(first, columns) && standsApart(first, body)) return true
  const scale = numberedScale(first, body)
  const votes = first.map((name, index) => {
    const values = body.map((record) => record[index] ?? '').filter((value) => value.trim() !== '')
    return vote({ name: name.trim(), values, isFirst: index === 0, isOnScale: scale.has(index) })
  })
  // A single record of texts tells little: a word among names of columns may be a value that looks like one.
  const isThin = body.length === 1 && body.every((record) => record.every((cell) => !isTyped(cellKind(cell))))
  if (isThin && votes.some((one, index) => one <= 0 && first[index]?.trim() !== '')) return false
  return votes.reduce((sum, one) => sum + one, 0) >= 1
}

/**
 * Whether the first record could as well be a header as data, so that only the user knows: words that could be names
 * over nothing but other texts. Of records in which {@link detectHeader} sees a header, or which have values of a type,
 * it says false.
 */
export function couldBeHeader(
  records: readonly (readonly string[])[],
  columns: readonly string[] = [],
): boolean {
  const [first, ...rest] = records
  const body = rest.slice(0, comparedRecords)
  if (first === undefined || first.length < 2 || body.length === 0) return false
  const areNames = first.every((name) => /^[\p{L}_][\p{L}\p{N}_ .-]{0,39}$/u.test(name.trim()))
  // A code in capitals over others like it is one of them.
  const isCode = (name: string, index: number): boolean =>
    [name, ...body.map((record) => record[index] ?? '')].every(
      (cell) => /^[A-Z]{1,3}$/.test(cell) && cell.length === name.length,
    )
  return areNames && standsApart(first, body) && !first.some(isCode) && !detectHeader(records, columns)
}

/** Whether a record is different words, none of which is among the values below it. */
function standsApart(first: readonly string[], body: readonly (readonly string[])[]): boolean {
  const names = first.map(plainName)
  return (
    new Set(names).size === names.length &&
    first.every(
      (name, index) =>
        cellKind(name) === 'text' && body.every((record) => plainName(record[index] ?? '') !== names[index]),
    )
  )
}

/** Whether one of several words is a column's name: too little by itself, since a value may be that word as well. */
function sharesOneName(record: readonly string[], columns: readonly string[]): boolean {
  const known = new Set(columns.map(plainName))
  return record.length > 1 && columns.length > 1 && record.some((name) => known.has(plainName(name)))
}

/**
 * The body without copies of the first record, if that is words over typed values: files that were put together have
 * their header again in the middle.
 */
function withoutRepeats(
  first: readonly string[],
  body: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const others = body.filter((record) => record.some((cell, index) => cell !== first[index]))
  if (others.length === body.length || others.length === 0) return body
  const isOverTyped = first.some(
    (name, index) =>
      cellKind(name) === 'text' && isTyped(usualKind(others.map((record) => record[index] ?? ''))),
  )
  return isOverTyped ? others : body
}

function couldBeNames(first: readonly string[]): boolean {
  const names = first.filter((name) => name.trim() !== '')
  return names.length * 2 >= first.length && names.every((name) => name.length <= 200)
}

function repeats(record: readonly string[], columns: readonly string[]): boolean {
  if (columns.length === 0) return false
  const known = new Set(columns.map(plainName))
  // A number or a date among the names is a value, and so are the letters beside it.
  const isValue = (cell: string): boolean => !known.has(plainName(cell)) && isTyped(cellKind(cell))
  if (record.some(isValue)) return false
  const names = record.map(plainName).filter((name) => name !== '')
  const found = new Set(names.filter((name) => known.has(name)))
  const most = Math.min(names.length, columns.length)
  return (
    // One word alone may be a value that a column happens to be called.
    found.size >= Math.min(2, most) &&
    found.size > 0 &&
    found.size * 2 >= most &&
    found.size * 3 >= names.length
  )
}

function isTyped(kind: CellKind): boolean {
  return kind !== 'empty' && kind !== 'text'
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * Fields whose first values count up evenly and in whole numbers, as years or numbered columns do, while the records
 * below hold something else.
 */
function numberedScale(first: readonly string[], body: readonly (readonly string[])[]): ReadonlySet<number> {
  const names = first.slice(1).map((name) => name.trim())
  const isRising = names.every(
    (name, index) => name !== '' && (index === 0 || Number(name) > Number(names[index - 1])),
  )
  // A matrix with names for its rows and none above them.
  if (first[0]?.trim() === '' && names.length >= 2 && isRising)
    return new Set(names.map((_name, index) => index + 1))
  const places = first.flatMap((name, index) => (/^[0-9]{1,4}$/.test(name.trim()) ? [index] : []))
  const numbers = places.map((index) => Number(first[index]))
  const [start = 0, second = 0] = numbers
  const step = second - start
  const isEven = numbers.every((value, index) => value === start + index * step)
  const areYears = numbers.every((value) => value >= 1900 && value <= 2100)
  const isEnough = numbers.length >= (areYears ? 2 : 3)
  if (!isEnough || !isEven || step <= 0 || (!areYears && step !== 1)) return new Set()
  const isAsAbove = (record: readonly string[]): boolean => {
    const values = places.map((index) => Number(record[index]))
    // 5 and 6 count up as 2019 and 2020 do, and are no years.
    if (areYears && values.some((value) => value < 1900 || value > 2100)) return false
    return values.every((value, index) => value === (values[0] ?? 0) + index * step)
  }
  return body.every(isAsAbove) ? new Set() : new Set(places)
}

interface Field {
  readonly name: string
  /** Values below that are not empty. */
  readonly values: readonly string[]
  readonly isFirst: boolean
  readonly isOnScale: boolean
}

/** How much one field speaks for a header (above 0) or against one. */
function vote({ name, values, isFirst, isOnScale }: Field): number {
  if (name === '') {
    const isIndex =
      values.length > 1 && values.every((value, index) => Number(value) === index + Number(values[0]))
    return isFirst && isIndex ? 1.5 : 0
  }
  if (isOnScale) return 1
  if (values.length === 0) return isColumnWord(name) ? 0.5 : 0
  const kind = cellKind(name)
  const usual = usualKind(values)
  if (usual !== 'text') {
    if (kind === 'text') return 2
    if (kind === 'nullWord') return 0
    return kind === usual ? -2 : 0.5
  }
  if (kind !== 'text') return -0.5
  return voteOfText(
    name,
    values.map((value) => value.trim()),
  )
}

/** What most of the values are; `text` if no kind stands out. */
function usualKind(values: readonly string[]): CellKind {
  const counts = new Map<CellKind, number>()
  for (const value of values) {
    const kind = cellKind(value)
    if (kind !== 'nullWord') counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const [kind, count] = [...counts].reduce((left, right) => (right[1] > left[1] ? right : left), [
    'text',
    0,
  ] as const)
  return count >= total * 0.7 ? kind : 'text'
}

function voteOfText(name: string, values: readonly string[]): number {
  if (values.includes(name)) return -2
  let score = 0
  const distinct = new Set(values).size
  // Values repeat, and none is the first: it is not one of them.
  if (values.length >= 4 && distinct <= values.length * 0.7) score += values.length >= 10 ? 1.5 : 1
  const shape = styleOf(name)
  if (isColumnWord(name)) score += shape === 'words' ? 0.75 : 1.5
  else if (shape === 'snake' || shape === 'camel') {
    const like = values.filter((value) => styleOf(value) === shape).length / values.length
    if (like < 0.3) score += 0.75
  }
  if (values.length >= 2) {
    const has = (pattern: RegExp): boolean =>
      values.every((value) => pattern.test(value)) && !pattern.test(name)
    if (has(/[0-9]/)) score += 1
    if (has(/^[A-Z]{1,3}$/) || has(/[@/\\]/) || has(/\s\S+\s/)) score += 1
    const lengths = new Set(values.map((value) => value.length))
    if (values.length >= 3 && lengths.size === 1 && !lengths.has(name.length)) score += 0.75
  }
  return /[.!?]$/.test(name) || name.length > 60 ? score - 1 : score
}

type Style = 'snake' | 'camel' | 'lower' | 'title' | 'upper' | 'words' | 'other'

function styleOf(text: string): Style {
  if (/^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/i.test(text)) return 'snake'
  if (/^[a-z]+[a-z0-9]*(?:[A-Z][a-z0-9]*)+$/.test(text) || /^(?:[A-Z][a-z0-9]+){2,}$/.test(text))
    return 'camel'
  if (/^\p{Ll}+$/u.test(text)) return 'lower'
  if (/^\p{Lu}\p{Ll}+$/u.test(text)) return 'title'
  if (/^\p{Lu}+$/u.test(text)) return 'upper'
  return /\s/.test(text) ? 'words' : 'other'
}
