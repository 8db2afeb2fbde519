import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countdownSpots,
  firstFree,
  placeLabels,
  type Box,
} from '../../../renderer/src/features/charts/label-placement'

const area: Box = { left: 0, top: 0, width: 900, height: 200 }

const overlap = (one: Box, other: Box): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  one.top < other.top + other.height &&
  other.top < one.top + one.height

test('a label stands right above its point where there is room', () => {
  const [box] = placeLabels([{ x: 100, y: 100, width: 80, shortWidth: 30, height: 14 }], area)
  expect(box).toEqual({ left: 108, top: 82, width: 80, height: 14 })
})

test('at the right edge it stands at the left', () => {
  const [box] = placeLabels([{ x: 880, y: 100, width: 80, shortWidth: 30, height: 14 }], area)
  expect((box?.left ?? 0) + 80).toBeLessThan(880)
})

test('no two labels overlap, none leaves the chart, none covers an obstacle', () => {
  const wish = fc.record({
    x: fc.integer({ min: 0, max: 900 }),
    y: fc.integer({ min: 0, max: 200 }),
    width: fc.integer({ min: 40, max: 220 }),
    shortWidth: fc.integer({ min: 10, max: 40 }),
    height: fc.constant(14),
  })
  const obstacle: Box = { left: 400, top: 80, width: 60, height: 40 }
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 24 }), (wishes) => {
      const boxes = placeLabels(wishes, area, [obstacle]).filter((box) => box !== null)
      // One `expect` for all pairs: there are tens of thousands of them.
      const wrong = boxes.filter(
        (box, index) =>
          overlap(box, obstacle) ||
          box.left < 0 ||
          box.left + box.width > 900 ||
          box.top < 0 ||
          box.top + 14 > 200 ||
          boxes.slice(index + 1).some((other) => overlap(box, other)),
      )
      expect(wrong).toEqual([])
    }),
  )
})

test('a label goes a line further away rather than across an obstacle', () => {
  const seal: Box = { left: 112, top: 0, width: 2, height: 200 }
  const above: Box = { left: 0, top: 82, width: 100, height: 14 }
  const below: Box = { left: 0, top: 104, width: 100, height: 14 }
  const [box] = placeLabels([{ x: 100, y: 100, width: 80, shortWidth: 30, height: 14 }], area, [
    seal,
    above,
    below,
  ])
  expect(box).toEqual({ left: 12, top: 68, width: 80, height: 14 })
})

test('each of four landings close together has at least its short label', () => {
  const wishes = [100, 140, 190, 240].map((x, index) => ({
    x,
    y: 150 - index * 30,
    width: 200,
    shortWidth: 32,
    height: 14,
  }))
  const boxes = placeLabels(wishes, { left: 0, top: 0, width: 300, height: 200 })
  expect(boxes.every((box) => box !== null)).toBe(true)
})

test('a countdown stands in its band, clear of the line; in a band too narrow for it nowhere', () => {
  const size = { width: 50, height: 38 }
  const line: Box = { left: 0, top: 98, width: 900, height: 4 }
  const spots = countdownSpots(size, area, { from: 100, now: 200, to: 300 })
  const spot = firstFree(spots, area, [line])
  expect(spot).toMatchObject({ left: 225, width: 50 })
  expect(spot !== null && overlap(spot, line)).toBe(false)
  expect(countdownSpots(size, area, { from: 100, now: 120, to: 140 })).toEqual([])
})
