import { expect, test } from 'vitest'
import { repeatedKeys } from '../../../electron/inspection/repeated-keys'

const found = (...lines: string[]): [number, string][] =>
  repeatedKeys(Buffer.from(lines.map((line) => `${line}\n`).join(''))).map(({ number, path }) => [
    number,
    path.join('.'),
  ])

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
