import { describe, expect, it } from 'vitest'
import {
  formatDateTime,
  formatTimeSpanTicks,
  millisecondsFromTicks,
  ticksFromMilliseconds,
  unixEpochTicks,
} from '../../../../electron/local-cluster/time/ticks'

describe('datetimes', () => {
  it.each([
    [0n, '0001-01-01T00:00:00Z'],
    [1n, '0001-01-01T00:00:00.0000001Z'],
    [unixEpochTicks - 1n, '1969-12-31T23:59:59.9999999Z'],
    [unixEpochTicks, '1970-01-01T00:00:00Z'],
    [636_525_216_001_234_567n, '2018-01-26T00:00:00.1234567Z'],
    [3_155_378_975_999_999_999n, '9999-12-31T23:59:59.9999999Z'],
  ])('%s', (ticks, text) => {
    expect(formatDateTime(ticks)).toBe(text)
  })

  it('come from and go to milliseconds', () => {
    expect(ticksFromMilliseconds(1)).toBe(unixEpochTicks + 10_000n)
    expect(millisecondsFromTicks(unixEpochTicks + 19_999n)).toBe(1)
  })
})

describe('timespans', () => {
  it.each([
    [0n, '00:00:00'],
    [1n, '00:00:00.0000001'],
    [-5_000_000n, '-00:00:00.5000000'],
    [937_841_234_567n, '1.02:03:04.1234567'],
    [-864_000_000_000n * 3n, '-3.00:00:00'],
  ])('%s', (ticks, text) => {
    expect(formatTimeSpanTicks(ticks)).toBe(text)
  })
})
