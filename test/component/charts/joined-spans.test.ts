import { expect, test } from 'vitest'
import { joined } from '../../../renderer/src/features/charts/joined-spans'

test('spans that overlap or touch are one, so that none is shaded twice', () => {
  const spans = [
    { from: 20, to: 30 },
    { from: 1, to: 5 },
    { from: 4, to: 9 },
    { from: 9, to: 12 },
    { from: 22, to: 24 },
  ]
  expect(joined(spans)).toEqual([
    { from: 1, to: 12 },
    { from: 20, to: 30 },
  ])
})
