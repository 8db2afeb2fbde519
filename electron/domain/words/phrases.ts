import type { Finding, FindingExample } from '../schema/inspection'

/** What a finding says to a person. */
export interface FindingWords {
  /** For a pill: at most 24 characters. */
  readonly label: string
  /** What, where, and what becomes of it. */
  readonly text: string
  /** One thing to do about it. */
  readonly nextStep: string
}

/** Words of the findings of one kind. */
export type WordsOf = (finding: Finding) => FindingWords

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A number without decimals: `2,000`. */
export function wholeNumber(value: number): string {
  return whole.format(value)
}

/** A number with its noun, for example `1 value` or `2,000 values`. */
export function amount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** As {@link amount}, and “at least” when only a part of the source was read. */
export function countOf({ count, isExact }: Finding, one: string, many?: string): string {
  return isExact ? amount(count, one, many) : `At least ${amount(count, one, many)}`
}

/** ` of “Code”`, or nothing if it is about no column. */
export function ofColumn({ column }: Finding): string {
  return column === null ? '' : ` of “${column}”`
}

/** A column in quotes, or `a column`. */
export function nameOf({ column }: Finding): string {
  return column === null ? 'a column' : `“${column}”`
}

/** Where an example is, for example `line 12, record 11`. */
export function placeOf(example: FindingExample | undefined): string {
  if (example === undefined) return ''
  const number = (value: number): string => value.toLocaleString('en-US')
  const parts = [
    ...(example.member === undefined ? [] : [example.member]),
    ...(example.line === null ? [] : [`line ${number(example.line)}`]),
    ...(example.record === null ? [] : [`record ${number(example.record)}`]),
  ]
  return parts.join(', ')
}

/** `; the first is “abc” (line 7, record 6)`, or as much of it as is known. */
export function firstOf({ examples }: Finding): string {
  const [first] = examples
  if (first?.value === null || first?.value === undefined) return ''
  const place = placeOf(first)
  return `; the first is “${shortened(first.value)}”${place === '' ? '' : ` (${place})`}`
}

/** ` of march.csv`, for an example in a file of an archive; else nothing. */
export function ofMember({ member }: Pick<FindingExample, 'member'> = {}): string {
  return member === undefined ? '' : ` of ${member}`
}

/** A record by its number and line, for a sentence to begin with. */
export function recordOf({ examples: [first] }: Finding): string {
  const number = (value: number): string => value.toLocaleString('en-US')
  if (first === undefined) return 'A record'
  const { line, record } = first
  const inFile = ofMember(first)
  if (record === null) return line === null ? `A record${inFile}` : `Line ${number(line)}${inFile}`
  return `Record ${number(record)}${inFile}${line === null ? '' : ` (line ${number(line)})`}`
}

/** A fact as text, or what to say without it. */
export function fact({ facts }: Finding, key: string, otherwise = ''): string {
  const value = facts?.[key]
  if (value === undefined) return otherwise
  return typeof value === 'object' ? value.map((name) => `“${name}”`).join(', ') : String(value)
}

/** A fact as a number; undefined if it is not known. */
export function numberFact({ facts }: Finding, key: string): number | undefined {
  const value = facts?.[key]
  return typeof value === 'number' ? value : undefined
}

/** What becomes of the values that a sentence is about. */
export function becomes({ effect, count }: Finding): string {
  const isOne = count === 1
  switch (effect) {
    case 'null':
      return isOne ? 'It arrives as null.' : 'They arrive as null.'
    case 'cut':
      return isOne ? 'It is cut.' : 'They are cut.'
    case 'changed':
      return isOne ? 'It arrives as another value.' : 'They arrive as other values.'
    case 'leftOut':
      return isOne ? 'Its record is left out.' : 'Their records are left out.'
    case 'refused':
      return 'Kusto refuses the whole file.'
    case 'unread':
      return isOne ? 'It goes nowhere.' : 'They go nowhere.'
    case 'none':
      return ''
  }
}

/** Sentences in one text; empty ones are dropped. */
export function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ')
}

/** A text on one line, cut at 60 characters. */
export function shortened(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ')
  return oneLine.length <= 60 ? oneLine : `${oneLine.slice(0, 59)}…`
}
