import { expect, test } from 'vitest'
import { mappingNamed } from '../../../electron/domain/mapping-kind'

const mappings = [
  { name: 'rows', kind: 'Json' },
  { name: 'rows', kind: 'Csv' },
  { name: 'only', kind: 'Parquet' },
] as const

test('of mappings with one name, the one that fits the format is meant', () => {
  expect(mappingNamed(mappings, 'rows', 'Csv')).toBe(mappings[1])
  expect(mappingNamed(mappings, 'rows', 'Json')).toBe(mappings[0])
})

test('a mapping of another kind is given where there is no other, so that it can be called that', () => {
  expect(mappingNamed(mappings, 'only', 'Csv')).toBe(mappings[2])
  expect(mappingNamed(mappings, 'rows', undefined)).toBe(mappings[0])
  expect(mappingNamed(mappings, 'none', 'Csv')).toBeUndefined()
})
