import { JsonCounter } from './json-counter'

/** Whether a text is one value of JSON (RFC 8259). */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Not JSON is an answer here, not a failure.
    return false
  }
}

/**
 * Whether a line is a record of `json`: one object by RFC 8259, whose strings are Unicode text, which half of a
 * surrogate pair is not (8.2).
 */
export function isJsonRecord(line: string): boolean {
  if (!line.trimStart().startsWith('{') || !isJson(line)) return false
  // As it is written again, only half a pair is an escape of this kind; few lines have to be looked at.
  return !/\\u[dD]/.test(line) || !/[^\\](?:\\\\)*\\ud[89a-f]/.test(JSON.stringify(JSON.parse(line)))
}

/**
 * The first line of JSON Lines that is no record, from 1, an empty one aside; undefined where all are.
 *
 * @param isWhole False when more text follows, so that the last line may be cut.
 */
export function firstOtherLine(text: string, isWhole: boolean): number | undefined {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  const complete = isWhole ? lines : lines.slice(0, -1)
  const index = complete.findIndex((line) => !/^[ \t\r]*$/.test(line) && !isJsonRecord(line))
  return index === -1 ? undefined : index + 1
}

/** Counts the records of a whole text of multijson; undefined when it is not well-formed. */
export function countMultiJsonRecords(text: string): number | undefined {
  const counter = new JsonCounter()
  counter.push(new TextEncoder().encode(text))
  return counter.finish() ?? undefined
}
