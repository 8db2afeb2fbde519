import { expect, test } from 'vitest'
import type { PreviewRow } from '../../../electron/domain/schema/inspection'
import { columnWidths, rawWidth } from '../../../renderer/src/features/prepare/grid/column-widths'
import type { GridColumn } from '../../../renderer/src/features/prepare/grid/grid-column'

const column = (name: string, index: number): GridColumn =>
  ({ index, profile: { name }, target: null }) as unknown as GridColumn
const row = (...cells: string[]): PreviewRow => ({ line: 1, record: 1, cells, marks: [], raw: cells.join() })
const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0)

test('columns that leave room share it by their widths; others keep theirs', () => {
  const columns = [column('Id', 0), column('A long name of a column', 1)]
  const rows = [row('1', 'x')]
  const own = columnWidths(columns, rows, 0)
  const shared = columnWidths(columns, rows, 900)
  expect(sum(shared)).toBe(900)
  expect((shared[1] ?? 0) / (shared[0] ?? 1)).toBeCloseTo((own[1] ?? 0) / (own[0] ?? 1), 1)
  expect(Math.max(...columnWidths(columns, rows, 3400))).toBe(640)
  const many = Array.from({ length: 1000 }, (_, index) => column(`C${index}`, index))
  expect(columnWidths(many, [], 1400)).toEqual(columnWidths(many, [], 0))
})

test('a narrow column has room for the words of a finding', () => {
  const ofWords = '28 become null'.length * 7 + 20
  expect(columnWidths([column('c1', 0)], [row('1')], 0)[0]).toBeGreaterThanOrEqual(ofWords)
})

test('bytes take a part of the room beside the fields, and alone as much as the longest record needs', () => {
  expect(rawWidth([], 1000, false)).toBe(420)
  expect(rawWidth([row('short')], 1000, true)).toBe(1000)
  expect(rawWidth([row('x'.repeat(2000))], 1000, true)).toBeGreaterThan(14_000)
})
