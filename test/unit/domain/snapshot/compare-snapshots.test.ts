import { describe, expect, test } from 'vitest'
import type { ColumnFacts, Snapshot, SnapshotPart } from '../../../../electron/domain/schema/snapshot'
import type { ScalarType } from '../../../../electron/domain/scalar-type'
import { compareSnapshots } from '../../../../electron/domain/snapshot/compare-snapshots'
import type { ComparedColumn } from '../../../../electron/domain/schema/comparison'
import { spreadBars, spreadPlaces, stackedBars } from '../../../../electron/domain/snapshot/stacked-bars'
import { measureShares } from '../../../../electron/domain/snapshot/measure-shares'

type Facts = SnapshotPart['columns'][number]

function part(rows: number, facts: Partial<Facts>, looked = rows): SnapshotPart {
  const nothing = { nulls: 0, distinct: null, min: null, max: null, bins: [], values: null }
  return { rows, counted: looked, spread: looked, columns: [{ ...nothing, ...facts }] }
}

function snapshot(
  type: ScalarType,
  others: SnapshotPart,
  ours: SnapshotPart | null = null,
  change: Partial<Snapshot> & { readonly width?: number } = {},
): Snapshot {
  const { width = null, ...rest } = change
  return {
    snapshotId: 's',
    clusterUri: 'http://127.0.0.1:1',
    isLocalCluster: true,
    database: 'D',
    table: 'T',
    at: 0,
    moment: 'after',
    jobId: null,
    rows: others.rows + (ours?.rows ?? 0),
    sizeBytes: null,
    originalBytes: null,
    extents: null,
    ownSizes: null,
    columns: [{ name: 'C', type, width, distinct: null }],
    furtherColumns: 0,
    others,
    ours,
    tag: ours === null ? null : 'studio-1',
    otherIngestions: 0,
    ...rest,
  }
}

const words = (before: Snapshot | null, after: Snapshot): string[] =>
  compareSnapshots(before, after).columns[0]?.changes.map((change) => change.words) ?? []

describe('the rows of two moments', () => {
  test('that neither the first moment nor the ingestion had are other writers’', () => {
    const { rows } = compareSnapshots(
      snapshot('long', part(10, {})),
      snapshot('long', part(13, {}), part(5, {})),
    )
    expect(rows).toMatchObject({ before: 10, after: 18, added: 5, others: 3, otherWriters: 3 })
  })

  test('may be fewer: others took some away', () => {
    const { rows } = compareSnapshots(
      snapshot('long', part(10, {})),
      snapshot('long', part(4, {}), part(5, {})),
    )
    expect(rows).toMatchObject({ before: 10, after: 9, added: 5, others: -6, otherWriters: -6 })
  })

  test('are known without a first moment: what is not the ingestion’s was there before', () => {
    const { rows, before } = compareSnapshots(null, snapshot('long', part(4, {}), part(5, {})))
    expect(rows).toMatchObject({ before: 4, after: 9, added: 5, others: 0 })
    expect(before).toBeNull()
  })
})

describe('size and extents', () => {
  const change = (extents: number, own: number | null, before: number, after: number): Partial<Snapshot> => ({
    extents,
    ownSizes: own === null ? null : { sizeBytes: null, originalBytes: null, extents: own },
    otherIngestions: after - before,
  })
  const shares = (own: number | null, othersRows: number, otherIngestions: number): unknown => {
    const comparison = compareSnapshots(
      snapshot('long', part(10, {}), null, { extents: 3, otherIngestions: 0 }),
      snapshot('long', part(10 + othersRows, {}), part(5, {}), change(8, own, 0, otherIngestions)),
    )
    return measureShares(comparison.extents, comparison, String)
  }

  test.each([
    ['this ingestion brought them all', 5, 0, 0, { change: 5, others: [] }],
    ['your other ingestions brought some', 4, 7, 7, { change: 4, others: ['+1 by your other ingestions'] }],
    ['other writers brought some', 4, 7, 0, { change: 4, others: ['+1 by other writers'] }],
    ['the cluster merged those of others', 7, 0, 0, { change: 7, others: ['−2 by merging extents'] }],
    ['nobody knows whose they are', null, 7, 0, { change: 5, others: ['by all writers'] }],
  ])('%s', (_what, own, othersRows, otherIngestions, expected) => {
    expect(shares(own, othersRows, otherIngestions)).toEqual(expected)
  })

  test('two moments without an ingestion have one change', () => {
    const comparison = compareSnapshots(
      snapshot('long', part(10, {}), null, { extents: 3 }),
      snapshot('long', part(20, {}), null, { extents: 4 }),
    )
    expect(measureShares(comparison.extents, comparison, String)).toEqual({ change: 1, others: [] })
  })
})

