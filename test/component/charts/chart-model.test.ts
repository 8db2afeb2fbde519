import { expect, test } from 'vitest'
import type { TableWatch } from '../../../electron/domain/schema/table-watch'
import { chartModel } from '../../../renderer/src/features/charts/chart-model'
import { recentChange } from '../../../renderer/src/features/charts/recent-change'
import {
  panned,
  rangeFor,
  rowScale,
  timeWindow,
  zoomed,
} from '../../../renderer/src/features/charts/time-window'

const start = Date.parse('2026-11-23T12:00:00Z')
const fiveMinutes = { kind: 'range', range: '5m' } as const
const at = (seconds: number): number => start + seconds * 1000
const point = (seconds: number, rows: number, ours = rows): TableWatch['points'][number] => ({
  at: at(seconds),
  rows,
  ours,
})
const watch = (change: Partial<TableWatch>): TableWatch => ({
  database: 'Samples',
  table: 'Storms',
  revision: 1,
  points: [],
  markers: [],
  batches: [],
  // Nobody is late.
  intervalMs: 1e9,
  error: null,
  ...change,
})
const landed = (seconds: number, rows: number, sourceId: string): TableWatch['markers'][number] => ({
  at: at(seconds),
  kind: 'landed',
  jobId: 'j',
  sourceId,
  sourceKind: 'file',
  name: `${sourceId}.csv`,
  sourceCount: 1,
  rows,
})

test.each([
  ['1m', 60],
  ['5m', 300],
  ['1h', 3600],
] as const)('the range %s shows all of it up to now, and nothing of the future', (range, seconds) => {
  for (const first of [0, 890, 900]) {
    const points = [point(first, 0)]
    const batches = [{ openedAt: at(880), sealsAt: at(890), sealed: true }]
    expect(timeWindow(range, watch({ points, batches }), at(900))).toEqual({
      from: at(900 - seconds),
      to: at(900),
    })
  }
})

test('"all" begins with the first reading, and shows a minute at least', () => {
  expect(timeWindow('all', watch({ points: [point(-7000, 0)] }), at(900)).from).toBe(at(-7000))
  expect(timeWindow('all', watch({ points: [point(890, 0)] }), at(900)).from).toBe(at(840))
})

test('who has not chosen a range sees the last minute of a young series, later five', () => {
  expect(rangeFor(watch({ points: [point(0, 0)] }), at(59))).toBe('1m')
  expect(rangeFor(watch({ points: [point(0, 0)] }), at(60))).toBe('5m')
})

test('an open batch adds to the window, as far as its seal', () => {
  const batches = [{ openedAt: at(895), sealsAt: at(905), sealed: false }]
  const { to } = timeWindow('1m', watch({ points: [point(0, 0)], batches }), at(900))
  expect(to).toBeGreaterThan(at(905))
  expect(to).toBeLessThan(at(906))
})

test('zooming keeps the moment under the pointer where it is, and stays inside what is known', () => {
  const limits = { from: at(0), to: at(1000) }
  const half = zoomed({ from: at(100), to: at(300) }, at(150), 0.5, limits)
  expect(half).toEqual({ from: at(125), to: at(225) })
  expect(zoomed({ from: at(100), to: at(300) }, at(150), 100, limits)).toEqual(limits)
  expect(panned({ from: at(700), to: at(900) }, 1, limits)).toEqual({ from: at(800), to: at(1000) })
  expect(panned({ from: at(100), to: at(300) }, -0.25, limits)).toEqual({ from: at(50), to: at(250) })
})

test('a piece of the past stands still: without now, and with the line going through it', () => {
  const points = [point(0, 0), point(100, 10), point(200, 20), point(300, 30)]
  const view = { kind: 'piece', window: { from: at(120), to: at(180) } } as const
  const model = chartModel(watch({ points }), view, at(310))
  expect(model.window).toEqual(view.window)
  expect(model.times).toEqual([at(100), at(200)])
})

test('a batch of five minutes does not push the past out of the chart', () => {
  const batches = [{ openedAt: at(895), sealsAt: at(1195), sealed: false }]
  const { from, to } = timeWindow('1m', watch({ points: [point(0, 0)], batches }), at(900))
  expect((at(900) - from) / (to - from)).toBeGreaterThan(0.7)
})

test('the row axis begins at zero where the change shows so, and zooms in where it would not', () => {
  expect(rowScale([point(0, 0), point(1, 1000)]).min).toBe(0)
  const zoomed = rowScale([point(0, 1_200_000), point(1, 1_201_000)])
  expect(zoomed.min).toBeGreaterThan(1_199_000)
  expect(zoomed.max).toBeGreaterThan(1_201_000)
  expect(rowScale([])).toEqual({ min: 0, max: 1 })
})

test('a 12-digit count has an axis', () => {
  const { min, max } = rowScale([point(0, 123_456_789_012), point(1, 123_456_789_512)])
  expect(min).toBeLessThan(123_456_789_012)
  expect(max).toBeGreaterThan(123_456_789_512)
})

