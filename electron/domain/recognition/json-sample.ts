/** One record of a JSON sample. */
export interface JsonSampleRecord {
  /** Where it begins, from 1. */
  readonly line: number
  readonly text: string
  /** Undefined if the text is not JSON. */
  readonly value: unknown
}

/**
 * Splits the start of JSON Lines into records, one a line.
 *
 * @param isWhole False if more text follows, so that the last line may be cut.
 */
export function readJsonLines(text: string, isWhole: boolean, limit: number): JsonSampleRecord[] {
  const records: JsonSampleRecord[] = []
  let line = 0
  for (let from = 0; from < text.length && records.length < limit;) {
    const found = text.indexOf('\n', from)
    if (found === -1 && !isWhole) break
    const end = found === -1 ? text.length : found
    const record = text.slice(from, end).replace(/\r$/, '')
    line++
    if (record.trim() !== '') records.push({ line, text: record, value: parse(record) })
    from = end + 1
  }
  return records
}

/**
 * Splits the start of multijson into its records: objects in a row, or those of an array. The last may be cut. The first
 * thing that stands among them and is none ends the sample, as a record without a value.
 */
export function readMultiJson(text: string, limit: number): JsonSampleRecord[] {
  const records: JsonSampleRecord[] = []
  let depth = 0
  let start = -1
  let startLine = 1
  let line = 1
  let base = -1
  for (let index = 0; index < text.length && records.length < limit; index++) {
    const character = text[index] ?? ''
    const isAmong = start === -1 && depth <= Math.max(base, 0)
    if (isAmong && !/[\s,[\]{}\ufeff]/.test(character)) {
      const stray = text.slice(index, index + 200).split('\n', 1)[0] ?? ''
      return [...records, { line, text: stray, value: undefined }]
    }
    if (character === '\n') line++
    else if (character === '"') index = endOfString(text, index)
    else if (character === '{' || character === '[') {
      if (base === -1) base = character === '[' ? 1 : 0
      if (depth === base && start === -1) {
        start = index
        startLine = line
      }
      depth++
    } else if (character === '}' || character === ']') {
      depth--
      if (depth === base && start !== -1) {
        const record = text.slice(start, index + 1)
        records.push({ line: startLine, text: record, value: parse(record) })
        start = -1
      }
    }
  }
  return records
}

/** The index of the quote that closes a string. */
function endOfString(text: string, opening: number): number {
  for (let index = opening + 1; index < text.length; index++) {
    const character = text[index]
    if (character === '\\') index++
    else if (character === '"') return index
  }
  return text.length
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Not JSON is an answer here, not a failure.
    return undefined
  }
}

/** One key of the records, with what stands under it. */
interface JsonKey {
  readonly name: string
  readonly path: string
  /** One for each record that was read; undefined where the key is absent. */
  readonly values: readonly unknown[]
}

/** The keys at the top of some records, in the order in which they first occur. */
export function keysOf(records: readonly JsonSampleRecord[]): JsonKey[] {
  const keys = new Map<string, unknown[]>()
  records.forEach(({ value }, index) => {
    if (!isObject(value)) return
    for (const [name, inner] of Object.entries(value)) {
      const values = keys.get(name) ?? Array<unknown>(records.length).fill(undefined)
      values[index] = inner
      keys.set(name, values)
    }
  })
  return [...keys].map(([name, values]) => ({ name, path: pathOfKey(name), values }))
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON path of a key at the top (documents: JSONPath; other names than plain ones stand in brackets). */
function pathOfKey(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `$.${name}` : `$['${name.replace(/['\\]/g, '\\$&')}']`
}

/** The path of the first array of objects in a record that is only an envelope around them; undefined if it is none. */
export function recordsInside(
  records: readonly JsonSampleRecord[],
): { path: string; count: number } | undefined {
  const [only] = records
  if (records.length !== 1 || !isObject(only?.value)) return undefined
  const found = Object.entries(only.value).find(
    ([, inner]) => Array.isArray(inner) && inner.length > 0 && inner.every(isObject),
  )
  return found === undefined
    ? undefined
    : { path: pathOfKey(found[0]), count: (found[1] as unknown[]).length }
}
