import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InspectionUnderTest, targetOf } from '../../support/inspection-under-test'

let inspection: InspectionUnderTest
const folder = mkdtempSync(join(tmpdir(), 'studio-preview-'))

beforeAll(async () => {
  inspection = await InspectionUnderTest.start()
})
afterAll(async () => {
  await inspection.service.end()
  rmSync(folder, { recursive: true, force: true })
})

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('each row says at which byte it begins, after a mark and among longer characters too', async () => {
  const text = 'Id,City\n1,Zürich\n2,"two\nlines"\n3,Oslo\n'
  const plain = await inspection.look(file('plain.csv', text))
  const at = (words: string): number => Buffer.byteLength(text.slice(0, text.indexOf(words)))
  expect(plain.rows.map(({ byte }) => byte)).toEqual([at('1,Z'), at('2,"'), at('3,O')])
  const marked = await inspection.look(file('marked.csv', `\uFEFF${text}`))
  expect(marked.rows.map(({ byte }) => byte)).toEqual([3 + at('1,Z'), 3 + at('2,"'), 3 + at('3,O')])
  const lines = '{"a":"é"}\n{"a":2}\n'
  const json = await inspection.look(file('lines.json', lines))
  expect(json.rows.map(({ byte }) => byte)).toEqual([0, Buffer.byteLength('{"a":"é"}\n')])
})

test('of a converted source no byte is told: its bytes have other places', async () => {
  const path = file('latin.csv', Buffer.from('Id,City\n1,Z\u00fcrich\n2,Oslo\n', 'latin1'))
  const { rows, reading } = await inspection.look(path)
  expect(reading?.encoding).not.toBe('utf-8')
  expect(rows).toHaveLength(2)
  for (const row of rows) expect(row).not.toHaveProperty('byte')
})

test('rows with findings and random rows say where they are, too', async () => {
  const text = `Id\n${Array.from({ length: 50 }, (_, index) => (index === 30 ? 'x' : index)).join('\n')}\n`
  const { lookId } = await inspection.look(file('late.csv', text), targetOf('Id:long'))
  await inspection.check(lookId)
  const rows = await inspection.service.rows({ lookId, which: 'findings', offset: 0, limit: 10 })
  expect(rows.map(({ line, byte }) => ({ line, byte }))).toEqual([{ line: 32, byte: text.indexOf('x') }])
})

test('a file that is damaged is called that, without the place where it lies', async () => {
  const path = file(
    'broken.parquet',
    Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(500, 7), Buffer.from('PAR1')]),
  )
  const { problem } = await inspection.look(path)
  expect(problem?.message).toMatch(/^“broken\.parquet” is damaged or cut off: /)
  expect(problem?.message).not.toContain(folder)
})

test('entries of a mapping that lead nowhere are told, and what it leaves empty', async () => {
  const look = await inspection.look(file('entries.csv', 'Id,V\n1,2\n'), {
    ...targetOf('Id:long, V:long, W:long'),
    mapping: [
      { column: 'Id', type: 'long', ordinal: 1 },
      { column: 'Nope', type: 'long', ordinal: 0 },
      { column: 'W', type: 'long', ordinal: 7 },
    ],
  })
  expect(
    look.findings
      .filter(({ kind }) => kind !== 'headerSeen')
      .map(({ kind, effect, column }) => `${kind} ${effect} ${column ?? '-'}`)
      .sort(),
  ).toEqual([
    'extraField unread Id',
    'extraField unread Nope',
    'missingColumn none V',
    'missingColumn null W',
    'pathNotFound null W',
  ])
})
