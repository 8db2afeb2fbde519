/** What a slow and simple reader makes of delimited text: its records, or the first thing that is wrong. */
export type ReadText = { readonly records: readonly (readonly string[])[] } | WrongText

/** The first thing that is wrong with a delimited text. */
export interface WrongText {
  readonly wrong: 'fieldCount' | 'textAfterQuote' | 'openQuote'
  /** From 1, with an ignored first record. */
  readonly record: number
  /** Where the record begins, from 1. */
  readonly line: number
}

interface ReadOptions {
  readonly delimiter: string
  readonly ignoreFirstRecord?: boolean
  /** Fields that every record is made to have. */
  readonly fitTo?: number | undefined
  /** Records may differ in their fields and stay as they are. */
  readonly mayDiffer?: boolean
}

interface Line {
  readonly fields: string[]
  readonly line: number
  readonly wrong?: WrongText['wrong']
}

/**
 * Reads delimited text by the words of RFC 4180 and of the rules in `delimited-defect.ts`. It shares no code with what
 * it is the measure of.
 */
export function readDelimited(text: string, options: ReadOptions): ReadText {
  const lines = readLines(text.replace(/^\ufeff/, ''), options.delimiter)
  const first = options.ignoreFirstRecord === true ? 1 : 0
  for (const [index, { fields, line, wrong }] of lines.entries()) {
    if (wrong !== undefined) return { wrong, record: index + 1, line }
    if (options.fitTo !== undefined || options.mayDiffer === true || index <= first) continue
    if (fields.length !== lines[first]?.fields.length) return { wrong: 'fieldCount', record: index + 1, line }
  }
  const { fitTo } = options
  const fit = (fields: string[]): string[] =>
    fitTo === undefined ? fields : Array.from({ length: fitTo }, (_, at) => fields[at] ?? '')
  return { records: lines.slice(first).map(({ fields }) => fit(fields)) }
}

/** The lines that have a character, up to the first with a defect. */
function readLines(text: string, delimiter: string): Line[] {
  const lineEnd = /\r\n|\r|\n/y
  const quote = / *"/y
  const toQuote = /[^"]*"/y
  const blanks = / */y
  const plain = new RegExp(`[^\\r\\n${delimiter}]*`, 'y')
  const separator = new RegExp(`[${delimiter}]`, 'y')
  const lines: Line[] = []
  let position = 0
  let line = 1
  /** What the pattern takes at the position; empty where it does not fit. */
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = position
    const taken = pattern.exec(text)?.[0] ?? ''
    position += taken.length
    return taken
  }
  const takeQuoted = (): string | undefined => {
    let value = ''
    for (;;) {
      const part = take(toQuote)
      if (part === '') return undefined
      value += part.slice(0, -1)
      if (text[position] !== '"') return value
      value += '"'
      position++
    }
  }
  while (position < text.length) {
    if (take(lineEnd) !== '') {
      line++
      continue
    }
    const start = position
    const fields: string[] = []
    do {
      if (take(quote) === '') {
        fields.push(take(plain))
        continue
      }
      const value = takeQuoted()
      if (value === undefined) return [...lines, { fields, line, wrong: 'openQuote' }]
      fields.push(value)
      take(blanks)
      const stop = text[position] ?? '\n'
      if (![delimiter, '\r', '\n'].includes(stop))
        return [...lines, { fields, line, wrong: 'textAfterQuote' }]
    } while (take(separator) !== '')
    take(lineEnd)
    lines.push({ fields, line })
    line += text.slice(start, position).match(/\r\n|\r|\n/g)?.length ?? 0
  }
  return lines
}
