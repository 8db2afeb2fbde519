import { describe, expect, test } from 'vitest'
import {
  defaultBatchingPolicy,
  formatTimeSpan,
  parseTimeSpan,
  readPolicyJson,
  toPolicyJson,
} from '../../../electron/domain/batching-policy'
import { assertBatchingPolicy, parsePolicyJson } from '../../../electron/domain/checked-batching-policy'
import { latestSealAt, sealReason } from '../../../electron/domain/batch-sealing'

test.each([
  [10_000, '00:00:10'],
  [300_000, '00:05:00'],
  [86_400_000, '1.00:00:00'],
  [1500, '00:00:01.5000000'],
])('%d ms is %s and back', (milliseconds, text) => {
  expect(formatTimeSpan(milliseconds)).toBe(text)
  expect(parseTimeSpan(text)).toBe(milliseconds)
})

test.each(['', '10', 'abc', '00:00', '1:2:3:4'])('“%s” as a time span', (text) => {
  expect(parseTimeSpan(text)).toBe(text === '00:00' ? 0 : undefined)
})

describe('policy JSON', () => {
  test('what is left out takes the default', () => {
    expect(parsePolicyJson('{ "MaximumBatchingTimeSpan":"00:00:10" }')).toEqual({
      ...defaultBatchingPolicy,
      maximumBatchingTimeSpanMs: 10_000,
    })
  })

  test('what is left out takes the policy in force when merging', () => {
    const inForce = { ...defaultBatchingPolicy, maximumNumberOfItems: 7 }
    expect(readPolicyJson('{"MaximumRawDataSizeMB":200}', inForce)).toEqual({
      ok: true,
      value: { ...inForce, maximumRawDataSizeMb: 200 },
    })
  })

  test('round trip', () => {
    expect(parsePolicyJson(toPolicyJson(defaultBatchingPolicy))).toEqual(defaultBatchingPolicy)
  })

  test.each(['nonsense', '[]', '"x"', '{"MaximumBatchingTimeSpan":"soon"}'])('refuses %s', (json) => {
    expect(() => parsePolicyJson(json)).toThrowError()
  })

  test.each([
    [{ maximumBatchingTimeSpanMs: 9_000 }, '10 to 1800 seconds'],
    [{ maximumBatchingTimeSpanMs: Number.NaN }, '10 to 1800 seconds'],
    [{ maximumNumberOfItems: 0 }, '1 to 25000 items'],
    [{ maximumRawDataSizeMb: 5000 }, '100 to 4096 MB'],
  ])('limits: %o', (change, words) => {
    expect(() => {
      assertBatchingPolicy({ ...defaultBatchingPolicy, ...change })
    }).toThrowError(words)
  })
})

describe('sealing', () => {
  const policy = { maximumBatchingTimeSpanMs: 10_000, maximumNumberOfItems: 3, maximumRawDataSizeMb: 100 }
  const open = { openedAt: 1000, items: 1, rawDataSizeBytes: 10, flushImmediately: false }

  test.each([
    ['nothing yet', {}, 10_999, undefined],
    ['time', {}, 11_000, 'Time'],
    ['count', { items: 3 }, 1000, 'Count'],
    ['size', { rawDataSizeBytes: 100 * 1_048_576 }, 1000, 'Size'],
    ['one byte short of the size', { rawDataSizeBytes: 100 * 1_048_576 - 1 }, 1000, undefined],
    ['flush', { flushImmediately: true }, 1000, 'FlushImmediately'],
    ['an empty batch never', { items: 0, flushImmediately: true }, 99_999, undefined],
  ])('%s', (_name, change, now, reason) => {
    expect(sealReason({ ...open, ...change }, policy, now)).toBe(reason)
  })

  test('the countdown ends when the time rule seals', () => {
    expect(sealReason(open, policy, latestSealAt(open.openedAt, policy))).toBe('Time')
  })
})
