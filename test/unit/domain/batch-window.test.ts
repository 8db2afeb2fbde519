import { expect, test } from 'vitest'
import { openBatchOf } from '../../../electron/domain/batch-window'
import { studioBatchingPolicy } from '../../../electron/domain/batching-policy'

const items = (...times: number[]): { queuedAt: number; rawDataSizeBytes: number | null }[] =>
  times.map((queuedAt) => ({ queuedAt, rawDataSizeBytes: 100 }))

test('the open batch seals its time after its first item; a later item opens the next', () => {
  expect(openBatchOf([], studioBatchingPolicy)).toBeNull()
  expect(openBatchOf(items(5000, 1000, 9000), studioBatchingPolicy)).toEqual({
    openedAt: 1000,
    sealsAt: 11_000,
    items: 3,
    rawDataSizeBytes: 300,
  })
  expect(openBatchOf(items(1000, 11_001, 12_000), studioBatchingPolicy)).toEqual({
    openedAt: 11_001,
    sealsAt: 21_001,
    items: 2,
    rawDataSizeBytes: 200,
  })
})

test('the size of a batch is unknown if that of any item is', () => {
  const waiting = [...items(1000), { queuedAt: 2000, rawDataSizeBytes: null }]
  expect(openBatchOf(waiting, studioBatchingPolicy)).toMatchObject({ items: 2, rawDataSizeBytes: null })
})
