import { afterAll, beforeAll, expect, test } from 'vitest'
import { zipArchive } from '../../support/zip-archive'
import { CommandLineUnderTest, csv, lastLine } from './command-line-under-test'

let studio: CommandLineUnderTest
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
  await studio.createTable('T')
})
afterAll(async () => {
  await studio.close()
})

test('the rows of an archive are expected by number, and what is passed over in it is said', async () => {
  const archive = zipArchive([
    { name: 'data/', content: '' },
    { name: 'data/a.csv', content: csv(7) },
    { name: 'data/b.csv', content: csv(5, 7), stored: true },
  ])
  const run = await studio.run(['ingest', ...studio.target('T'), '--json', studio.file('rows.zip', archive)])
  expect(run.stderr).toContain('Passed over in “rows.zip”: “data/” is a folder.')
  expect(lastLine(run)).toMatchObject({ complete: true, expected: 12, landed: 12, missing: 0 })
  expect(run.exitCode).toBe(0)
})

test('an archive with a readme beside its data is refused with the names of both', async () => {
  const archive = zipArchive([
    { name: 'readme.txt', content: 'About the data' },
    { name: 'a.csv', content: csv(7) },
  ])
  const run = await studio.run(['ingest', ...studio.target('T'), '--json', studio.file('mixed.zip', archive)])
  expect(run.stderr).toMatch(/It is not clear what is data in “mixed\.zip”\. .*“readme\.txt”, “a\.csv”/)
  expect(lastLine(run)).toMatchObject({ complete: false, notIngested: [{ code: 'FormatNotSupported' }] })
  expect(run.exitCode).toBe(1)
})

test('files of an archive with other headers are refused with both, whatever tells the header', async () => {
  await studio.createTable('Swapped', 'one: string, two: string')
  const unlike = {
    'seen.zip': ['one,two\na1,b-1\na2,b-2\n', 'two,one\nb-3,a3\nb-4,a4\n'],
    'by-table.zip': ['one,two\nx,y\n', 'x,y\nz,w\n'],
  }
  for (const [name, [first = '', second = '']] of Object.entries(unlike)) {
    const archive = zipArchive([
      { name: 'a.csv', content: first },
      { name: 'b.csv', content: second },
    ])
    const path = studio.file(name, archive)
    for (const command of ['preflight', 'ingest']) {
      const run = await studio.run([command, path, ...studio.target('Swapped'), '--json'])
      expect(run.stderr).toMatch(/“a\.csv” begins with “one,two” and “b\.csv” begins with .* Unpack it/)
      expect(run.exitCode).toBe(1)
      // What shows without the table is seen when a file is chosen, before anything looks into it.
      const isSeenBefore = name === 'seen.zip' && command === 'ingest'
      const kind = isSeenBefore ? 'unreadable' : 'unlikeMembers'
      const found = lastLine(run)['findings'] as { kind: string; effect: string }[]
      expect(found).toMatchObject([{ kind, effect: 'refused' }])
      if (command === 'ingest')
        expect(lastLine(run)).toMatchObject({ jobs: [], notIngested: [{ code: 'FormatNotSupported' }] })
    }
  }
  expect(await studio.client.count('Swapped')).toBe(0)
})
