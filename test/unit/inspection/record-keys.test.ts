import { expect, test } from 'vitest'
import { recordKeys } from '../../../electron/inspection/record-keys'

const keysOf = (...lines: string[]): ReturnType<typeof recordKeys> =>
  recordKeys(Buffer.from(lines.map((line) => `${line}\n`).join('')))

const found = (...lines: string[]): [number, string][] =>
  keysOf(...lines).repeated.map(({ number, path }) => [number, path.join('.')])

test('a key that is twice in one object is found with its record and path, at any depth', () => {
  expect(
    found(
      '{"id":1,"name":"id"}',
      '{"id":1,"id":2}',
      '{"a":{"b":1,"c":[{"d":1},{"d":2,"d":3}]},"b":2}',
      '{"a":{"x":1},"b":{"x":1},"a b":"\\",\\"b\\":"}',
    ),
  ).toEqual([
    [2, 'id'],
    [3, 'a.c.d'],
  ])
})

test('the value that stays and the one that is lost are told as they are written, and cut', () => {
  const long = 'x'.repeat(300)
  const { repeated } = keysOf('{"a" : 0.10 , "a":{"b":[1,"}"]}}', `{"a":"${long}","a":null,"a":[ 1, 2 ]}`)
  expect(repeated.map(({ kept, lost }) => [kept, lost])).toEqual([
    ['0.10', '{"b":[1,"}"]}'],
    [`"${'x'.repeat(199)}…`, 'null'],
    [`"${'x'.repeat(199)}…`, '[ 1, 2 ]'],
  ])
})

test('the own keys of records are told once each, as they are meant', () => {
  const { own } = keysOf('{"id":1,"v":{"inner":2}}', '{"ID":1,"caf\\u00e9":[{"in":1}]}', '{"id":3}')
  expect([...own]).toEqual(['id', 'v', 'ID', 'café'])
})

test('what stands in texts, arrays and the next record is no key of the same object', () => {
  expect(
    found('{"k":"k","v":["k","k"],"w":{"k":"{\\"k\\":1,\\"k\\":2}"}}', '{"k":1}', '{"k":1', '{"k":2}'),
  ).toEqual([])
})

test('among many keys one is found as well', () => {
  const keys = Array.from({ length: 200 }, (_, index) => `"key${index}":${index}`)
  expect(found(`{${keys.join(',')}}`)).toEqual([])
  expect(found(`{${keys.join(',')},"key7":1}`)).toEqual([[1, 'key7']])
})

test('a key that is written with escapes is the same as one without', () => {
  const { repeated } = recordKeys(
    Buffer.from('{"a":1,"b":2,"\\u0061":3}\n{"a\\n":1,"a":2}\n{"\\u0062":1,"b":2}\n'),
  )
  expect(repeated).toEqual([
    { number: 1, path: ['a'], kept: '1', lost: '3' },
    { number: 3, path: ['b'], kept: '1', lost: '2' },
  ])
})
