import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inferType } from '../../../../electron/domain/recognition/infer-type'
import type { ScalarType } from '../../../../electron/domain/scalar-type'
import type { TypeChoice } from '../../../../electron/domain/schema/inspection'

const guess = (values: readonly string[]): ScalarType => inferType(values).inferred

test.each([
  ['long', ['1', '-20', '0', '']],
  ['long', ['9223372036854775807', '-9223372036854775808']],
  ['long', [' 1', '2 ', '  ']],
  ['long', ['1', 'NULL', '\\N', 'N/A']],
  ['long', ['1704067200', '1704067260']],
  ['long', ['20240105']],
  ['real', ['1', '2.50', '-0.001', '1e5']],
  ['real', ['1', 'NaN', '2']],
  ['real', ['0.8414709848078965', '.5', '1.23457E+12']],
  ['real', ['+0.4', '-0.2']],
  ['decimal', ['123456789012345678', '0.5']],
  ['decimal', ['1234.12345678901234567', '1']],
  ['real', ['1.884326338768005371e-04', '44.200000762939453', '0.12345678901234567']],
  ['bool', ['true', 'False', '']],
  ['bool', ['TRUE', 'null', 'FALSE']],
  [
    'datetime',
    ['2024-02-29', '2007-01-01 12:00:00', '2007-01-01T12:00:00.1234567Z', '2007-01-01T12:00:00+02:00'],
  ],
  ['datetime', ['2024-03-01 08:00:00+00', '2024-03-01T08:00Z', '-']],
  ['datetime', ['2024-03-01T08:00:00.123456789Z']],
  ['datetime', ['Sat, 08 Nov 2014 15:05:02 GMT', '08 Nov 14 15:05:02']],
  ['datetime', ['1/25/2023', '2/3/2023']],
  ['datetime', ['12/25/2023 01:02:03 PM', '1/2/2024 11:00:00 AM']],
  ['timespan', ['1.02:03:04.5000000', '00:10:00', '-23:59:59']],
  ['timespan', ['08:30', '17:05']],
  ['guid', ['74be27de-1e4e-49d9-b579-fe0b331d3642']],
  ['guid', ['{74be27de-1e4e-49d9-b579-fe0b331d3642}']],
  ['dynamic', ['{"a":1}', '[1,2]', '{}']],
  ['string', ['1', 'two']],
  ['string', ['007', '8']],
  ['string', ['00.5']],
  ['string', ['12345678901234567890']],
  ['string', ['1e999']],
  ['string', ['1e-999']],
  ['string', ['+4712345678', '+4787654321']],
  ['string', ['1,5']],
  ['string', ['1,234', '5,678']],
  ['string', ['0x10']],
  ['string', ['$5', '5%']],
  ['string', ['yes', 'no']],
  ['string', ['2023-02-29']],
  ['string', ['2023-13-01']],
  ['string', ['2023-01-01T24:00:00']],
  ['string', ['0000-01-01']],
  ['string', ['1/2/2023']],
  ['string', ['25/12/2023', '1/2/2023']],
  ['string', ['25/12/2023', '12/25/2023']],
  ['string', ['25.12.2023']],
  ['string', ['03:75', '25:00']],
  ['string', ['{broken']],
  ['string', ["{'a': 1}"]],
  ['string', ['true', '1']],
  ['string', ['NULL', 'N/A']],
  ['string', ['', '']],
  ['string', []],
])('%s: %j', (type, values) => {
  expect(guess(values)).toBe(type)
})

