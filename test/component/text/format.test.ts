import { describe, expect, test } from 'vitest'
import { cellWords } from '../../../renderer/src/text/cell-words'
import {
  countOf,
  formatAgo,
  formatBytes,
  formatChange,
  formatCompactCount,
  formatCountdown,
  formatDuration,
  formatPolicySize,
} from '../../../renderer/src/text/format'

test.each([
  [0, '0 B'],
  [84, '84 B'],
  [351_000, '351 kB'],
  [999_600, '1 MB'],
  [1_240_000, '1.2 MB'],
  [162_000_000, '162 MB'],
  [9e12, '9 TB'],
])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words))

test.each([
  [0, '0 s'],
  [400, '0.4 s'],
  [10_430, '10.4 s'],
  [59_990, '1 min'],
  [90_000, '1 min 30 s'],
  [300_000, '5 min'],
  [3_600_000, '1 h'],
  [4_800_000, '1 h 20 min'],
  [12, '12 ms'],
])('%d ms last %s', (milliseconds, words) => expect(formatDuration(milliseconds)).toBe(words))

test('counts carry separators, a true minus and the right noun', () => {
  expect(formatChange(1000)).toBe('+1,000')
  expect(formatChange(-20)).toBe('−20')
  expect(countOf(1, 'row', 'rows')).toBe('1 row')
  expect(countOf(123_456_789_012, 'row', 'rows')).toBe('123,456,789,012 rows')
  expect(formatCompactCount(84_310)).toBe('84,310')
  expect(formatCompactCount(1_204_377)).toBe('1.2M')
})

test('a countdown rounds up and never goes below zero', () => {
  expect(formatCountdown(5001)).toBe('6 s')
  expect(formatCountdown(252_000)).toBe('4:12')
  expect(formatCountdown(-10)).toBe('0 s')
})

test('how long ago, and a policy size', () => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  expect(formatAgo(now - 5000, now)).toBe('now')
  expect(formatAgo(now - 150_000, now)).toBe('2 min')
  expect(formatAgo(now - 2 * 86_400_000, now)).toBe('2 d')
  expect(formatPolicySize(1024)).toBe('1 GB')
  expect(formatPolicySize(100)).toBe('100 MB')
})

describe('cells', () => {
  test('a datetime is read in UTC and keeps what is exact', () => {
    expect(cellWords('2018-01-27T14:00:00.0000000Z', 'datetime')).toBe('27 Jan 2018 14:00')
    expect(cellWords('2026-11-23T11:59:58.1234567Z', 'datetime')).toBe('23 Nov 2026 11:59:58.1234567')
    expect(cellWords('not a time', 'datetime')).toBe('not a time')
  })
  test('numbers, text and null', () => {
    expect(cellWords(1200, 'long')).toBe('1,200')
    expect(cellWords(0.25, 'real')).toBe('0.25')
    expect(cellWords('9007199254740993', 'long')).toBe('9007199254740993')
    expect(cellWords(false, 'bool')).toBe('false')
    expect(cellWords(null, 'string')).toBe('')
  })
})
