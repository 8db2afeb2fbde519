import { expect, test } from 'vitest'
import { chartRows } from '../../../renderer/src/features/charts/chart-rows'

test('each line of the text twin has a key of its own, and the later of two readings holds', () => {
  const points = [
    { at: 1000, rows: 0, ours: 0 },
    { at: 2000, rows: 5, ours: 5 },
    { at: 2000, rows: 7, ours: 7 },
  ]
  const rows = chartRows({ points, markers: [] })
  expect(rows.map(({ key, rows: count }) => [key, count])).toEqual([
    ['reading 2000', 7],
    ['reading 1000', 0],
  ])
})
