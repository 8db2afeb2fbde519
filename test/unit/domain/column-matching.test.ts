import { expect, test } from 'vitest'
import { mappingForFields, matchFields } from '../../../electron/domain/column-matching'
import type { Column } from '../../../electron/domain/schema/table'

const columns: readonly Column[] = [
  { name: 'Id', type: 'long' },
  { name: 'Country', type: 'string' },
  { name: 'City', type: 'string' },
]
const header = { format: 'csv', ignoreFirstRecord: true } as const
const fields = (...names: readonly string[]): { name: string; ordinal: number }[] =>
  names.map((name, ordinal) => ({ name, ordinal }))
const placed = (match: ReturnType<typeof matchFields>): (string | undefined)[] =>
  match.columns.map((column) => column?.name)

test('fields whose header names columns go by name, in any case', () => {
  expect(placed(matchFields(fields('city', 'Id'), columns, header, 'name'))).toEqual(['City', 'Id'])
  expect(mappingForFields(fields('Id', 'City'), columns, header, 'name').mapping).toEqual([
    { column: 'Id', type: 'long', ordinal: 0 },
    { column: 'City', type: 'string', ordinal: 1 },
  ])
})

test('fields go by position without a header, with a header of other names, and if that is wanted', () => {
  const byPosition = { by: 'position', mapping: null }
  expect(
    mappingForFields(fields('City', 'Id'), columns, { ...header, ignoreFirstRecord: false }, 'name'),
  ).toEqual(byPosition)
  expect(mappingForFields(fields('a', 'b'), columns, header, 'name')).toEqual(byPosition)
  expect(mappingForFields(fields('City', 'Id'), columns, header, 'position')).toEqual(byPosition)
})

test('no mapping goes along where the service finds the same columns', () => {
  expect(mappingForFields(fields('Id', 'Country'), columns, header, 'name')).toEqual({
    by: 'name',
    mapping: null,
  })
})

test('a field that goes nowhere by name does not land by its position', () => {
  const { by, mapping } = mappingForFields(fields('Id', 'Land', 'City'), columns, header, 'name')
  expect(by).toBe('name')
  expect(mapping?.map(({ column }) => column)).toEqual(['Id', 'City'])
})

test('where only a field without a name names no column, and the others lie in place, positions hold', () => {
  const byPosition = { by: 'position', mapping: null }
  expect(mappingForFields(fields('Column1', 'Country', 'City'), columns, header, 'name')).toEqual(byPosition)
  expect(mappingForFields(fields('Column1', 'City', 'Country'), columns, header, 'name').by).toBe('name')
})

test('a mapping for JSON takes keys that the sample does not have, too', () => {
  const json = { format: 'json', ignoreFirstRecord: false } as const
  const { mapping } = mappingForFields([{ name: 'ID', path: '$.ID' }], columns, json, 'position')
  expect(mapping?.map(({ column, path }) => `${column} ${path ?? ''}`)).toEqual([
    'Id $.ID',
    'Country $.Country',
    'City $.City',
  ])
})
