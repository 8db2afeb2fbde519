const quote = 34
const lineFeed = 10
const carriageReturn = 13
const backslash = 92
const blank = 32

/** One field of delimited text. */
interface ReadField {
  readonly value: string
  /** Just after it and its blanks: at a delimiter, a line end or the end of the text. */
  readonly end: number
  readonly isQuoted: boolean
  /** What stands after the closing quote, where nothing may; empty if all is well. */
  readonly afterQuote: string
}

/**
 * Reads one field of delimited text, following `DelimitedDefect`; undefined if its quote never closes.
 *
 * @param delimiter A character code; for a blank, those before the field have been passed over.
 * @param backslashQuotes Whether a backslash in a quoted field makes a quote or a backslash of the one that follows.
 */
export function readField(
  text: string,
  start: number,
  delimiter: number,
  backslashQuotes: boolean,
): ReadField | undefined {
  const opening = delimiter === blank ? start : skipBlanks(text, start)
  if (text.charCodeAt(opening) !== quote) {
    const end = endOfPlain(text, opening, delimiter)
    return { value: text.slice(start, end), end, isQuoted: false, afterQuote: '' }
  }
  let value = ''
  let position = opening + 1
  for (let index = position; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (backslashQuotes && code === backslash) {
      const next = text.charCodeAt(index + 1)
      // Only a quote or a backslash loses the backslash before it; \n and the like stay as they are written.
      if (next === quote || next === backslash) {
        value += text.slice(position, index)
        position = index + 1
        index++
      }
      continue
    }
    if (code !== quote) continue
    value += text.slice(position, index)
    if (text.charCodeAt(index + 1) === quote) {
      value += '"'
      index++
      position = index + 1
      continue
    }
    const end = delimiter === blank ? index + 1 : skipBlanks(text, index + 1)
    const next = text.charCodeAt(end)
    if (end >= text.length || next === delimiter || isLineEnd(next))
      return { value, end, isQuoted: true, afterQuote: '' }
    const stop = endOfPlain(text, end, delimiter)
    return { value, end: stop, isQuoted: true, afterQuote: text.slice(index + 1, stop) }
  }
  return undefined
}

export function isLineEnd(code: number): boolean {
  return code === lineFeed || code === carriageReturn
}

/** The position after the line end at `at`: LF, CRLF or CR. */
export function afterLineEnd(text: string, at: number): number {
  return text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1
}

export function endOfLine(text: string, start: number): number {
  for (let index = start; index < text.length; index++) if (isLineEnd(text.charCodeAt(index))) return index
  return text.length
}

export function skipBlanks(text: string, start: number): number {
  let index = start
  while (text.charCodeAt(index) === blank) index++
  return index
}

function endOfPlain(text: string, start: number, delimiter: number): number {
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === delimiter || code === lineFeed || code === carriageReturn) return index
  }
  return text.length
}
