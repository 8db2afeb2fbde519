import { tickWords } from '../../../renderer/src/features/query/drawing/points-options'
import { expect, test } from 'vitest'
import type { QueryResult, Visualization } from '../../../electron/domain/schema/query'
import { chartData } from '../../../renderer/src/features/query/drawing/chart-data'
import { niceTicks } from '../../../renderer/src/features/query/drawing/nice-ticks'
import { shareWords } from '../../../renderer/src/features/query/drawing/pie'

const how = (kind: string, more: Partial<Visualization> = {}): Visualization => ({
  kind,
  title: null,
  xColumn: null,
  yColumns: [],
  series: [],
  xTitle: null,
  yTitle: null,
  isStacked: false,
  ...more,
})

const readings: Pick<QueryResult, 'columns' | 'rows'> = {
  columns: [
    { name: 'Sensor', type: 'string' },
    { name: 'At', type: 'datetime' },
    { name: 'Value', type: 'real' },
    { name: 'Limit', type: 'long' },
  ],
  rows: [
    ['north', '2026-01-01T02:00:00Z', 3, 10],
    ['north', '2026-01-01T01:00:00Z', 1, 10],
    ['south', '2026-01-01T01:00:00Z', null, 10],
    ['south', '2026-01-01T02:00:00.0000000Z', 4, 10],
  ],
}
const one = Date.parse('2026-01-01T01:00:00Z')

test('a time chart takes the datetime as its axis, numbers as values, and texts as names of series', () => {
  expect(chartData(readings, how('timechart', { yColumns: ['Value'] }))).toEqual({
    kind: 'points',
    shape: 'line',
    isTime: true,
    x: [one, one + 3_600_000],
    categories: null,
    series: [
      { name: 'north', values: [1, 3] },
      { name: 'south', values: [null, 4] },
    ],
    omissions: [],
  })
})

test('with several columns of numbers, each series is named by both', () => {
  const data = chartData(readings, how('timechart'))
  expect(data.kind === 'points' && data.series.map(({ name }) => name)).toEqual([
    'north, Value',
    'north, Limit',
    'south, Value',
    'south, Limit',
  ])
})

test('the arrays of make-series become points', () => {
  const data = chartData(
    {
      columns: [
        { name: 'Sensor', type: 'string' },
        { name: 'Mean', type: 'dynamic' },
        { name: 'At', type: 'dynamic' },
      ],
      rows: [['north', '[1,2.5]', '["2026-01-01T01:00:00.0000000Z","2026-01-01T02:00:00.0000000Z"]']],
    },
    how('timechart'),
  )
  expect(data).toMatchObject({
    kind: 'points',
    isTime: true,
    x: [one, one + 3_600_000],
    series: [{ name: 'north', values: [1, 2.5] }],
  })
})

test('dots at the same place are all kept', () => {
  const data = chartData(
    {
      columns: [
        { name: 'Size', type: 'long' },
        { name: 'Price', type: 'decimal' },
      ],
      rows: [
        [5, '1.5'],
        [5, '2.5'],
        [3, '1'],
      ],
    },
    how('scatterchart'),
  )
  expect(data).toMatchObject({
    shape: 'dots',
    isTime: false,
    x: [3, 5, 5],
    series: [{ name: 'Price', values: [1, 1.5, 2.5] }],
  })
})

test('bars have one category for each value of the first column, and sum what falls together', () => {
  const data = chartData(
    {
      columns: [
        { name: 'State', type: 'string' },
        { name: 'Events', type: 'long' },
      ],
      rows: [
        ['TEXAS', 4],
        [null, 1],
        ['TEXAS', 2],
      ],
    },
    how('columnchart'),
  )
  expect(data).toEqual({
    kind: 'bars',
    direction: 'up',
    isStacked: false,
    categories: ['TEXAS', 'null'],
    series: [{ name: 'Events', values: [6, 1] }],
    omissions: [],
  })
})

test('a pie has its largest slices, and the rest in one', () => {
  const rows = Array.from({ length: 20 }, (_, index): [string, number] => [`S${index}`, index])
  const data = chartData(
    {
      columns: [
        { name: 'Source', type: 'string' },
        { name: 'Events', type: 'long' },
      ],
      rows,
    },
    how('piechart'),
  )
  if (data.kind !== 'slices') throw new Error(data.kind)
  expect(data.slices).toHaveLength(12)
  expect(data.slices[0]).toEqual({ name: 'S19', value: 19 })
  expect(data.slices.reduce((sum, { value }) => sum + value, 0)).toBe(190)
})

