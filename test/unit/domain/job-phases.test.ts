import { describe, expect, test } from 'vitest'
import {
  jobPhases,
  lastSeal,
  lastTry,
  type BatchItem,
  type SourceTimes,
} from '../../../electron/domain/job-phases'

const policy = { maximumBatchingTimeSpanMs: 30_000, maximumNumberOfItems: 3, maximumRawDataSizeMb: 100 }
const megabyte = 1_048_576

const times = (change: Partial<SourceTimes> = {}): SourceTimes => ({
  retriedAt: null,
  startedAt: 1000,
  uploadingAt: 2000,
  uploadedAt: 5000,
  queuedAt: 6000,
  settledAt: 40_000,
  ...change,
})

describe('where the time went', () => {
  test('the phases follow each other and add up to the whole', () => {
    const phases = jobPhases([times()], 0, 36_000)
    expect(phases).toEqual([
      { kind: 'checked', milliseconds: 2000 },
      { kind: 'uploaded', milliseconds: 3000 },
      { kind: 'queued', milliseconds: 1000 },
      { kind: 'waited', milliseconds: 30_000 },
      { kind: 'landed', milliseconds: 4000 },
    ])
    expect(phases.reduce((sum, { milliseconds }) => sum + milliseconds, 0)).toBe(40_000)
  })

  test('of many sources, a phase ends with the last of them', () => {
    const phases = jobPhases(
      [times(), times({ uploadingAt: 5000, uploadedAt: 9000, queuedAt: 9500 })],
      0,
      null,
    )
    expect(phases).toEqual([
      { kind: 'checked', milliseconds: 2000 },
      { kind: 'uploaded', milliseconds: 7000 },
      { kind: 'queued', milliseconds: 500 },
      { kind: 'landed', milliseconds: 30_500 },
    ])
  })

  test('what an older journal does not say is not made up', () => {
    const phases = jobPhases([times({ uploadingAt: null, uploadedAt: null })], 0, 36_000)
    expect(phases.map(({ kind, milliseconds }) => [kind, milliseconds])).toEqual([
      ['checked', 1000],
      ['uploaded', 5000],
      ['queued', 0],
      ['waited', 30_000],
      ['landed', 4000],
    ])
  })

  test('a source that failed before it was queued neither waited nor landed', () => {
    const phases = jobPhases([times({ queuedAt: null, uploadedAt: null })], 0, null)
    expect(phases.map(({ kind }) => kind)).toEqual(['checked'])
  })

  test('a retry is told by itself: the days before it are not its time', () => {
    const retried = times({
      retriedAt: 900_000,
      uploadingAt: 901_000,
      uploadedAt: 902_000,
      queuedAt: 903_000,
    })
    const sources = lastTry([times(), { ...retried, settledAt: 910_000 }])
    expect(sources).toHaveLength(1)
    const total = jobPhases(sources, 0, 905_000).reduce((sum, { milliseconds }) => sum + milliseconds, 0)
    expect(total).toBe(10_000)
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
