import { expect, test } from 'vitest'
import { parseMappingText } from '../../../electron/domain/mapping-text'

test.each([
  ['Json', '[{"column":"a","Properties":{"Path":"$.a"}},{"Column":"b","path":"$.b"}]', ['a', 'b']],
  ['Csv', '[{"Name":"a","Ordinal":0},{"columnName":"b","Properties":{"ConstValue":"x"}}]', ['a', 'b']],
  ['Parquet', '\ufeff[{"column":"a","Properties":{"Field":"x"}}]', ['a']],
  ['W3CLogFile', '[{"column":"a","Properties":{"Field":"date"}}]', ['a']],
] as const)('a mapping for %s', (kind, text, columns) => {
  expect(parseMappingText(text, kind)).toEqual(columns)
})

test.each([
  ['{', 'not JSON'],
  ['{"column":"a"}', 'not a list'],
  ['[]', 'not a list'],
  ['[1]', 'Entry 1 of the mapping is not an object'],
  ['[{"Path":"$.a"}]', 'Entry 1 of the mapping names no column'],
  ['[{"column":"a","Ordinal":0}]', 'for column “a”, has no path: it is no mapping for Json'],
])('%s is refused', (text, words) => {
  expect(() => parseMappingText(text, 'Json')).toThrow(words)
})
