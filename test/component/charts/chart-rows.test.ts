import { expect, test } from 'vitest'
import { chartRows } from '../../../renderer/src/features/charts/chart-rows'

test('each line of the text twin has a key of its own, and the later of two readings holds', () => {
  const points = [
    { at: 1000, rows: 0, ours: 0 },
    { at: 2000, rows: 5, ours: 5 },
    { at: 2000, rows: 7, ours: 7 },
  ]
  const rows = chartRows({ points, markers: [] })
  expect(rows.map(({ key, rows: count }) => [key, count])).toEqual([
    ['reading 2000', 7],
    ['reading 1000', 0],
  ])
})

test('the text twin words a source by its kind', () => {
  const marker = { at: 3000, jobId: 'j', sourceId: 's', sourceCount: 1, rows: 1 } as const
  const markers = [
    { ...marker, kind: 'queued', sourceKind: 'paste', name: 'whatever the services call it' },
    {
      ...marker,
      at: 2000,
      kind: 'landed',
      sourceKind: 'blob',
      name: 'https://a.blob.core.windows.net/c/d/e.csv',
    },
    { ...marker, at: 1000, kind: 'failed', sourceKind: 'file', name: 'f.csv', sourceCount: 1200, rows: null },
  ] as const
  expect(chartRows({ points: [], markers }).map(({ what }) => what)).toEqual([
    'Queued: pasted, 1 record',
    'Landed: e.csv, 1 record',
    'Failed: 1,200 sources',
  ])
})

test('a count that other writers changed says so', () => {
  const points = [
    { at: 1000, rows: 5, ours: 5 },
    { at: 2000, rows: 8, ours: 5 },
    { at: 3000, rows: 18, ours: 15 },
  ]
  expect(chartRows({ points, markers: [] }).map(({ what }) => what)).toEqual([
    'Counted',
    'Counted: +3 by other writers',
    'Counted',
  ])
})