describe('bins of two widths', () => {
  test('are joined into the wider one, below zero too', () => {
    const before = snapshot(
      'long',
      part(6, {
        bins: [
          { bin: -3, rows: 1 },
          { bin: 0, rows: 2 },
          { bin: 3, rows: 3 },
        ],
      }),
      null,
      { width: 2 },
    )
    const after = snapshot(
      'long',
      part(6, {
        bins: [
          { bin: -1, rows: 1 },
          { bin: 0, rows: 5 },
        ],
      }),
      part(4, {
        bins: [
          { bin: 0, rows: 1 },
          { bin: 9, rows: 3 },
        ],
      }),
      { width: 8 },
    )
    const [column] = compareSnapshots(before, after).columns
    expect(column?.width).toBe(8)
    expect(column?.bins).toEqual([
      { at: -1, before: 1, added: 0, others: 0 },
      { at: 0, before: 5, added: 1, others: 0 },
      { at: 9, before: 0, added: 3, others: 0 },
    ])
  })

  test('of a sample stand for all rows', () => {
    const after = snapshot(
      'long',
      part(1000, { bins: [{ bin: 1, rows: 10 }] }, 10),
      part(2, { bins: [{ bin: 1, rows: 2 }] }),
      {
        width: 1,
      },
    )
    const comparison = compareSnapshots(null, after)
    expect(comparison.columns[0]?.bins).toEqual([{ at: 1, before: 1000, added: 2, others: 0 }])
    expect(comparison.sampledOneOf).toBe(100)
  })
})

describe('new rows within the old range that lie otherwise are told, not called the same:', () => {
  const even: Partial<Facts> = { bins: Array.from({ length: 20 }, (_, bin) => ({ bin, rows: 50 })) }
  const ends = { min: '0', max: '99' }
  const told = (type: ScalarType, first: Partial<Facts>, came: Partial<Facts>, rows: number): string[] =>
    words(
      snapshot(type, part(1000, first), null, { width: 5 }),
      snapshot(type, part(1000, first), part(rows, came), { width: 5 }),
    )

  test('numbers, by the range that has more of them', () => {
    const middle = {
      ...ends,
      bins: [
        { bin: 8, rows: 40 },
        { bin: 9, rows: 50 },
        { bin: 19, rows: 10 },
      ],
    }
    expect(told('long', { ...even, ...ends }, middle, 100)).toEqual(['more in 40 – 49: 90%, 10% before'])
  })

  test('values, by the one that became more or less frequent', () => {
    const list = (...rows: number[]): Partial<Facts> => ({
      values: rows.map((many, index) => ({ value: 'abc'.charAt(index), rows: many })),
    })
    expect(told('string', list(500, 500), list(10, 90), 100)).toEqual(['more b: 90%, 50% before'])
    expect(told('string', list(600, 200, 200), list(10, 45, 45), 100)).toEqual(['fewer a: 10%, 60% before'])
    expect(told('string', list(500, 500), list(52, 48), 100)).toEqual([])
  })

  test('but not where chance does as much, nor where a new range says it already', () => {
    const few = { ...ends, bins: [{ bin: 8, rows: 2 }] }
    expect(told('long', { ...even, ...ends }, few, 2)).toEqual([])
    const beyond = { min: '100', max: '104', bins: [{ bin: 20, rows: 100 }] }
    expect(told('long', { ...even, ...ends }, beyond, 100)).toEqual(['new maximum'])
  })
})

test('a range that others moved is theirs, and one that became narrower is told', () => {
  const times = (min: string, max: string): Partial<Facts> => ({
    min: `${min}T00:00:00Z`,
    max: `${max}T00:00:00Z`,
  })
  const first = part(10, times('2024-01-01', '2024-06-01'))
  const theirs = part(20, times('2023-01-01', '2024-06-01'))
  const after = snapshot('datetime', theirs, part(5, times('2024-03-01', '2024-12-01')))
  const [column] = compareSnapshots(snapshot('datetime', first), after).columns
  expect(column?.changes).toMatchObject([
    { words: '6 months later', by: 'ours', about: 'range' },
    { words: 'a year earlier by other writers', by: 'others', about: 'range' },
  ])
  const short = snapshot('datetime', part(5, times('2024-02-01', '2024-03-01')))
  expect(words(snapshot('datetime', first), short)).toEqual(['ends 3 months earlier', 'begins a month later'])
})

