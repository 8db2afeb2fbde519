import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessColumnTypes } from '../../../electron/domain/column-types'
import type { ScalarType } from '../../../electron/domain/scalar-type'

const guess = (values: readonly string[]): ScalarType | undefined =>
  guessColumnTypes(
    values.map((value) => [value]),
    1,
  )[0]

test.each([
  ['long', ['1', '-20', '0', '']],
  ['long', ['999999999999999999']],
  ['real', ['1', '2.50', '-0.001', '1e5']],
  ['bool', ['true', 'False', '']],
  [
    'datetime',
    ['2024-02-29', '2007-01-01 12:00:00', '2007-01-01T12:00:00.1234567Z', '2007-01-01T12:00:00+02:00'],
  ],
  ['guid', ['74be27de-1e4e-49d9-b579-fe0b331d3642']],
  ['dynamic', ['{"a":1}', '[1,2]', '{}']],
  ['string', ['1', 'two']],
  ['string', ['007', '8']],
  ['string', ['00.5']],
  ['string', ['1234567890123456789']],
  ['string', ['0.1234567890123456']],
  ['string', ['123456789012345678', '0.5']],
  ['string', ['1e999']],
  ['string', ['1e-999']],
  ['string', ['-0']],
  ['string', ['+1']],
  ['string', [' 1']],
  ['string', ['1,5']],
  ['string', ['0x10']],
  ['string', ['NaN', '1']],
  ['string', ['2023-02-29']],
  ['string', ['2023-13-01']],
  ['string', ['2023-01-01T24:00:00']],
  ['string', ['0000-01-01']],
  ['string', ['1/2/2023']],
  ['string', ['2007-01-01T12:00:00.12345678Z']],
  ['string', ['{broken']],
  ['string', ['true', '1']],
  ['string', ['', '']],
  ['string', []],
])('%s: %j', (type, values) => {
  expect(guess(values)).toBe(type)
})

test('columns are told apart; a record that is too short has no value there', () => {
  expect(guessColumnTypes([['1', 'a', '2024-01-01'], ['2']], 4)).toEqual([
    'long',
    'string',
    'datetime',
    'string',
  ])
})

describe('for any values', () => {
  const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(values, { minLength: 1, maxLength: 20 })
  const int64 = fc.bigInt({ min: -999_999_999_999_999_999n, max: 999_999_999_999_999_999n })
  const instant = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })

  test.each<[ScalarType, fc.Arbitrary<string>]>([
    ['long', int64.map(String)],
    ['bool', fc.boolean().map(String)],
    ['guid', fc.uuid()],
    ['datetime', instant.map((date) => date.toISOString())],
    ['dynamic', fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value))],
  ])('values that are written as %s are found to be', (type, values) => {
    fc.assert(fc.property(some(values), (list) => guess([...list, '']) === type))
  })

  test('a number that is guessed comes back with all of its digits', () => {
    const digits = fc.stringMatching(/^-?\d{1,20}(\.\d{0,20})?(e[+-]?\d{1,3})?$/)
    fc.assert(
      fc.property(fc.oneof(digits, fc.double().map(String), fc.string()), (value) => {
        const type = guess([value])
        if (type === 'long') expect(BigInt(value).toString()).toBe(value)
        if (type === 'real') expect(plain(Number(value).toPrecision(15))).toBe(plain(value))
      }),
      { numRuns: 2000 },
    )
  })

  test('one value that does not fit makes it string, wherever it stands', () => {
    fc.assert(
      fc.property(some(int64.map(String)), fc.nat(), (list, at) => {
        const index = at % (list.length + 1)
        return guess([...list.slice(0, index), 'n/a', ...list.slice(index)]) === 'string'
      }),
    )
  })
})

/** A number without what is only a way to write it: sign and digits, and the place of the point. */
function plain(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const all = `${whole}${fraction}`
  const significant = all.replace(/^0+/, '').replace(/0+$/, '')
  if (significant === '') return `${sign}0`
  const scale = Number(exponent) - fraction.length + (all.length - all.replace(/0+$/, '').length)
  return `${sign}${significant}e${scale}`
}
