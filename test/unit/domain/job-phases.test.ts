import { describe, expect, test } from 'vitest'
import {
  jobTime,
  lastSeal,
  phasesUntil,
  type BatchItem,
  type SourceTimes,
} from '../../../electron/domain/job-phases'

const policy = { maximumBatchingTimeSpanMs: 30_000, maximumNumberOfItems: 3, maximumRawDataSizeMb: 100 }
const megabyte = 1_048_576
const later = 9_000_000

const times = (change: Partial<SourceTimes> = {}): SourceTimes => ({
  state: { kind: 'succeeded', landedAt: 40_000 },
  retriedAt: null,
  startedAt: 1000,
  uploadingAt: 2000,
  uploadedAt: 5000,
  queuedAt: 6000,
  settledAt: 40_000,
  ...change,
})
/** One that has not landed. */
const open = (change: Partial<SourceTimes> = {}): SourceTimes =>
  times({ state: { kind: 'pending' }, settledAt: null, ...change })
const sealed = (at: number) => ({ at, reason: 'time', items: 1, rawDataSizeBytes: 1 }) as const

/** Kinds and durations at a moment; the one that goes on ends with `…`. */
const told = (sources: readonly SourceTimes[], sealedAt: number | null, now = later): unknown[] => {
  const time = jobTime(sources, 0, sealedAt === null ? null : sealed(sealedAt))
  return phasesUntil(time, now).map(({ kind, milliseconds, isGoing }) => [
    isGoing ? `${kind}…` : kind,
    milliseconds,
  ])
}

describe('where the time went', () => {
  test('the phases follow each other and add up to the whole', () => {
    expect(told([times()], 36_000)).toEqual([
      ['checked', 2000],
      ['uploaded', 3000],
      ['queued', 1000],
      ['waited', 30_000],
      ['landed', 4000],
    ])
  })

  test('of many sources, a phase ends with the last of them', () => {
    const sources = [times(), times({ uploadingAt: 5000, uploadedAt: 9000, queuedAt: 9500 })]
    expect(told(sources, null)).toEqual([
      ['checked', 2000],
      ['uploaded', 7000],
      ['queued', 500],
      ['landed', 30_500],
    ])
  })

  test('what an older journal does not say is not made up', () => {
    expect(told([times({ uploadingAt: null, uploadedAt: null })], 36_000)).toEqual([
      ['checked', 1000],
      ['uploaded', 5000],
      ['queued', 0],
      ['waited', 30_000],
      ['landed', 4000],
    ])
  })

  test('a source that failed before it was queued neither waited nor landed', () => {
    expect(told([times({ queuedAt: null, uploadedAt: null })], null)).toEqual([['checked', 2000]])
    const refused = times({ queuedAt: null, uploadedAt: null, uploadingAt: null, settledAt: 1500 })
    expect(told([refused], null)).toEqual([['checked', 1500]])
  })

  test('a retry is told by itself: the days before it are not its time', () => {
    const retried = times({
      retriedAt: 900_000,
      uploadingAt: 901_000,
      uploadedAt: 902_000,
      queuedAt: 903_000,
      settledAt: 910_000,
    })
    const time = jobTime([times(), retried], 0, sealed(905_000))
    expect(time).toMatchObject({ begunAt: 900_000, isRetried: true })
    const total = phasesUntil(time, later).reduce((sum, { milliseconds }) => sum + milliseconds, 0)
    expect(total).toBe(10_000)
  })
})

describe('where the time goes', () => {
  const unsent = { uploadingAt: null, uploadedAt: null, queuedAt: null }

  test('is told up to now: what is over, and the phase that the slowest source is in', () => {
    expect(told([open(unsent)], null, 1500)).toEqual([['checked…', 1500]])
    expect(told([open(), open(unsent)], null, 7000)).toEqual([
      ['checked', 2000],
      ['uploaded…', 5000],
    ])
    expect(told([open(), open({ queuedAt: null })], null, 7000)).toEqual([
      ['checked', 2000],
      ['uploaded', 3000],
      ['queued…', 2000],
    ])
  })

  test('goes from the wait for the seal to landing by the clock alone', () => {
    expect(told([open()], 36_000, 10_000).slice(3)).toEqual([['waited…', 4000]])
    expect(told([open()], 36_000, 37_500).slice(3)).toEqual([
      ['waited', 30_000],
      ['landed…', 1500],
    ])
    // Without a policy nobody knows when the batch is sealed.
    expect(told([open()], null, 7000).slice(3)).toEqual([['landed…', 1000]])
  })

  test('is nothing before anything has begun, and no longer grows once nobody watches', () => {
    expect(told([open({ ...unsent, startedAt: null })], null)).toEqual([])
    const unwatched = open({ state: { kind: 'unknown', reason: 'stoppedWaiting' } })
    expect(told([unwatched], 36_000)).toEqual([
      ['checked', 2000],
      ['uploaded', 3000],
      ['queued', 1000],
      ['waited', 30_000],
    ])
  })
})

describe('the seal of the last batch', () => {
  const item = (queuedAt: number, rawDataSizeBytes: number | null = megabyte): BatchItem => ({
    queuedAt,
    rawDataSizeBytes,
  })

  test.each([
    ['by its time', [item(1000), item(5000)], { at: 31_000, reason: 'time', items: 2 }],
    ['by the number of items', [item(1000), item(2000), item(3000)], { at: 3000, reason: 'items', items: 3 }],
    ['by its size', [item(1000), item(2000, 99 * megabyte)], { at: 2000, reason: 'size', items: 2 }],
    ['for one blob of unknown size', [item(1000, null)], { at: 1000, reason: 'alone', items: 1 }],
    [
      'of the second batch',
      [item(1000), item(2000), item(3000), item(4000)],
      { at: 34_000, reason: 'time', items: 1 },
    ],
    ['after the first was over', [item(1000), item(50_000)], { at: 80_000, reason: 'time', items: 1 }],
  ] as const)('%s', (_how, items, expected) => {
    expect(lastSeal(items, policy, null, false)).toMatchObject(expected)
  })

  test('was not after the rows had landed: others filled the batch', () => {
    expect(lastSeal([item(1000)], policy, 9000, false)).toMatchObject({ at: 9000, reason: 'others' })
  })

  test('comes at once for what the service may have to skip', () => {
    expect(lastSeal([item(1000)], policy, null, true)).toMatchObject({ at: 1000, reason: 'alone' })
  })

  test('is not known without items', () => {
    expect(lastSeal([], policy, null, false)).toBeNull()
  })
})
