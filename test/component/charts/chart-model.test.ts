import { expect, test } from 'vitest'
import type { TableWatch } from '../../../electron/domain/schema/table-watch'
import { chartModel } from '../../../renderer/src/features/charts/chart-model'
import { changeInLastMinute, rowScale, timeWindow } from '../../../renderer/src/features/charts/time-window'

const start = Date.parse('2026-11-23T12:00:00Z')
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
  intervalMs: 1000,
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

test('a young series grows into the chart from the left', () => {
  const window = timeWindow('5m', watch({ points: [point(0, 0)] }), at(20))
  expect(window.from).toBe(at(0))
  expect(window.to).toBe(at(60))
})

test('an old series shows the chosen range, and the open batch to its seal', () => {
  const points = [point(0, 0), point(900, 5)]
  expect(timeWindow('5m', watch({ points }), at(900)).from).toBe(at(600))
  const batches = [{ openedAt: at(895), sealsAt: at(905), sealed: false }]
  expect(timeWindow('1m', watch({ points, batches }), at(900)).to).toBeGreaterThan(at(905))
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

test('the last minute counts from the reading before it', () => {
  const points = [point(0, 100), point(30, 100), point(70, 1100), point(100, 1101)]
  expect(changeInLastMinute(points, at(100))).toBe(1001)
  expect(changeInLastMinute([], at(100))).toBeNull()
})

test('the line goes on to now while readings come, and stops where they failed', () => {
  const points = [point(0, 5), point(10, 7)]
  expect(chartModel(watch({ points }), '5m', at(20)).times).toEqual([at(0), at(10), at(20)])
  const error = { code: 'TimedOut', message: 'No answer.', retryable: true } as const
  expect(chartModel(watch({ points, error }), '5m', at(20)).times).toEqual([at(0), at(10)])
})

test('a landed source stands on the step that the next reading shows', () => {
  const model = chartModel(
    watch({ points: [point(0, 0), point(10, 0), point(12, 1000)], markers: [landed(11, 1000, 'storms')] }),
    '5m',
    at(15),
  )
  expect(model.events).toEqual([{ kind: 'landed', at: at(12), rows: 1000, label: '+1,000 storms.csv' }])
})

test('sources that land together are one marker', () => {
  const markers = Array.from({ length: 400 }, (_, index) => landed(11, 10, `s${index}`))
  const model = chartModel(watch({ points: [point(0, 0), point(12, 4000)], markers }), '5m', at(15))
  expect(model.events.map(({ label }) => label)).toEqual(['+4,000 from 400 sources'])
})

test('sources that land one after the other, but are one marker, stand on the last step', () => {
  const points = [point(0, 0), point(100, 1), point(102, 51)]
  const markers = [landed(100, 1, 'first'), landed(102, 50, 'second')]
  expect(chartModel(watch({ points, markers }), '5m', at(250)).events).toEqual([
    { kind: 'landed', at: at(102), rows: 51, label: '+51 from 2 sources' },
  ])
})

test('an open batch counts down and is done as far as now; a sealed one is done', () => {
  const batches = [
    { openedAt: at(10), sealsAt: at(20), sealed: true },
    { openedAt: at(30), sealsAt: at(40), sealed: false },
  ]
  const { bands } = chartModel(watch({ points: [point(0, 0)], batches }), '5m', at(34))
  expect(bands[0]).toMatchObject({ doneTo: at(20), countdown: null })
  expect(bands[1]).toMatchObject({ doneTo: at(34), countdown: { big: '6 s', small: 'to seal' } })
  const late = chartModel(watch({ points: [point(0, 0)], batches }), '5m', at(41)).bands[1]
  expect(late?.countdown).toEqual({ big: '', small: 'sealing' })
})

test('the line is the other writers’ until this studio lands its first rows', () => {
  const points = [point(0, 500, 0), point(10, 600, 0), point(20, 1600, 1000)]
  expect(chartModel(watch({ points }), '5m', at(20)).ourLine).toEqual([null, 600, 1600])
  const empty = [point(0, 0), point(10, 0)]
  expect(chartModel(watch({ points: empty }), '5m', at(10)).ourLine).toEqual([0, 0])
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
  const labels = chartModel(watch({ points, markers }), '5m', at(100)).events.map(({ label }) => label)
  expect(labels).toEqual(['+1 pasted', '+20,000 from 2,000 sources', 'Failed: 101 sources', '−20,000 undone'])
})

test('what is not ours of a reading belongs to other writers, whatever comes after it', () => {
  const points = [point(0, 500, 0), point(10, 700, 0), point(20, 1700, 1000), point(30, 100, 0)]
  expect(chartModel(watch({ points }), '5m', at(30)).others).toEqual([500, 700, 700, 100])
})