describe('other types', () => {
  const choice = (
    values: readonly string[],
    type: ScalarType,
    options: Parameters<typeof inferType>[1] = {},
  ): TypeChoice | undefined => inferType(values, options).choices.find((one) => one.type === type)

  test('are offered with what they would lose, the inferred one first', () => {
    const { choices } = inferType(['1', '2', '3000000000', 'x'])
    expect(choices[0]).toEqual({ type: 'string', lost: 0 })
    expect(choices).toContainEqual({ type: 'long', lost: 1 })
    expect(choices).toContainEqual({ type: 'int', lost: 2 })
    expect(choices.map(({ type }) => type)).not.toContain('guid')
  })

  test('count words for no value as lost', () => {
    expect(inferType(['1', 'NULL', '2']).choices[0]).toEqual({ type: 'long', lost: 1 })
  })

  test.each([
    ['1704067200', 'Seconds'],
    ['1704067200000', 'Milliseconds'],
    ['1704067200000000', 'Microseconds'],
    ['1704067200000000000', 'Nanoseconds'],
  ])('%s is offered as a time in %s', (value, unit) => {
    const name = 'createdAt'
    expect(choice([value], 'datetime', { name, isDelimited: false })?.transform).toBe(
      `DateTimeFromUnix${unit}`,
    )
    expect(choice([value], 'datetime', { name })?.conversion).toBe(`unix${unit}`)
    expect(choice([value, '5'], 'datetime', { name })).toBeUndefined()
  })

  test('a number of ten digits is no time unless its name says so', () => {
    expect(choice(['1704067200'], 'datetime', { name: 'phone' })).toBeUndefined()
  })

  test('dates with the day first are offered as datetime only if one of them proves it', () => {
    const dayFirst = { type: 'datetime', lost: 0, conversion: 'dayFirst' }
    expect(choice(['25/12/2023', '1/2/2023', '2023-05-06'], 'datetime')).toEqual(dayFirst)
    expect(choice(['1/2/2023'], 'datetime')?.conversion).toBeUndefined()
    expect(choice(['25/12/2023', '12/25/2023'], 'datetime')?.conversion).toBeUndefined()
  })

  test('decimal commas and groups of digits are offered as numbers', () => {
    expect(choice(['3,14', '1.234,56', '12'], 'real')).toEqual({
      type: 'real',
      lost: 0,
      conversion: 'decimalComma',
    })
    expect(choice(['1,234', '56'], 'long')).toEqual({ type: 'long', lost: 0, conversion: 'groupedDigits' })
    expect(choice(['1,234.50', '56'], 'real')).toEqual({ type: 'real', lost: 0, conversion: 'groupedDigits' })
  })

  test('digits in strings of JSON stay text', () => {
    expect(inferType(['12', '13'], { isText: true }).inferred).toBe('string')
    expect(inferType(['2024-01-01'], { isText: true }).inferred).toBe('datetime')
  })
})

describe('for any values', () => {
  const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(values, { minLength: 1, maxLength: 20 })
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
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
        if (type === 'long') expect(BigInt(value.trim())).toBe(BigInt(plainWhole(value)))
        // Below this, a double has fewer digits.
        const isNormal = Math.abs(Number(value)) >= 2 ** -1022 || Number(value) === 0
        if (type === 'real' && isNormal && significantDigits(value) <= 15)
          expect(plain(String(Number(value)))).toBe(plain(value.trim()))
      }),
      { numRuns: 2000 },
    )
  })

  test('one value that does not fit makes it string, wherever it stands', () => {
    fc.assert(
      fc.property(some(int64.map(String)), fc.nat(), (list, at) => {
        const index = at % (list.length + 1)
        return guess([...list.slice(0, index), 'abc', ...list.slice(index)]) === 'string'
      }),
    )
  })
})

/** How many digits say what a number is; endless for what is none. */
function significantDigits(text: string): number {
  return Number.isFinite(Number(text)) ? plain(text.trim()).replace(/e.*|-/g, '').length : Infinity
}

function plainWhole(text: string): string {
  return text.trim().replace('+', '')
}

/** A number without what is only a way to write it: sign and digits, and the place of the point. */
function plain(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const all = `${whole}${fraction}`
  const significant = all.replace(/^0+/, '').replace(/0+$/, '')
  if (significant === '') return '0'
  const scale = Number(exponent) - fraction.length + (all.length - all.replace(/0+$/, '').length)
  return `${sign === '-' ? sign : ''}${significant}e${scale}`
}
