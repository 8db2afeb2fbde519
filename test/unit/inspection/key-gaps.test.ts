import { expect, test } from 'vitest'
import { keyGaps, type KeySet } from '../../../electron/inspection/key-gaps'

const columns = [
  { key: 'Id', column: 'Id' },
  { key: 'Name', column: 'Name' },
]
const set = (keys: readonly string[], ...numbers: readonly number[]): KeySet => ({
  keys,
  records: numbers.length,
  numbers,
})

test('a column without its key is a gap only where the record has keys that go nowhere', () => {
  const sets = [set(['Id'], 1), set(['Id', 'Nmae'], 2, 5), set(['Id', 'Name', 'Other'], 3)]
  expect(keyGaps(sets, columns)).toEqual([{ column: 'Name', unread: ['Nmae'], records: 2, numbers: [2, 5] }])
})

test('a key in other case is left to those who tell it by itself', () => {
  const sets = [set(['ID', 'Name'], 4), set(['id', 'Name', 'More'], 3)]
  expect(keyGaps(sets, columns)).toEqual([])
})
