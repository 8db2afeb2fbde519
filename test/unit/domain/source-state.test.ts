import { describe, expect, test } from 'vitest'
import { jobStatus } from '../../../electron/domain/ingestion-job'
import type { SourceState } from '../../../electron/domain/schema/source'
import {
  canTake,
  InvalidTransitionError,
  isSettled,
  nextSourceState,
  type SourceEvent,
} from '../../../electron/domain/source-state'
import { StudioError, toWireError } from '../../../electron/domain/studio-error'

const transient = toWireError(new StudioError('ClusterUnreachable', 'gone', { retryable: true }))
const permanent = toWireError(new StudioError('FileEmpty', 'empty'))

const states: readonly SourceState[] = [
  { kind: 'pending' },
  { kind: 'preparing' },
  { kind: 'uploading', bytesSent: 1, bytesTotal: 2 },
  { kind: 'posting' },
  { kind: 'queued', queuedAt: 1 },
  { kind: 'unknown', reason: 'appRestarted' },
  { kind: 'succeeded', landedAt: 1 },
  { kind: 'partiallySucceeded', landedAt: 1, error: permanent },
  { kind: 'skipped', reason: 'empty' },
  { kind: 'failed', error: permanent },
  { kind: 'canceled' },
]

const events: readonly SourceEvent[] = [
  { kind: 'prepare' },
  { kind: 'upload', bytesSent: 1, bytesTotal: null },
  { kind: 'post' },
  { kind: 'queued', at: 1 },
  { kind: 'succeeded', at: 1 },
  { kind: 'partiallySucceeded', at: 1, error: permanent },
  { kind: 'skipped', reason: 'empty' },
  { kind: 'failed', error: permanent },
  { kind: 'cancel' },
  { kind: 'lostTrack', reason: 'trackingTimedOut' },
  { kind: 'restart' },
  { kind: 'notPosted' },
  { kind: 'retry' },
]

const take = (state: SourceState, event: SourceEvent): string => {
  try {
    return nextSourceState(state, event).kind
  } catch (error) {
    if (error instanceof InvalidTransitionError) return '—'
    throw error
  }
}

test('the whole machine', () => {
  const table = Object.fromEntries(
    states.map((state) => [
      state.kind,
      events
        .filter((event) => take(state, event) !== '—')
        .map((event) => `${event.kind}→${take(state, event)}`)
        .join(' '),
    ]),
  )
  expect(table).toMatchInlineSnapshot(`
    {
      "canceled": "retry→pending",
      "failed": "",
      "partiallySucceeded": "",
      "pending": "prepare→preparing partiallySucceeded→partiallySucceeded failed→failed cancel→canceled",
      "posting": "queued→queued partiallySucceeded→partiallySucceeded failed→failed lostTrack→unknown notPosted→pending",
      "preparing": "upload→uploading post→posting partiallySucceeded→partiallySucceeded skipped→skipped failed→failed cancel→canceled restart→pending",
      "queued": "succeeded→succeeded partiallySucceeded→partiallySucceeded skipped→skipped failed→failed cancel→canceled lostTrack→unknown",
      "skipped": "",
      "succeeded": "",
      "unknown": "queued→queued succeeded→succeeded partiallySucceeded→partiallySucceeded skipped→skipped failed→failed cancel→canceled lostTrack→unknown",
      "uploading": "upload→uploading post→posting partiallySucceeded→partiallySucceeded failed→failed cancel→canceled restart→pending",
    }
  `)
})

test('a source that was posted cannot be begun anew, and is canceled only once the service has it', () => {
  for (const state of states.filter(({ kind }) => ['posting', 'queued', 'unknown'].includes(kind))) {
    expect(canTake(state, 'cancel')).toBe(state.kind !== 'posting')
    expect(canTake(state, 'restart')).toBe(false)
    expect(canTake(state, 'retry')).toBe(false)
  }
})

test('only a transient failure can be retried', () => {
  expect(canTake({ kind: 'failed', error: transient }, 'retry')).toBe(true)
  expect(canTake({ kind: 'failed', error: permanent }, 'retry')).toBe(false)
  expect(canTake({ kind: 'partiallySucceeded', landedAt: 1, error: transient }, 'retry')).toBe(true)
  expect(canTake({ kind: 'partiallySucceeded', landedAt: 1, error: permanent }, 'retry')).toBe(false)
})

test('a settled source takes nothing but a retry', () => {
  for (const state of states.filter(isSettled)) {
    expect(events.filter((event) => event.kind !== 'retry' && canTake(state, event.kind))).toEqual([])
  }
})

describe('job status', () => {
  const balanced = (): { missing: number; surplus: number } => ({ missing: 0, surplus: 0 })
  const succeeded: SourceState = { kind: 'succeeded', landedAt: 1 }
  const failed: SourceState = { kind: 'failed', error: permanent }
  test.each<[string, SourceState[], string]>([
    ['all landed', [succeeded, succeeded], 'succeeded'],
    ['landed and skipped', [succeeded, { kind: 'skipped', reason: 'empty' }], 'succeeded'],
    ['one still on its way', [succeeded, { kind: 'queued', queuedAt: 1 }], 'running'],
    ['one unknown', [succeeded, { kind: 'unknown', reason: 'appRestarted' }], 'needsAttention'],
    ['one failed', [succeeded, failed], 'partiallySucceeded'],
    ['all failed', [failed, failed], 'failed'],
    ['all canceled', [{ kind: 'canceled' }], 'canceled'],
    ['failed and canceled', [failed, { kind: 'canceled' }], 'failed'],
  ])('%s', (_name, sources, status) => {
    expect(jobStatus(sources, false, balanced)).toBe(status)
  })

  test.each([
    ['rows are missing', { missing: 1, surplus: 0 }, 'countsDiffer'],
    ['there are more rows than expected', { missing: 0, surplus: 1 }, 'countsDiffer'],
    ['nobody knows how many were expected', { missing: null, surplus: null }, 'succeeded'],
  ])('all landed, but %s', (_name, balance, status) => {
    expect(jobStatus([succeeded], false, () => balance)).toBe(status)
    expect(jobStatus([succeeded, failed], false, () => balance)).toBe('partiallySucceeded')
  })

  test('paused holds only while something is left to do', () => {
    expect(jobStatus([{ kind: 'pending' }], true, balanced)).toBe('paused')
    expect(jobStatus([succeeded], true, balanced)).toBe('succeeded')
  })
})
