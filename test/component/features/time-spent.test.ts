import { expect, test } from 'vitest'
import { studioBatchingPolicy } from '../../../electron/domain/batching-policy'
import type { JobSnapshot } from '../../../electron/domain/schema/job'
import { timeSpent } from '../../../renderer/src/features/jobs/time-spent'
import { jobSnapshot, sourceSnapshot } from '../../support/job-snapshot'

const policy = studioBatchingPolicy
const job = (...queued: (number | null)[]): JobSnapshot =>
  jobSnapshot({
    createdAt: 1000,
    policy,
    status: 'running',
    sourceCount: queued.length,
    sources: queued.map((queuedAt) => sourceSnapshot({ startedAt: 1100, queuedAt, settledAt: null })),
  })
const landed = (at: number, ...queued: number[]): JobSnapshot => {
  const open = job(...queued)
  return {
    ...open,
    status: 'succeeded',
    sources: open.sources.map((source) => ({ ...source, settledAt: at })),
  }
}

test('the pieces of an ingestion add up to the whole, and say what sealed its batch', () => {
  expect(timeSpent(landed(12_400, 1500), 99_000)).toEqual({
    pieces: [
      { kind: 'sent', milliseconds: 500 },
      { kind: 'waited', milliseconds: 10_000 },
      { kind: 'landed', milliseconds: 900 },
    ],
    totalMs: 11_400,
    seal: 'time',
  })
})

test('rows that were there before the time was up came from a batch that was sealed early', () => {
  expect(timeSpent(landed(3000, 1500), 99_000)).toEqual({
    pieces: [
      { kind: 'sent', milliseconds: 500 },
      { kind: 'waited', milliseconds: 1500 },
    ],
    totalMs: 2000,
    seal: 'full',
  })
})

test('the last batch counts, if the sources went into several', () => {
  const spent = timeSpent(landed(25_000, 1500, 14_000), 99_000)
  expect(spent?.pieces).toEqual([
    { kind: 'sent', milliseconds: 13_000 },
    { kind: 'waited', milliseconds: 10_000 },
    { kind: 'landed', milliseconds: 1000 },
  ])
})

test('while it is under way, its time goes up to now; before it has begun there is nothing to tell', () => {
  expect(timeSpent(job(1500, null), 5000)?.pieces).toEqual([{ kind: 'sent', milliseconds: 4000 }])
  expect(timeSpent(job(1500), 5000)).toMatchObject({
    pieces: [
      { kind: 'sent', milliseconds: 500 },
      { kind: 'waited', milliseconds: 3500 },
    ],
    seal: null,
  })
  const pending = sourceSnapshot({ startedAt: null, queuedAt: null })
  expect(timeSpent(jobSnapshot({ status: 'running', sources: [pending] }), 5000)).toBeNull()
})
