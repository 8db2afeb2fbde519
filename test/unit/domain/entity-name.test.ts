import { expect, test } from 'vitest'
import { bracketEntityName, quoteEntityName, quoteString } from '../../../electron/domain/entity-name'
import { assertEntityName } from '../../../electron/domain/checked-entity-name'

test.each([
  ['MyStormEvents', 'MyStormEvents'],
  ['my table', "['my table']"],
  ["it's", "['it\\'s']"],
  ["a']; .drop table T //", "['a\\']; .drop table T //']"],
  ['back\\slash', "['back\\\\slash']"],
])('quoteEntityName(%s)', (name, quoted) => {
  expect(quoteEntityName(name)).toBe(quoted)
})

test('a bracketed name is safe for keywords too', () => {
  expect(bracketEntityName('where')).toBe("['where']")
})

test('a string literal holds quotes and line ends', () => {
  expect(quoteString('a "b"\n\\c')).toBe('"a \\"b\\"\\n\\\\c"')
})

test.each(['', '   ', ' a', 'a/b', 'a;b', 'x'.repeat(1025)])('refuses the table name “%.20s”', (name) => {
  expect(() => {
    assertEntityName(name, 'table')
  }).toThrowError('table name')
})

test('takes what Kusto takes', () => {
  for (const name of ['a', 'a b', 'a.b-c_d', '1st', 'x'.repeat(1024)]) assertEntityName(name, 'table')
})

test('a refusal names the character that is not allowed', () => {
  expect(() => assertEntityName("Visits 2026-e'", 'table')).toThrowError(
    "has “'”, which Kusto does not allow",
  )
  expect(() => assertEntityName('a😀', 'table')).toThrowError('has “😀”')
})
