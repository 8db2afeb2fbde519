import { expect, test } from 'vitest'
import { firstAfter } from '../../../renderer/src/features/charts/readings'

test('a moment before the first reading has none, and one at a reading has that', () => {
  const times = [10, 20, 30]
  expect([5, 10, 15, 30, 31].map((at) => firstAfter(times, at))).toEqual([0, 1, 1, 3, 3])
})
