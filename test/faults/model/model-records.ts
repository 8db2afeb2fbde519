import { gunzipSync } from 'node:zlib'

/** What the model's sources hold: each record tells which source it is of, so that none can pass for another. */
export function recordsOfSource(source: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const isLong = index % 3 === 1
    return `${source}r${index},"${isLong ? `say ""${index}"",\nand more` : `value ${index}`}"`
  })
}

/** The line that the job is told to ignore. */
export const headerRecord = 'Item,Payload'

/** The same records as JSON, one to a line. */
export function asJsonLine(record: string): string {
  return JSON.stringify({ record })
}

/** Reads a blob as the service does: unpacks it, and parses its records. */
export function recordsOfBlob(path: string, content: Buffer, format: string): string[] {
  const text = (path.endsWith('.gz') ? gunzipSync(content) : content).toString()
  if (format.endsWith('json')) {
    const lines = text.split('\n').filter((line) => line !== '')
    return lines.map((line) => (JSON.parse(line) as { readonly record: string }).record)
  }
  return csvRecords(text)
}

function csvRecords(text: string): string[] {
  const records: string[] = []
  let start = 0
  let isQuoted = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '"') isQuoted = !isQuoted
    if (character !== '\n' || isQuoted) continue
    if (index > start) records.push(text.slice(start, index))
    start = index + 1
  }
  if (start < text.length) records.push(text.slice(start))
  return records
}
