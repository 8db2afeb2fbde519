import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseExactJson } from '../../../../electron/services/kusto/exact-json'

describe('parseExactJson', () => {
  it.each<[string, unknown]>([
    ['[9007199254740993]', ['9007199254740993']],
    ['[-9223372036854775808,9223372036854775807]', ['-9223372036854775808', '9223372036854775807']],
    ['[9007199254740991]', [9007199254740991]],
    ['[1234567890.1234567890123456789]', [1234567890.1234567890123456789]],
    ['[12345678901234567890.5]', [12345678901234567890.5]],
    ['[12345678901234567890e3]', [12345678901234567890e3]],
    ['["12345678901234567890"]', ['12345678901234567890']],
    ['["a\\"12345678901234567890\\\\"]', ['a"12345678901234567890\\']],
    ['{"n":12345678901234567890,"s":"x"}', { n: '12345678901234567890', s: 'x' }],
  ])('reads %s', (text, value) => {
    expect(parseExactJson(text)).toEqual(value)
  })

  it('is JSON.parse for everything without long integers', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        const padded = `["1234567890123456", ${text}]`
        const parsed = parseExactJson(padded)
        const reference: unknown = JSON.parse(padded)
        // Doubles such as 1e16 are written without an exponent and become text: their digits are kept.
        if (!/\d{16}/.test(text)) expect(parsed).toEqual(reference)
        else
          expect(JSON.stringify(parsed).replace(/"/g, '')).toBe(JSON.stringify(reference).replace(/"/g, ''))
      }),
      { numRuns: 500 },
    )
  })

  it('refuses what is not JSON', () => {
    expect(() => parseExactJson('<html>1234567890123456789')).toThrow(SyntaxError)
  })
})
