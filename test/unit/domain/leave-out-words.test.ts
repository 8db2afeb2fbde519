import { expect, test } from 'vitest'
import { reasonOfRecord } from '../../../electron/domain/finding-words'
import type { Finding } from '../../../electron/domain/schema/inspection'

const finding = (change: Partial<Finding>): Finding => ({
  kind: 'notOfType',
  effect: 'leftOut',
  column: 'Code',
  count: 1,
  isExact: true,
  examples: [{ line: 7, record: 6, value: 'abc', becomes: null }],
  facts: { type: 'long' },
  ...change,
})

test('a reason names the value, its column and what is wrong with it', () => {
  expect(reasonOfRecord(finding({}))).toBe('“abc” of “Code” is not a long.')
  expect(reasonOfRecord(finding({ kind: 'outOfRange' }))).toBe('“abc” of “Code” is out of range for a long.')
  expect(reasonOfRecord(finding({ kind: 'nullWord' }))).toBe(
    '“abc” of “Code” says that there is no value, in a word.',
  )
})

test('a reason about a whole record says nothing of what becomes of it', () => {
  const change = { kind: 'fewerFields', column: null, facts: { fields: 2, expected: 3 } } as const
  expect(reasonOfRecord(finding(change))).toBe(
    'Record 6 (line 7) has 2 fields where the others have 3: field 3 is missing.',
  )
})
