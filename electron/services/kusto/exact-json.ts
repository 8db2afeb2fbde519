/**
 * Parses JSON without losing digits: an integer beyond 2^53 becomes text. Kusto writes `long` as a JSON number, which
 * `JSON.parse` would round silently.
 *
 * @throws SyntaxError if the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? quoteLongIntegers(text) : text)
}

/** A hand-written scan, because a regular expression can run out of stack on strings of megabytes. */
function quoteLongIntegers(text: string): string {
  const next = /"|-?\d{16,}/g
  const parts: string[] = []
  let copied = 0
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    const start = match.index
    const token = match[0]
    if (token === '"') {
      next.lastIndex = endOfString(text, start)
      continue
    }
    const isInteger = !/[\d.eE+]/.test(text[start - 1] ?? '') && !/[.eE]/.test(text[next.lastIndex] ?? '')
    if (isInteger && !Number.isSafeInteger(Number(token))) {
      parts.push(text.slice(copied, start), '"', token, '"')
      copied = next.lastIndex
    }
  }
  parts.push(text.slice(copied))
  return parts.join('')
}

/** Position after the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end !== -1) {
    let backslashes = 0
    while (text[end - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return end + 1
    end = text.indexOf('"', end + 1)
  }
  return text.length
}