test('the small picture has room for rows far from those before', () => {
  const after = snapshot(
    'datetime',
    part(2, { bins: [{ bin: 0, rows: 2 }] }),
    part(3, { bins: [{ bin: 19, rows: 3 }] }),
    { width: 1 },
  )
  const [column] = compareSnapshots(null, after).columns
  const bars = spreadBars(column as ComparedColumn)
  const area = { width: 160, height: 28, first: 0, bins: spreadPlaces(bars) }
  const drawn = stackedBars(bars, area)
  expect(drawn.map(({ parts }) => parts[0]?.part)).toEqual(['before', 'added'])
  expect(drawn.every(({ left, wide }) => left + wide <= area.width)).toBe(true)
})

describe('what changed is said in words:', () => {
  test.each<[string, ScalarType, Partial<Facts>, Partial<Facts>, string[]]>([
    ['nothing', 'long', { min: '1', max: '9' }, { min: '2', max: '8' }, []],
    ['nulls where there were none', 'long', {}, { nulls: 2 }, ['2 new nulls']],
    ['texts that are empty', 'string', {}, { nulls: 1 }, ['1 new empty']],
    ['no value at all', 'long', {}, { nulls: 10 }, ['all new ones null']],
    ['never a value', 'long', { nulls: 100 }, { nulls: 10 }, []],
    ['a larger share of nulls', 'long', { nulls: 1 }, { nulls: 5 }, ['50% of the new rows null, 1% before']],
    ['about as many nulls', 'long', { nulls: 10 }, { nulls: 1 }, []],
    ['fewer nulls', 'long', { nulls: 90 }, {}, ['no new nulls, 90% before']],
    ['both ends', 'real', { min: '1', max: '9' }, { min: '-2.5', max: '11' }, ['wider range']],
    ['a minimum below zero', 'int', { min: '-1', max: '9' }, { min: '-20', max: '3' }, ['new minimum']],
    [
      'later times',
      'datetime',
      { min: '2024-01-01T00:00:00.0000000Z', max: '2024-12-31T00:00:00.0000000Z' },
      { min: '2025-01-01T00:00:00.0000000Z', max: '2025-12-31T00:00:00.0000000Z' },
      ['a year later'],
    ],
    [
      'new values',
      'string',
      { values: [{ value: 'a', rows: 100 }] },
      {
        values: [
          { value: 'b', rows: 4 },
          { value: 'a', rows: 6 },
        ],
      },
      ['1 new value'],
    ],
  ])('%s', (_what, type, others, ours, expected) => {
    const before = snapshot(type, part(100, others))
    expect(words(before, snapshot(type, part(100, others), part(10, ours)))).toEqual(expected)
  })

  test('new values are not claimed where only a sample of the earlier ones is known', () => {
    const before = snapshot('string', part(100, { values: [{ value: 'a', rows: 10 }] }, 10))
    const after = snapshot('string', part(100, {}, 10), part(1, { values: [{ value: 'b', rows: 1 }] }))
    expect(words(before, after)).toEqual([])
  })

  test('a column that is gone, and one that is new', () => {
    const before = snapshot('long', part(1, {}))
    const renamed = { columns: [{ name: 'D', type: 'long', width: null, distinct: null }] } as const
    const { columns } = compareSnapshots(before, snapshot('long', part(1, {}), null, renamed))
    expect(columns.map(({ name, changes }) => [name, changes[0]?.words])).toEqual([
      ['C', 'no longer there'],
      ['D', 'new column'],
    ])
  })
})

test('what others brought to a column is told beside what the ingestion brought, and texts with more values are not “same”', () => {
  const values = (...texts: string[]): Partial<ColumnFacts> => ({
    values: texts.map((value) => ({ value, rows: 1 })),
  })
  const before = snapshot('string', part(2, values('a', 'b')))
  const after = snapshot(
    'string',
    part(4, { nulls: 1, ...values('a', 'b', 'c', '') }),
    part(2, values('a', 'd')),
  )
  const [column] = compareSnapshots(before, after).columns
  expect(column?.changes.map(({ words }) => words)).toEqual([
    '1 new empty by other writers',
    '1 new value',
    '1 new value by other writers',
  ])
  expect(column?.newValues).toEqual(['d', 'c'])
  const many = (distinct: number): Snapshot =>
    snapshot('string', part(1000, {}), null, {
      columns: [{ name: 'C', type: 'string', width: null, distinct }],
    })
  const words = (then: number): unknown =>
    compareSnapshots(many(600), many(then)).columns[0]?.changes.map((change) => change.words)
  expect([words(600), words(601), words(400)]).toEqual([
    [],
    ['1 more distinct value'],
    ['200 fewer distinct values'],
  ])
})
