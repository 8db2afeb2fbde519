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
