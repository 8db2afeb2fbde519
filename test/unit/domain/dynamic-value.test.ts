import { expect, test } from 'vitest'
import { asDynamic, dynamicChange } from '../../../electron/domain/dynamic-value'

test('a number that a long or a real does not hold is told before one that is only written in another way', () => {
  const told = (json: string): string | undefined => {
    const change = dynamicChange(json)
    return change && `${change.kind} ${change.value} ${change.becomes}`
  }
  expect(told('{"a":0.10,"b":1e400}')).toBe('digitsLost 1e400 inf')
  expect(told('{"a":12345678901234567890}')).toBe('digitsLost 12345678901234567890 1.2345678901234567e+19')
  expect(told('{"a":0.12345678901234567890123}')).toMatch(/^digitsLost/)
  expect(told('[0.10]')).toBe('numberRewritten 0.10 0.1')
  expect(told('1e2')).toBe('numberRewritten 1e2 100.0')
  expect(told('{"a":-0}')).toBe('numberRewritten -0 0')
  expect(told('{"a":1e-400}')).toMatch(/^digitsLost/)
  for (const same of [
    '{"a":1.0,"b":0.1,"c":-12,"d":9223372036854775807,"e":"0.10, 1e400 12345678901234567890"}',
    '{"a":0.30000000000000004}',
    'true',
    '"1e2"',
  ])
    expect(told(same)).toBeUndefined()
})

test('a dynamic value shows its numbers as it keeps them, and of a repeated key the first value', () => {
  expect(asDynamic('{"a":0.10,"a":2, "b" : [1e400, -1e400]}')).toBe('{"a":0.1,"b":["Infinity","-Infinity"]}')
  expect(asDynamic('{"a":{"x":1,"y":[{"k":1,"k":{"k":2}}]},"b":1,"a":3,"c":"0.10"}')).toBe(
    '{"a":{"x":1,"y":[{"k":1}]},"b":1,"c":"0.10"}',
  )
  expect(asDynamic('{"a":1,"\\u0061":2}')).toBe('{"a":1}')
  expect(asDynamic('{"a":"x\\\\","b":0.10,"c":"\\"0.10"}')).toBe('{"a":"x\\\\","b":0.1,"c":"\\"0.10"}')
  expect(asDynamic('{"a": 1.5}')).toBe('{"a": 1.5}')
})