const words = (change: Partial<TableWatch>, seconds: number): string | undefined =>
  recentChange(watch(change), at(seconds))?.words

test('the last minute counts from the reading before it', () => {
  const points = [point(0, 100), point(30, 100), point(70, 1100), point(100, 1101)]
  expect(words({ points }, 100)).toBe('+1,001 in the last minute')
  expect(words({ points }, 200)).toBe('no change in the last minute')
  expect(recentChange(watch({}), at(100))).toBeNull()
})

test('what came and was undone within the minute is told as both, never as 0', () => {
  const points = [point(0, 0), point(10, 5000), point(20, 0)]
  const undone = { ...landed(19, 5000, 's'), kind: 'undone' as const }
  const change = { points, markers: [landed(9, 5000, 's'), undone] }
  expect(words(change, 30)).toBe('+5,000, 5,000 undone in the last minute')
  expect(words(change, 75)).toBe('5,000 undone in the last minute')
})

test('rows of other writers, and rows that somebody else dropped, are told as such', () => {
  const points = [point(0, 500, 0), point(10, 700, 0), point(20, 600, 0)]
  expect(words({ points }, 30)).toBe('+200 by other writers, −100 by other writers in the last minute')
})

test('where this studio and others brought rows in the same minute, each has its number', () => {
  const points = [point(0, 100, 100), point(10, 1107, 1100), point(20, 1110, 1100)]
  expect(words({ points }, 30)).toBe('+1,000 by this studio, +10 by other writers in the last minute')
  const undone = { ...landed(30, 1000, 's'), kind: 'undone' as const }
  const then = { points: [...points, point(30, 108, 100)], markers: [undone] }
  expect(words(then, 35)).toContain('1,000 undone, −2 by other writers in the last minute')
})

test('the line goes on to now while readings come, and stops where they failed', () => {
  const points = [point(0, 5), point(10, 7)]
  expect(chartModel(watch({ points }), fiveMinutes, at(20)).times).toEqual([at(0), at(10), at(20)])
  const error = { code: 'TimedOut', message: 'No answer.', retryable: true } as const
  expect(chartModel(watch({ points, error }), fiveMinutes, at(20)).times).toEqual([at(0), at(10)])
})

test('while the cluster does not answer, line, shade and countdown end at the last count', () => {
  const points = [point(0, 5), point(10, 7)]
  const batches = [{ openedAt: at(8), sealsAt: at(28), sealed: false }]
  const model = chartModel(watch({ points, batches, intervalMs: 1000 }), fiveMinutes, at(20))
  expect(model.times).toEqual([at(0), at(10)])
  expect(model.bands).toEqual([{ from: at(8), to: at(28), doneTo: at(10), countdown: null }])
})

test('a step of other writers is told from the line that it belongs to, or its part of a step', () => {
  const points = [point(0, 5000), point(10, 5003, 5000), point(20, 6005, 6000), point(30, 6004, 6000)]
  expect(chartModel(watch({ points }), fiveMinutes, at(30)).othersSteps).toEqual([
    { at: at(10), from: 5000, to: 5003 },
    { at: at(20), from: 5003, to: 5005 },
    { at: at(30), from: 6005, to: 6004 },
  ])
  const ours = [point(0, 10, 0), point(10, 1010, 1000), point(20, 10, 0)]
  expect(chartModel(watch({ points: ours }), fiveMinutes, at(20)).othersSteps).toEqual([])
})

test('a long name is cut in a label, which has a short form for where there is little room', () => {
  const long = { ...landed(10, 100, 's'), name: 'part-number-0-of-the-export-of-the-year.csv' }
  const [event] = chartModel(
    watch({ points: [point(0, 0), point(10, 100)], markers: [long] }),
    fiveMinutes,
    at(20),
  ).events
  expect(event).toMatchObject({ label: '+100 part-number-0-of-the-export-of-…', shortLabel: '+100' })
})

test('a landed source stands on the step that the next reading shows', () => {
  const model = chartModel(
    watch({ points: [point(0, 0), point(10, 0), point(12, 1000)], markers: [landed(11, 1000, 'storms')] }),
    fiveMinutes,
    at(15),
  )
  expect(model.events).toEqual([
    { kind: 'landed', at: at(12), rows: 1000, label: '+1,000 storms.csv', shortLabel: '+1,000' },
  ])
})

test('sources that land together are one marker', () => {
  const markers = Array.from({ length: 400 }, (_, index) => landed(11, 10, `s${index}`))
  const model = chartModel(watch({ points: [point(0, 0), point(12, 4000)], markers }), fiveMinutes, at(15))
  expect(model.events.map(({ label }) => label)).toEqual(['+4,000 from 400 sources'])
})

