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

test('a key in other case is named, and its records are counted together', () => {
  const sets = [set(['ID', 'Name'], 4), set(['ID', 'Name', 'More'], 2), set(['id', 'Name'], 3)]
  expect(keyGaps(sets, columns)).toMatchObject([
    { column: 'Id', other: 'ID', records: 2, numbers: [2, 4] },
    { column: 'Id', other: 'id', records: 1, numbers: [3] },
  ])
})
