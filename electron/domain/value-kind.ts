/** What a value of delimited text looks like; a guess for header and schema detection, never for data. */
export type ValueKind = 'empty' | 'bool' | 'number' | 'datetime' | 'timespan' | 'guid' | 'json' | 'text'

const tests: readonly (readonly [ValueKind, RegExp])[] = [
  ['empty', /^\s*$/],
  ['bool', /^(true|false)$/i],
  ['number', /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i],
  ['guid', /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i],
  ['datetime', /^\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i],
  ['datetime', /^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(\s+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AP]M)?)?$/i],
  ['timespan', /^-?(\d+\.)?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/],
  ['json', /^\s*(\{[\s\S]*\}|\[[\s\S]*\])\s*$/],
]

/** What `value` looks like. */
export function valueKind(value: string): ValueKind {
  return tests.find(([, pattern]) => pattern.test(value))?.[0] ?? 'text'
}
