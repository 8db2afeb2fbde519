/** What the beginning of delimited text tells. */
export interface DelimitedHead {
  /** Fields of the first record that counts; 0 when there is none. */
  readonly fields: number
  /** Lines to pass over: empty ones at the beginning, and the first record when it is to be ignored. */
  readonly skip: number
}

/**
 * Reads the first records of delimited text. Undefined while the text ends before it can tell. Quotes hide
 * delimiters and line ends; a quote inside an unquoted field is text.
 */
export function readDelimitedHead(
  text: string,
  delimiter: string,
  options: { readonly ignoreFirstRecord: boolean; readonly isWhole: boolean },
): DelimitedHead | undefined {
  let fields = 1
  let quoted = false
  let fieldStart = true
  let started = false
  let skip = 0
  let ignored = !options.ignoreFirstRecord
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (quoted) {
      if (character !== '"') continue
      if (text[index + 1] === '"') index++
      else quoted = false
    } else if (character === delimiter) {
      fields++
      fieldStart = true
      started = true
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[index + 1] === '\n') index++
      if (started && ignored) return { fields, skip }
      // Empty lines after the ignored record are passed over by the reader itself.
      if (!started && ignored && options.ignoreFirstRecord) continue
      skip++
      if (started) ignored = true
      fields = 1
      fieldStart = true
      started = false
    } else {
      if (character === '"' && fieldStart) quoted = true
      fieldStart = false
      started = true
    }
  }
  if (!options.isWhole) return undefined
  return started && ignored ? { fields, skip } : { fields: 0, skip }
}
