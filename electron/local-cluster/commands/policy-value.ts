import type { CommandReader } from './command-reader'

/** JSON as a string literal, or a short form from the documents, expanded to the JSON it means. */
export function readPolicyValue(reader: CommandReader, policy: string): string {
  const literal = reader.tryString()
  if (literal !== undefined) return literal
  if (policy === 'caching') return readCaching(reader)
  if (policy === 'retention') return readRetention(reader)
  const flag = reader.acceptOne('enable', 'disable', 'true', 'false')
  if (flag !== undefined) return JSON.stringify({ IsEnabled: flag === 'enable' || flag === 'true' })
  throw reader.failure(`expected the ${policy} policy as a JSON object in a string literal.`)
}

function readCaching(reader: CommandReader): string {
  const value: Record<string, string> = {}
  do {
    const part = reader.acceptOne('hot', 'hotdata', 'hotindex')
    if (part === undefined) throw reader.failure("expected 'hot = TIMESPAN'.")
    reader.expectMark('=')
    const span = readSpan(reader)
    if (part !== 'hotindex') value['DataHotSpan'] = span
    if (part !== 'hotdata') value['IndexHotSpan'] = span
  } while (reader.acceptMark(','))
  return JSON.stringify(value)
}

function readRetention(reader: CommandReader): string {
  const value: Record<string, string> = {}
  for (;;) {
    if (reader.accept('softdelete')) {
      reader.expectMark('=')
      value['SoftDeletePeriod'] = readSpan(reader)
    } else if (reader.accept('recoverability')) {
      reader.expectMark('=')
      const state = reader.acceptOne('enabled', 'disabled')
      if (state === undefined) throw reader.failure("expected 'enabled' or 'disabled'.")
      value['Recoverability'] = state === 'enabled' ? 'Enabled' : 'Disabled'
    } else break
  }
  if (Object.keys(value).length === 0) {
    throw reader.failure('expected the retention policy as a JSON object in a string literal.')
  }
  return JSON.stringify(value)
}

const secondsOfUnit: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 }

/** `3d`, `36h` or `time(3.00:00:00)`, as the text `[d.]hh:mm:ss`. */
function readSpan(reader: CommandReader): string {
  const text = reader.value('a timespan')
  const clock = /^(?:time(?:span)?\()?((?:\d+\.)?\d{1,2}:\d{2}:\d{2})\)?$/.exec(text)?.[1]
  if (clock !== undefined) return clock
  const match = /^(?:time(?:span)?\()?(\d+)([dhms])\)?$/.exec(text)
  if (match === null) throw reader.failure(`'${text}' is not a timespan.`)
  const seconds = Number(match[1]) * (secondsOfUnit[match[2] ?? ''] ?? 0)
  const days = Math.floor(seconds / 86_400)
  const clockPart = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  return days > 0 ? `${days}.${clockPart}` : clockPart
}
