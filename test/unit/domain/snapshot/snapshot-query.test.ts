import { expect, test } from 'vitest'
import { numberQuery } from '../../../../electron/domain/snapshot/number-query'
import { partScope, snapshotQuery } from '../../../../electron/domain/snapshot/snapshot-query'
import { placedTicks, timeTicks } from '../../../../electron/domain/snapshot/time-ticks'

const columns = [
  { name: "it's", type: 'long' },
  { name: 'At', type: 'datetime' },
] as const

test.each([
  [50_000, 300, { countsAll: true, spreadsAll: true }],
  [500_000, 8, { countsAll: true, spreadsAll: true }],
  [2_000_000, 8, { countsAll: true, spreadsAll: false }],
  [1_000_000_000, 1, { countsAll: false, spreadsAll: false }],
])('of %d rows with %d columns, as much is read as stays cheap', (rows, width, expected) => {
  expect(partScope(rows, width)).toEqual(expected)
})

test('a large table is read as a sample right after the table, and the sample is taken once', () => {
  const scope = { table: 'T', tag: 'studio-1', ours: partScope(10, 2), others: partScope(1e9, 2) }
  const query = snapshotQuery(scope, columns)
  expect(query.match(/\| sample 100000/g)).toHaveLength(1)
  expect(query).toContain(`['T'] | where extent_tags() !has "drop-by:studio-1" | sample 100000`)
  expect(query).toContain('let SomeRows = AllRows;')
  expect(query).toContain(`c0 = ['it\\'s']`)
  expect(query).not.toMatch(/notruncation/i)
})

test('a number’s KQL is about the rows of the ingestion and all rows', () => {
  const column = { name: 'At', type: 'datetime', width: 86_400 } as const
  expect(numberQuery({ table: 'T', tag: null }, 'spread', column)).toBe(
    `['T']\n| summarize Rows = count() by Value = bin(['At'], 86400s) | order by Value asc`,
  )
  expect(numberQuery({ table: 'T', tag: 'studio-1' }, 'nulls', column)).toContain(
    `(['T'] | where extent_tags() has "drop-by:studio-1" | summarize Nulls = countif(isnull(['At'])))`,
  )
})

test.each([
  ['2007-01-01', '2025-12-31', 5, ['2010', '2015', '2020', '2025']],
  ['2025-01-01', '2025-03-01', 4, ['Jan 2025', 'Feb', 'Mar']],
  [
    '2025-01-01T10:00:00Z',
    '2025-01-01T10:20:00Z',
    5,
    ['1 Jan 2025, 10:00', '10:05', '10:10', '10:15', '10:20'],
  ],
  [
    '2025-01-01T18:00:00Z',
    '2025-01-02T12:00:00Z',
    4,
    ['1 Jan 2025, 18:00', '2 Jan 2025, 00:00', '06:00', '12:00'],
  ],
])('the axis from %s to %s has round labels', (from, to, most, labels) => {
  expect(timeTicks(Date.parse(from), Date.parse(to), most).map(({ label }) => label)).toEqual(labels)
})

test.each([
  ['2025-01-01T00:00:00Z', '2025-01-02T00:00:00Z'],
  ['2025-01-01T23:00:00Z', '2025-01-02T23:00:00Z'],
  ['2024-11-20T00:00:00Z', '2025-02-03T00:00:00Z'],
  ['2007-01-01T00:00:00Z', '2025-12-31T00:00:00Z'],
])('labels under an axis from %s to %s never run into each other or out of the picture', (from, to) => {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  for (let width = 200; width <= 1800; width += 7) {
    const place = (at: number): number => ((at - first) / (last - first)) * width
    const ticks = placedTicks(timeTicks(first, last, Math.max(2, Math.floor(width / 96))), place, width)
    const labels = ticks.filter(({ label }) => label !== '')
    expect(labels.length).toBeGreaterThan(0)
    labels.forEach(({ label, labelX }, index) => {
      const end = labelX + label.length * 6.5
      expect(end).toBeLessThanOrEqual(labels[index + 1]?.labelX ?? width)
    })
  }
})
