import { expect, test } from 'vitest'
import { defaultBatchingPolicy, studioBatchingPolicy } from '../../../electron/domain/batching-policy'
import type { JobSnapshot } from '../../../electron/domain/schema/job'
import { jobSnapshot, sourceSnapshot } from '../../support/job-snapshot'
import { ingestEstimate } from '../../../renderer/src/features/sources/ingest/ingest-estimate'

/** An ingestion of files of one size, sent side by side; the first to the last took this many ms. */
function sent(files: number, bytesEach: number, tookMs: number): JobSnapshot {
  const sources = Array.from({ length: files }, () =>
    sourceSnapshot({ startedAt: 0, queuedAt: tookMs, rawDataSizeBytes: bytesEach }),
  )
  return jobSnapshot({ sources, sourceCount: files })
}

const measured = [sent(1, 96_000_000, 2000)]

test('without a measurement, the upload takes a few seconds, or it is not known closely', () => {
  expect(ingestEstimate({ items: 1, bytes: 5e9 / 8 }, studioBatchingPolicy, [])).toBe(
    'a few seconds, or minutes on a slow network, then up to 10 s until the batch seals',
  )
  expect(ingestEstimate({ items: 1, bytes: 12_000_000 }, studioBatchingPolicy, [])).toBe(
    'a few seconds, then up to 10 s until the batch seals',
  )
  expect(ingestEstimate({ items: 40, bytes: 4000 }, studioBatchingPolicy, [])).toBe(
    'a few seconds, then up to 10 s until the batch seals',
  )
  expect(ingestEstimate({ items: 1, bytes: null }, studioBatchingPolicy, [])).toBe(
    'up to 10 s until the batch seals',
  )
  expect(ingestEstimate({ items: 1, bytes: 10 }, defaultBatchingPolicy, [])).toBe(
    'up to 5 min until the batch seals',
  )
})

test('with one, the upload has its share', () => {
  expect(ingestEstimate({ items: 1, bytes: 672_000_000 }, studioBatchingPolicy, measured)).toBe(
    'about 14 s, then up to 10 s until the batch seals',
  )
  expect(ingestEstimate({ items: 1, bytes: 1000 }, studioBatchingPolicy, measured)).toBe(
    'up to 10 s until the batch seals',
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

test('a folder of small files says nothing about a large one, nor a large one about them', () => {
  const small = sent(200, 700, 4000)
  const large = { items: 1, bytes: 366_000_000 }
  expect(ingestEstimate(large, studioBatchingPolicy, [small])).toBe(
    'a few seconds, or minutes on a slow network, then up to 10 s until the batch seals',
  )
  expect(ingestEstimate(large, studioBatchingPolicy, [small, ...measured])).toBe(
    'about 8 s, then up to 10 s until the batch seals',
  )
  const folder = { items: 400, bytes: 400 * 700 }
  expect(ingestEstimate(folder, studioBatchingPolicy, measured)).toBe(
    'a few seconds, then up to 10 s until the batch seals',
  )
  // All 200 took 4 s together, not 4 s each.
  expect(ingestEstimate(folder, studioBatchingPolicy, [small])).toBe(
    'about 8 s, then up to 10 s until the batch seals',
  )
})

test('a guess of days is not made', () => {
  const slow = [sent(1, 9_000_000, 3_600_000)]
  expect(ingestEstimate({ items: 1, bytes: 366_000_000 }, studioBatchingPolicy, slow)).toBe(
    'more than a day, then up to 10 s until the batch seals',
  )
})
