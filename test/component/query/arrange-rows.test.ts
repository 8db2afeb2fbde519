import { expect, test } from 'vitest'
import type { ScalarType } from '../../../electron/domain/scalar-type'
import { arrangeRows } from '../../../renderer/src/features/query/results/arrange-rows'
import { toCsv, toTabbed } from '../../../renderer/src/text/delimited'
import type { Cell } from '../../../renderer/src/text/cell-words'

const everything = { text: '', column: null }

function sorted(type: ScalarType, cells: readonly Cell[], isDescending = false): Cell[] {
  const table = { columns: [{ name: 'C', type }], rows: cells.map((cell) => [cell]) }
  return arrangeRows(table, everything, { column: 0, isDescending }).map(([cell]) => cell ?? null)
}

test.each([
  ['long', [10, '9007199254740993', 9, -1], [-1, 9, 10, '9007199254740993']],
  ['decimal', ['10.5', '9', '-1'], ['-1', '9', '10.5']],
  ['real', [1.5, 'NaN', -2], [-2, 1.5, 'NaN']],
  [
    'datetime',
    ['2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00Z', '2025-12-31T00:00:00Z'],
    ['2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z'],
  ],
  ['timespan', ['1.00:00:00', '23:00:00', '-00:00:01'], ['-00:00:01', '23:00:00', '1.00:00:00']],
  ['string', ['b', 'A', 'c'], ['A', 'b', 'c']],
] as const)('%s is sorted by what it means', (type, cells, expected) => {
  expect(sorted(type, cells)).toEqual(expected)
})

test('nulls come last in both directions', () => {
  expect(sorted('long', [null, 1, 2])).toEqual([1, 2, null])
  expect(sorted('long', [null, 1, 2], true)).toEqual([2, 1, null])
})

test('a filter finds what is seen and what is copied, in one column or any', () => {
  const table = {
    columns: [
      { name: 'Events', type: 'long' as const },
      { name: 'State', type: 'string' as const },
    ],
    rows: [
      [1200, 'OHIO'],
      [7, 'room 1200'],
    ],
  }
  const find = (text: string, column: number | null = null): number =>
    arrangeRows(table, { text, column }, null).length
  expect([find('1200'), find('1,200'), find('1200', 1), find('ohio'), find('nope')]).toEqual([2, 1, 1, 1, 0])
})

test('CSV and the clipboard quote what would break a row', () => {
  const columns = [{ name: 'A,1', type: 'string' as const }]
  expect(toCsv({ columns, rows: [['say "hi"'], ['two\nlines'], [null]] })).toBe(
    '"A,1"\r\n"say ""hi"""\r\n"two\nlines"\r\n\r\n',
  )
  expect(toTabbed(['A', 'B'], [['x\ty', 1]])).toBe('A\tB\n"x\ty"\t1\n')
  expect(toTabbed(null, [[true, null]])).toBe('true\t\n')
})
