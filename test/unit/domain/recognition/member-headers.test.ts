import { expect, test } from 'vitest'
import { MemberHeaders, type UnlikeMembers } from '../../../../electron/domain/recognition/member-headers'
import type { Reading } from '../../../../electron/domain/schema/reading'

const reading: Reading = { format: 'csv', ignoreFirstRecord: true, encoding: 'utf-8', skipLines: 0 }

/** What is said when the last of some files is taken. */
function last(
  texts: readonly string[],
  columns: readonly string[] = [],
  like: Partial<Reading> = {},
): UnlikeMembers | null | undefined {
  const headers = new MemberHeaders({ ...reading, ...like }, columns)
  const all = texts.map((text, index) => headers.add(`${index}.csv`, new TextEncoder().encode(text), true))
  return all.at(-1)
}

test.each([
  ['order', ['id,name\n1,a\n', 'name,id\nb,2\n']],
  ['names', ['id,name\n1,a\n', 'id,title\n2,b\n']],
  ['names', ['id,name\n1,a\n', 'id,name,more\n2,b,c\n']],
  ['header', ['id,name\n1,a\n', '2,b\n3,c\n']],
])('files that cannot be read alike differ by their %s', (how, texts) => {
  expect(last(texts)).toMatchObject({ how, first: { name: '0.csv' }, other: { name: '1.csv' } })
})

test('a file with a header after one without is named first', () => {
  const found = last(['1,a\n2,b\n', 'id,name\n3,c\n'], [], { ignoreFirstRecord: false })
  expect(found).toMatchObject({ how: 'header', first: { name: '1.csv' }, other: { name: '0.csv' } })
})

test('words in another order are told even where nobody sees a header', () => {
  const texts = ['ax,bx\nc,d\n', 'bx,ax\nd,c\n']
  expect(last(texts, [], { ignoreFirstRecord: false })).toMatchObject({ how: 'order' })
})

test.each([
  ['the same header in another case', ['id,name\n1,a\n', 'ID, Name\n2,b\n']],
  ['an empty file', ['id,name\n1,a\n', '']],
  ['the first file being empty', ['', 'id,name\n1,a\n']],
])('%s is no difference', (_what, texts) => {
  expect(last(texts)).toBeNull()
})

test('files of data alone are no difference', () => {
  expect(last(['1,2\n3,4\n', '2,1\n4,3\n'], [], { ignoreFirstRecord: false })).toBeNull()
})