test('sources that land one after the other, but are one marker, stand on the last step', () => {
  const points = [point(0, 0), point(100, 1), point(102, 51)]
  const markers = [landed(100, 1, 'first'), landed(102, 50, 'second')]
  expect(chartModel(watch({ points, markers }), fiveMinutes, at(250)).events).toEqual([
    { kind: 'landed', at: at(102), rows: 51, label: '+51 from 2 sources', shortLabel: '+51' },
  ])
})

test('an open batch counts down and is done as far as now; a sealed one is done', () => {
  const batches = [
    { openedAt: at(10), sealsAt: at(20), sealed: true },
    { openedAt: at(30), sealsAt: at(40), sealed: false },
  ]
  const { bands } = chartModel(watch({ points: [point(0, 0)], batches }), fiveMinutes, at(34))
  expect(bands[0]).toMatchObject({ doneTo: at(20), countdown: null })
  expect(bands[1]).toMatchObject({ doneTo: at(34), countdown: { big: '6 s', small: 'to seal' } })
  const late = chartModel(watch({ points: [point(0, 0)], batches }), fiveMinutes, at(41)).bands[1]
  expect(late?.countdown).toEqual({ big: '', small: 'sealing' })
})

test('the line is the other writers’ until this studio lands its first rows', () => {
  const points = [point(0, 500, 0), point(10, 600, 0), point(20, 1600, 1000)]
  expect(chartModel(watch({ points }), fiveMinutes, at(20)).ourLine).toEqual([null, 600, 1600])
  const empty = [point(0, 0), point(10, 0)]
  expect(chartModel(watch({ points: empty }), fiveMinutes, at(10)).ourLine).toEqual([0, 0])
})

test('a marker is worded by the kind of its source, or by how many sources it stands for', () => {
  const points = [point(0, 0), point(11, 1), point(41, 20_001)]
  const markers = [
    { ...landed(11, 1, 's1'), sourceKind: 'paste' as const, name: 'whatever the services call it' },
    { ...landed(41, 20_000, 's2'), sourceCount: 2000 },
    { ...landed(60, 7, 's3'), kind: 'failed' as const, rows: null },
    { ...landed(61, 7, 's4'), kind: 'failed' as const, rows: null, sourceCount: 100 },
    { ...landed(80, 20_000, 's2'), kind: 'undone' as const, sourceCount: 2000 },
  ]
  const labels = chartModel(watch({ points, markers }), fiveMinutes, at(100)).events.map(({ label }) => label)
  expect(labels).toEqual(['+1 pasted', '+20,000 from 2,000 sources', 'Failed: 101 sources', '20,000 undone'])
})

test('what is not ours of a reading belongs to other writers, whatever comes after it', () => {
  const points = [point(0, 500, 0), point(10, 700, 0), point(20, 1700, 1000), point(30, 100, 0)]
  expect(chartModel(watch({ points }), fiveMinutes, at(30)).others).toEqual([500, 700, 700, 100])
})

test('a million readings are cut to what a screen shows, and keep their extremes', () => {
  const points = Array.from({ length: 1_000_000 }, (_, index) => point(index, index % 1000 === 7 ? 9 : 5))
  const series = watch({
    points: [...points.slice(0, 500_000), point(500_000, 77), ...points.slice(500_001)],
  })
  const view = { kind: 'range', range: 'all' } as const
  const model = chartModel(series, view, at(1_000_000))
  expect(model.times.length).toBeLessThan(9000)
  expect(Math.max(...model.totals)).toBe(77)
  expect(Math.min(...model.totals)).toBe(5)
  expect([...model.times].sort((one, other) => one - other)).toEqual(model.times)
})

test('of a million readings, one more costs no second look at the others', () => {
  let reads = 0
  const counted = (at: number, rows: number): TableWatch['points'][number] => ({
    at,
    ours: 0,
    get rows() {
      reads += 1
      return rows
    },
  })
  const points = Array.from({ length: 1_000_000 }, (_, index) => counted(index * 1000, (index * 7919) % 1000))
  const view = { kind: 'range', range: 'all' } as const
  chartModel(watch({ points }), view, 1_000_000_000)
  expect(reads).toBeGreaterThan(1_000_000)
  reads = 0
  const grown = [...points.slice(1), counted(1_000_000_000, 5000)]
  const model = chartModel(watch({ points: grown }), view, 1_000_000_000)
  expect(reads).toBeLessThan(50_000)
  expect(Math.max(...model.totals)).toBe(5000)
  // The same as from readings that nobody has seen.
  const fresh = (): TableWatch['points'] =>
    grown.map(({ at: when, rows, ours }) => ({ at: when, rows, ours }))
  expect(chartModel(watch({ points: fresh() }), view, 1_000_000_000).totals).toEqual(model.totals)
  // Zoomed in, columns are narrower than those that were kept.
  const piece = { kind: 'piece', window: { from: 300_000_000, to: 500_000_000 } } as const
  expect(chartModel(watch({ points: grown }), piece, 1_000_000_000).totals).toEqual(
    chartModel(watch({ points: fresh() }), piece, 1_000_000_000).totals,
  )
})
