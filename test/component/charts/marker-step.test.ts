import { expect, test } from 'vitest'
import { stepOf } from '../../../renderer/src/features/charts/marker-step'

const point = (seconds: number, rows: number, ours: number): { at: number; rows: number; ours: number } => ({
  at: seconds * 1000,
  rows,
  ours,
})

test('a marker stands on the step nearest to it, before or after', () => {
  const points = [point(0, 0, 0), point(9, 0, 0), point(10, 1000, 0), point(11, 1000, 1000)]
  expect(stepOf({ kind: 'landed', at: 10_800 }, points)?.at).toBe(10_000)
  expect(stepOf({ kind: 'landed', at: 9_600 }, points)?.at).toBe(10_000)
  expect(stepOf({ kind: 'undone', at: 9_600 }, points)?.at).toBe(10_000)
  const down = [...points, point(12, 0, 0)]
  expect(stepOf({ kind: 'undone', at: 11_500 }, down)?.at).toBe(12_000)
})
