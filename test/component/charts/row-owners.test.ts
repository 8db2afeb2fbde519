import { expect, test } from 'vitest'
import { rowsOfOthers, stepOf } from '../../../renderer/src/features/charts/row-owners'

const point = (seconds: number, rows: number, ours: number): { at: number; rows: number; ours: number } => ({
  at: seconds * 1000,
  rows,
  ours,
})

test('rows that are counted before their ingestion is known to have landed are not others’', () => {
  const points = [point(0, 1000, 1000), point(1, 2000, 1000), point(2, 2000, 2000)]
  expect(rowsOfOthers({ points, batches: [] }, 3000)).toEqual([0, 0, 0])
})

test('rows that nobody of this studio accounts for stay others’', () => {
  const points = [point(0, 500, 0), point(40, 700, 0), point(80, 1700, 1000), point(120, 1800, 1000)]
  expect(rowsOfOthers({ points, batches: [] }, 130_000)).toEqual([500, 700, 700, 800])
})

test('while a batch of ours is due, the newest rise is not others’ yet', () => {
  const points = [point(0, 500, 0), point(10.2, 1500, 0)]
  const batch = { openedAt: 0, sealsAt: 10_000, sealed: false }
  expect(rowsOfOthers({ points, batches: [batch] }, 10_400)).toEqual([500, 500])
  expect(rowsOfOthers({ points, batches: [{ ...batch, sealsAt: 60_000 }] }, 10_400)).toEqual([500, 1500])
})

test('what others delete later does not rewrite what they had long before', () => {
  const points = [point(0, 500, 0), point(100, 500, 0), point(200, 100, 0)]
  expect(rowsOfOthers({ points, batches: [] }, 200_000)).toEqual([500, 500, 100])
})

test('a marker stands on the step nearest to it, before or after', () => {
  const points = [point(0, 0, 0), point(9, 0, 0), point(10, 1000, 0), point(11, 1000, 1000)]
  expect(stepOf({ kind: 'landed', at: 10_800 }, points)?.at).toBe(10_000)
  expect(stepOf({ kind: 'landed', at: 9_600 }, points)?.at).toBe(10_000)
  expect(stepOf({ kind: 'undone', at: 9_600 }, points)?.at).toBe(10_000)
  const down = [...points, point(12, 0, 0)]
  expect(stepOf({ kind: 'undone', at: 11_500 }, down)?.at).toBe(12_000)
})
