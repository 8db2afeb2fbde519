/** How JSON records are laid out: one a line (`json`), or an array or objects over several lines (`multijson`). */
export type JsonLayout = 'json' | 'multijson'

/**
 * Tells the two JSON formats apart by the start of a text; undefined when it does not begin as JSON records
 * do.
 *
 * @param isWhole False when more text follows, so that the last line may be cut.
 */
export function detectJsonLayout(text: string, isWhole: boolean): JsonLayout | undefined {
  const start = text.trimStart()
  if (start.startsWith('[')) return /^\[\s*([[{\]]|$)/.test(start) ? 'multijson' : undefined
  if (!/^\{\s*("|\}|$)/.test(start)) return undefined
  const lines = start.split(/\r?\n/, 21).filter((line) => line.trim() !== '')
  const complete = isWhole || lines.length < 2 ? lines : lines.slice(0, -1)
  if (complete.length === 1 && !isWhole && !isJson(complete[0] ?? '')) return 'json'
  return complete.slice(0, 20).every(isJson) ? 'json' : 'multijson'
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    // Not JSON is an answer here, not a failure.
    return false
  }
}

/**
 * Counts the records of a whole text of multijson: the elements of one array, or objects one after the
 * other. Undefined when it is not well-formed.
 */
export function countMultiJsonRecords(text: string): number | undefined {
  let depth = 0
  let count = 0
  const base = text.trimStart().startsWith('[') ? 1 : 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '"') index = endOfString(text, index)
    else if (character === '{' || character === '[') {
      if (depth === base && character === '{') count++
      depth++
    } else if (character === '}' || character === ']') depth--
    if (depth < 0) return undefined
  }
  return depth === 0 ? count : undefined
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const character = text[index]
    if (character === '\\') index++
    else if (character === '"') return index
  }
  return text.length
}
