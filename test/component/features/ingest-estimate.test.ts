import { expect, test } from 'vitest'
import { defaultBatchingPolicy, studioBatchingPolicy } from '../../../electron/domain/batching-policy'
import type { JobSnapshot } from '../../../electron/domain/ingestion-job'
import { ingestEstimate } from '../../../renderer/src/features/sources/ingest-estimate'

const measured = [
  {
    sources: [{ kind: 'file', uploadRate: null, startedAt: 0, queuedAt: 2000, rawDataSizeBytes: 96_000_000 }],
  },
] as unknown as readonly JobSnapshot[]

test('without a measurement only the batch is promised', () => {
  expect(ingestEstimate({ items: 1, bytes: 5e9 / 8 }, studioBatchingPolicy, [])).toBe(
    'then up to 10 s until the batch seals',
  )
  expect(ingestEstimate({ items: 1, bytes: 10 }, defaultBatchingPolicy, [])).toBe(
    'then up to 5 min until the batch seals',
  )
})

test('with one, the upload has its share', () => {
  expect(ingestEstimate({ items: 1, bytes: 672_000_000 }, studioBatchingPolicy, measured)).toBe(
    'about 14 s, then up to 10 s until the batch seals',
  )
  expect(ingestEstimate({ items: 1, bytes: 1000 }, studioBatchingPolicy, measured)).toBe(
    'then up to 10 s until the batch seals',
  )
})

test('size or number of items may seal the batch before its time', () => {
  expect(ingestEstimate({ items: 1, bytes: 2 ** 30 }, studioBatchingPolicy, [])).toContain(
    'the batch seals at 1 GB',
  )
  expect(ingestEstimate({ items: 500, bytes: 1000 }, studioBatchingPolicy, [])).toContain(
    'batches of 500 items',
  )
})
