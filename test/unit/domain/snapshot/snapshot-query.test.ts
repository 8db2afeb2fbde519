import { expect, test } from 'vitest'
import { numberQuery } from '../../../../electron/domain/snapshot/number-query'
import { partScope, snapshotQuery } from '../../../../electron/domain/snapshot/snapshot-query'
import { timeTicks } from '../../../../electron/domain/snapshot/time-ticks'

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
  ['2025-01-01', '2025-03-01', 4, ['Jan 2025', 'Feb 2025', 'Mar 2025']],
  ['2025-01-01T10:00:00Z', '2025-01-01T10:20:00Z', 5, ['10:00', '10:05', '10:10', '10:15', '10:20']],
])('the axis from %s to %s has round labels', (from, to, most, labels) => {
  expect(timeTicks(Date.parse(from), Date.parse(to), most).map(({ label }) => label)).toEqual(labels)
})
