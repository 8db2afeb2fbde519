/** What a slow and simple reader makes of delimited text: its records, or the first thing that is wrong. */
export type ReadText =
  | { readonly records: readonly (readonly string[])[] }
  | {
      readonly wrong: 'fieldCount' | 'textAfterQuote' | 'openQuote'
      readonly record: number
      readonly line: number
    }

interface Line {
  readonly fields: readonly string[]
  readonly line: number
}

/**
 * Reads delimited text character by character, by the words of RFC 4180 and of the rules in `delimited-defect.ts`, and
 * shares no code with what it is the measure of.
 *
 * @param fitTo Fields that every record is made to have; undefined: records must agree.
 */
export function readDelimited(
  text: string,
  options: {
    readonly delimiter: string
    readonly ignoreFirstRecord?: boolean
    readonly fitTo?: number | undefined
  },
): ReadText {
  const lines: Line[] = []
  let rest = text.startsWith('\ufeff') ? text.slice(1) : text
  let line = 1
  const take = (count: number): string => {
    const taken = rest.slice(0, count)
    rest = rest.slice(count)
    line += (taken.match(/\r\n|\r|\n/g) ?? []).length
    return taken
  }
  while (rest !== '') {
    const first = line
    const lineEnd = /^(\r\n|\r|\n)/.exec(rest)
    if (lineEnd !== null) {
      take(lineEnd[0].length)
      continue
    }
    const fields: string[] = []
    const wrong = (what: 'textAfterQuote' | 'openQuote'): ReadText => ({
      wrong: what,
      record: lines.length + 1,
      line: first,
    })
    for (;;) {
      const opening = /^ *"/.exec(rest)
      if (opening === null) {
        const stop = [...rest].findIndex((character) => [options.delimiter, '\r', '\n'].includes(character))
        const length = stop < 0 ? rest.length : [...rest].slice(0, stop).join('').length
        fields.push(take(length))
      } else {
        take(opening[0].length)
        const quoted = /^((?:[^"]|"")*)"(?!")/.exec(rest)
        if (quoted === null) return wrongRecord(lines, options) ?? wrong('openQuote')
        take(quoted[0].length)
        fields.push((quoted[1] ?? '').replaceAll('""', '"'))
        take(/^ */.exec(rest)?.[0].length ?? 0)
        if (rest !== '' && ![options.delimiter, '\r', '\n'].includes(rest[0] ?? ''))
          return wrongRecord(lines, options) ?? wrong('textAfterQuote')
      }
      if (rest[0] !== options.delimiter) break
      take(1)
    }
    take(/^(\r\n|\r|\n)?/.exec(rest)?.[0].length ?? 0)
    lines.push({ fields, line: first })
  }
  const records = lines.slice(options.ignoreFirstRecord === true ? 1 : 0).map(({ fields }) => fields)
  const { fitTo } = options
  if (fitTo === undefined) return wrongRecord(lines, options) ?? { records }
  return {
    records: records.map((fields) => Array.from({ length: fitTo }, (_, index) => fields[index] ?? '')),
  }
}

function wrongRecord(
  lines: readonly Line[],
  options: { readonly ignoreFirstRecord?: boolean; readonly fitTo?: number | undefined },
): ReadText | undefined {
  if (options.fitTo !== undefined) return undefined
  const from = options.ignoreFirstRecord === true ? 1 : 0
  const index = lines.findIndex(({ fields }, at) => at > from && fields.length !== lines[from]?.fields.length)
  const found = lines[index]
  return found === undefined ? undefined : { wrong: 'fieldCount', record: index + 1, line: found.line }
}
