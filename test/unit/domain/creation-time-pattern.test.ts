import { describe, expect, test } from 'vitest'
import { parseCreationTimePattern } from '../../../electron/domain/creation-time-pattern'

describe('a creation time pattern', () => {
  test.each([
    [
      "'historicalvalues'yyyyMMdd'.parquet'",
      '/data/historicalvalues19840101.parquet',
      '1984-01-01T00:00:00.000Z',
    ],
    ["'folder/'yyyy/MM/dd/HH'/file'", 'C:\\folder\\2020\\02\\29\\23\\file.csv', '2020-02-29T23:00:00.000Z'],
    ['yyyy-MM-dd', 'logs/2021-12-31.csv', '2021-12-31T00:00:00.000Z'],
    ["'x'yyMMdd", 'x210102.csv', '2021-01-02T00:00:00.000Z'],
    ["'x'yyyyMMdd", 'y20210102.csv', null],
    ["'x'yyyyMMdd", 'x20211302.csv', null],
  ])('%s reads %s', (pattern, path, expected) => {
    expect(parseCreationTimePattern(pattern).timeOf(path)).toBe(expected)
  })

  test('without a date is refused', () => {
    expect(() => parseCreationTimePattern("'x'")).toThrow(
      expect.objectContaining({ code: 'PropertyInvalid' }),
    )
  })
})
