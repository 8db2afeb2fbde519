import { expect, test } from 'vitest'
import { jobNotice, overallProgress } from '../../../electron/domain/job-notice'
import { jobSnapshot, sourceSnapshot } from '../../support/job-snapshot'

const source = sourceSnapshot({ name: 'storms.csv' })

test('an ingestion that has landed, differs or failed is told with its numbers or its reason', () => {
  const landed = jobSnapshot({ sources: [source] })
  expect(jobNotice(landed)).toEqual({ title: 'storms.csv: landed', body: '1,000 rows into Storms.' })
  const short = {
    ...landed,
    status: 'countsDiffer' as const,
    rows: { expected: 1000, landed: 997, refused: 0 },
  }
  expect(jobNotice(short)?.title).toBe('storms.csv: landed, 3 missing')
  const error = { code: 'UploadFailed', message: 'Storage refused.', retryable: true } as const
  const failed = {
    ...landed,
    status: 'failed' as const,
    sources: [{ ...source, state: { kind: 'failed' as const, error } }],
  }
  expect(jobNotice(failed)).toEqual({ title: 'storms.csv: failed', body: 'Storage refused.' })
  const skipped = { ...landed, sourceCount: 12, counts: { skipped: 12 } }
  expect(jobNotice(skipped)?.title).toBe('12 sources: skipped')
})

test('what is under way, or was ended by the user, is not told', () => {
  for (const status of ['running', 'paused', 'canceled', 'undone'] as const)
    expect(jobNotice(jobSnapshot({ status, sources: [source] }))).toBeNull()
})

test('a blob is called by its last name, which holds no secret', () => {
  const blob = sourceSnapshot({ kind: 'blob', name: 'https://a.blob.core.windows.net/c/d/e.csv' })
  expect(jobNotice(jobSnapshot({ sources: [blob] }))?.title).toBe('e.csv: landed')
})

test('progress goes from nothing to all as sources are sent and land, over all that run', () => {
  expect(overallProgress([jobSnapshot()])).toBeNull()
  const uploading = sourceSnapshot({ state: { kind: 'uploading', bytesSent: 50, bytesTotal: 100 } })
  const half = jobSnapshot({ status: 'running', counts: { uploading: 1 }, sources: [uploading] })
  expect(overallProgress([half])).toBeCloseTo(0.35)
  const queued = jobSnapshot({ status: 'running', counts: { queued: 1 }, sources: [source] })
  expect(overallProgress([half, queued])).toBeCloseTo((0.35 + 0.7) / 2)
  expect(overallProgress([jobSnapshot({ status: 'running', counts: { succeeded: 1 } })])).toBe(1)
})
