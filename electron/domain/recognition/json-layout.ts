import { isJson } from '../json-text'

/** Why a text is in one of the two JSON formats. */
export type JsonReason =
  /** Each line is an object. */
  | 'objectPerLine'
  /** Objects in an array. */
  | 'array'
  /** An object takes several lines. */
  | 'overLines'
  /** Objects follow one another in a line. */
  | 'inOneLine'

interface JsonLayout {
  readonly format: 'json' | 'multijson'
  readonly reason: JsonReason
}

/** Lines that are looked at. */
const judgedLines = 200

/**
 * Tells the two JSON formats apart by the start of a text; undefined if it does not start like JSON records. JSON Lines
 * stay what they are when some lines are broken: most lines decide, not the first.
 *
 * @param isWhole False if more text follows, so that the last line may be cut.
 */
export function detectJsonLayout(text: string, isWhole: boolean): JsonLayout | undefined {
  const start = text.trimStart()
  if (start.startsWith('[')) {
    const isArray = /^\[\s*(?:[{[\]"]|$)/.test(start) || (isWhole && isJson(start))
    return isArray && !isSection(start) ? { format: 'multijson', reason: 'array' } : undefined
  }
  if (!/^\{\s*(?:"|\}|$)/.test(start)) return undefined
  const lines = start.split(/\r\n|\r|\n/, judgedLines + 1).filter((line) => line.trim() !== '')
  const isCut = lines.length > judgedLines || !isWhole
  const complete = lines.length > 1 && isCut ? lines.slice(0, -1) : lines
  const objects = complete.filter((line) => line.trimStart().startsWith('{') && isJson(line)).length
  // What begins and ends like an object is meant as one, though it may be broken.
  const meant = complete.filter((line) => /^\s*\{\s*(?:"[^"]*"\s*:|\})/.test(line)).length
  if (objects === complete.length) return { format: 'json', reason: 'objectPerLine' }
  if (complete.length === 1) {
    if (!isWhole) return { format: 'json', reason: 'objectPerLine' }
    return isJson(`[${start.replace(/\}\s*\{/g, '},{')}]`)
      ? { format: 'multijson', reason: 'inOneLine' }
      : { format: 'json', reason: 'objectPerLine' }
  }
  if (!isNested(complete)) {
    if (objects > 0 && meant * 2 >= complete.length) return { format: 'json', reason: 'objectPerLine' }
    // An object in the first line, and lines of something else below it.
    if (isJson(complete[0] ?? '')) return undefined
  }
  return isInOneLine(complete)
    ? { format: 'multijson', reason: 'inOneLine' }
    : { format: 'multijson', reason: 'overLines' }
}

/** Lines of which more open a bracket that they do not close than stand by themselves. */
function isNested(lines: readonly string[]): boolean {
  const open = lines.filter((line) => /^\s*[\]}],?\s*$/.test(line)).length
  return open * 4 >= lines.length
}

function isInOneLine(lines: readonly string[]): boolean {
  return lines.every((line) => /^\s*\{.*\}\s*$/.test(line))
}

/** `[settings]`, as in configuration files and logs. */
function isSection(start: string): boolean {
  return (
    /^\["?[^"\]{}[]*\](?!\s*[,\]]|\s*$)/.test(start.split(/[\r\n]/, 1)[0] ?? '') &&
    !/^\[\s*(?:\]|\{)/.test(start)
  )
}
