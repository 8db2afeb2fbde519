/** What a slow and simple reader makes of delimited text: its records, or the first thing that is wrong. */
export type ReadText = { readonly records: readonly (readonly string[])[] } | WrongText

interface WrongText {
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
 * it is the measure of, and takes its time.
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
  const lines: Line[] = []
  let position = 0
  while (position < text.length) {
    const line = 1 + (text.slice(0, position).match(/\r\n|\r|\n/g) ?? []).length
    const fields: string[] = []
    const next = (pattern: RegExp): string => {
      const found = new RegExp(pattern.source, 'y')
      found.lastIndex = position
      const taken = found.exec(text)?.[0] ?? ''
      position += taken.length
      return taken
    }
    if (next(/\r\n|\r|\n/) !== '') continue
    do {
      if (next(/ *"/) === '') {
        fields.push(next(new RegExp(`[^\\r\\n${delimiter}]*`)))
        continue
      }
      const quoted = next(/([^"]|"")*"(?!")/)
      if (quoted === '') return [...lines, { fields, line, wrong: 'openQuote' }]
      fields.push(quoted.slice(0, -1).replaceAll('""', '"'))
      next(/ */)
      const stop = text[position] ?? '\n'
      if (![delimiter, '\r', '\n'].includes(stop))
        return [...lines, { fields, line, wrong: 'textAfterQuote' }]
    } while (next(new RegExp(`[${delimiter}]`)) !== '')
    next(/\r\n|\r|\n/)
    lines.push({ fields, line })
  }
  return lines
}
