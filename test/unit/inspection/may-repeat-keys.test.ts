import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayRepeatKeys } from '../../../electron/inspection/may-repeat-keys'
import { recordKeys } from '../../../electron/inspection/record-keys'

const joined = (...texts: string[]): boolean =>
  mayRepeatKeys(texts.map((text) => text.replaceAll('\n', ' ')).join('\n'))

test('values of the same keys may repeat none', () => {
  expect(joined('{"a":1,"b":{"c":"12:30:00"}}', '{"a":1,"b":{"c":2}}', '["a","a"]', '{"a" : 2}')).toBe(false)
  expect(joined('{"a":1}', '{"b":1,"b" :2}', '{"a":1}')).toBe(true)
  expect(joined('{"a":1}', '{"b":1,"c":\n2,"b"\n:2}')).toBe(true)
  expect(joined('{"a":1,"\\u0061":2}')).toBe(true)
  const many = Array.from({ length: 150 }, (_, index) => `"key${index}":1`).join(',')
  expect(joined(`{${many}}`)).toBe(true)
})

test('none that repeats a key is passed over', () => {
  const key = fc.constantFrom('a', 'b', 'a"', 'b\\', ':', '', ' a', '"a":')
  const value: fc.Arbitrary<string> = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('1', '"x"', '"\\"a\\":1"', '"12:30"', 'null'),
      fc.array(tie('value') as fc.Arbitrary<string>, { maxLength: 2 }).map((all) => `[${all.join(' , ')}]`),
      fc
        .array(fc.tuple(key, tie('value') as fc.Arbitrary<string>), { maxLength: 3 })
        .map((all) => `{${all.map(([name, inner]) => `${JSON.stringify(name)} :${inner}`).join(',')}}`),
    ),
  })).value
  fc.assert(
    fc.property(fc.array(value, { maxLength: 3 }), (texts) => {
      const isRepeated = texts.some((text) => recordKeys(Buffer.from(text)).repeated.length > 0)
      return !isRepeated || joined(...texts)
    }),
    { numRuns: 2000 },
  )
})
