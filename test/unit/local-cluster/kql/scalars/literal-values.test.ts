import { describe, expect, it } from 'vitest'
import {
  datetimeText,
  parseDatetimeTicks,
  parseTimespanTicks,
  timespanText,
} from '../../../../../electron/local-cluster/kql/scalars/literal-values'

const second = 10_000_000n
const day = 86_400n * second

describe('parseTimespanTicks', () => {
  it.each([
    ['1d', day],
    ['1.5h', 5400n * second],
    ['-30m', -1800n * second],
    ['0.1s', 1_000_000n],
    ['100ms', 1_000_000n],
    ['2microseconds', 20n],
    ['3ticks', 3n],
    ['2', 2n * day],
    ['1.02:03:04.5', day + 7384n * second + 5_000_000n],
    ['-00:00:01', -second],
    ['10:20', 37_200n * second],
  ])('%s', (text, ticks) => {
    expect(parseTimespanTicks(text)).toBe(ticks)
  })

  it.each(['', 'x', '1y', '24:00:00', '00:60:00', '1d2h'])('%j is none', (text) => {
    expect(parseTimespanTicks(text)).toBeUndefined()
  })
})

describe('parseDatetimeTicks', () => {
  it.each([
    ['0001-01-01', '0001-01-01T00:00:00.0000000Z'],
    ['2014', '2014-01-01T00:00:00.0000000Z'],
    ['2014-05', '2014-05-01T00:00:00.0000000Z'],
    ['2014-05-25T08:20:03.1234567Z', '2014-05-25T08:20:03.1234567Z'],
    ['2014-05-25 08:20', '2014-05-25T08:20:00.0000000Z'],
    ['2014-05-25T08:20:03+02:00', '2014-05-25T06:20:03.0000000Z'],
    ['2014-11-08 15:05:25 GMT', '2014-11-08T15:05:25.0000000Z'],
    ['Sat, 8 Nov 14 15:05:02 GMT', '2014-11-08T15:05:02.0000000Z'],
    ['Saturday, 08-Nov-14 15:05', '2014-11-08T15:05:00.0000000Z'],
    ['8 Nov 14', '2014-11-08T00:00:00.0000000Z'],
    ['12/31/2014 11:59:58 PM', '2014-12-31T23:59:58.0000000Z'],
    ['9999-12-31 23:59:59.9999999', '9999-12-31T23:59:59.9999999Z'],
  ])('%s', (text, expected) => {
    const ticks = parseDatetimeTicks(text)
    expect(ticks === undefined ? undefined : datetimeText(ticks)).toBe(expected)
  })

  it.each(['', 'x', '2014-13-01', '2014-02-30', '2014-01-01 25:00', '0000-01-01'])('%j is none', (text) => {
    expect(parseDatetimeTicks(text)).toBeUndefined()
  })
})

describe('timespanText', () => {
  it.each([
    [0n, '00:00:00'],
    [-(day + second), '-1.00:00:01'],
    [1n, '00:00:00.0000001'],
  ])('%s', (ticks, text) => {
    expect(timespanText(ticks)).toBe(text)
  })
})
