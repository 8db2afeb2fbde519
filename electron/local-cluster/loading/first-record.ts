/**
 * Counts the fields of the first record of delimited text that is not an empty line. Undefined while the text
 * ends before the record does. Quotes hide delimiters and line ends; a quote inside an unquoted field is text.
 */
export function countFirstRecordFields(
  text: string,
  delimiter: string,
  isWhole: boolean,
): number | undefined {
  let fields = 1
  let quoted = false
  let fieldStart = true
  let started = false
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
      if (started) return fields
    } else {
      if (character === '"' && fieldStart) quoted = true
      fieldStart = false
      started = true
    }
  }
  if (!isWhole) return undefined
  return started ? fields : 0
}