const named = (
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Pick<QueryResult, 'columns' | 'rows'> => ({
  columns: columns.map((name, index) => ({ name, type: index === 0 ? 'string' : 'long' })),
  rows: rows.map((row) => [...row]),
})

test('a pie says what has no slice: values below zero, and further columns of numbers', () => {
  const data = chartData(
    named(
      ['Kind', 'Rows', 'Price'],
      [
        ['a', -5, 1],
        ['b', 10, 1],
        ['c', 0, 1],
      ],
    ),
    how('piechart'),
  )
  expect(data).toEqual({
    kind: 'slices',
    slices: [
      { name: 'b', value: 10 },
      { name: 'c', value: 0 },
    ],
    omissions: [
      { kind: 'negative', names: ['a'] },
      { kind: 'columns', drawn: 'Rows', left: ['Price'] },
    ],
  })
  expect(chartData(named(['Kind', 'Rows'], [['a', -5]]), how('piechart'))).toMatchObject({
    reason: 'noShares',
  })
})

test('twelve slices keep their names, and a share above zero is never 0%', () => {
  const rows = Array.from({ length: 12 }, (_, index): [string, number] => [`S${index}`, index + 1])
  const data = chartData(named(['Kind', 'Rows'], rows), how('piechart'))
  expect(data.kind === 'slices' && data.slices.map(({ name }) => name).sort()).toEqual(
    rows.map(([name]) => name).sort(),
  )
  expect([shareWords(0.0001), shareWords(0), shareWords(0.125)]).toEqual(['< 0.1%', '0%', '12.5%'])
})

test('a chart with more categories or series than are drawn says how many', () => {
  const rows = Array.from({ length: 300 }, (_, index): [string, number] => [`c${index}`, index])
  expect(chartData(named(['Kind', 'Rows'], rows), how('columnchart'))).toMatchObject({
    omissions: [{ kind: 'categories', shown: 200, all: 300 }],
  })
  const lines = rows.map(([name]): [string, number, number] => [name, 1, 2])
  expect(chartData(named(['Kind', 'X', 'Y'], lines), how('scatterchart'))).toMatchObject({
    omissions: [{ kind: 'series', shown: 12, all: 300 }],
  })
})

test('a line chart of names has the names as its axis, not a column of numbers', () => {
  const data = chartData(
    named(
      ['City', 'Rows', 'Price'],
      [
        ['Oslo', 3, 30],
        ['Rome', 5, 10],
      ],
    ),
    how('linechart'),
  )
  expect(data).toMatchObject({
    x: [0, 1],
    categories: ['Oslo', 'Rome'],
    series: [
      { name: 'Rows', values: [3, 5] },
      { name: 'Price', values: [30, 10] },
    ],
  })
})

test('an axis has round ticks that hold all values, zero among them', () => {
  expect(niceTicks(-5, 10)).toEqual([-5, 0, 5, 10])
  expect(niceTicks(0, 67_824.75)).toEqual([0, 20_000, 40_000, 60_000, 80_000])
  expect(niceTicks(0, 0.3)).toEqual([0, 0.1, 0.2, 0.3])
  expect(niceTicks(0, 0)).toEqual([0, 0.5, 1])
})

test('what cannot be drawn says why', () => {
  expect(chartData(readings, how('treemap'))).toEqual({ kind: 'none', reason: 'notDrawn' })
  const texts = { columns: [{ name: 'State', type: 'string' as const }], rows: [['TEXAS']] }
  expect(chartData(texts, how('timechart'))).toEqual({ kind: 'none', reason: 'noTimes' })
  expect(chartData(texts, how('piechart'))).toEqual({ kind: 'none', reason: 'noNumbers' })
})

test.each([
  [0.0005, [0, 0.0005, 0.001, 0.0015], ['0', '0.0005', '0.001', '0.0015']],
  [50_000, [1_200_000, 1_250_000, 1_300_000], ['1.2M', '1.25M', '1.3M']],
  [2.5, [-2.5, 0, 2.5], ['-2.5', '0', '2.5']],
  [500_000, [0, 500_000, 1_000_000, 1_500_000], ['0', '500,000', '1M', '1.5M']],
  [0.1, [1000.1, 1000.2], ['1,000.1', '1,000.2']],
])('ticks that are %d apart are told from each other', (increment, ticks, words) => {
  expect(ticks.map((tick) => tickWords(tick, increment))).toEqual(words)
})
