import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CommandLineUnderTest, csv, lastLine } from './command-line-under-test'

let studio: CommandLineUnderTest
let rows: string
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
  await studio.createTable('T')
  rows = studio.file('rows.csv', csv(5))
})
afterAll(async () => {
  await studio.close()
})

const lines = (text: string): string[] => text.trimEnd().split('\n')

describe('a mistake on the command line ends with 2 and one line', () => {
  test.each([
    [['ingest', '--frmat', 'csv', 'a.csv'], /--frmat/],
    [['ingest', '--cluster', 'x', '--database', 'D', 'a.csv'], /--table/],
    [['ingest', '--cluster', 'x', '--database', 'D', '--table', 'T'], /at least one file/],
    [['upload', 'a.csv'], /no command “upload”/],
    [['undo'], /id of a job/],
  ])('%j', async (args, words) => {
    const run = await studio.run(args)
    expect(run).toMatchObject({ exitCode: 2, stdout: '' })
    expect(lines(run.stderr)).toHaveLength(1)
    expect(run.stderr).toMatch(words)
  })
})

test('check says of each host whether it works, and ends with 1 if one does not', async () => {
  const good = await studio.run(['check', '--cluster', studio.cluster.clusterUri])
  expect(good).toMatchObject({ exitCode: 0 })
  expect(lines(good.stdout)).toHaveLength(5)
  expect(good.stdout).toMatch(/^Cluster \(queries\): works .*\n.*\nStorage: blobs: works/)
  const bad = await studio.run(['check', '--cluster', 'no-such-cluster.kusto.invalid', '--json'])
  expect(bad.exitCode).toBe(1)
  expect(lastLine(bad)).toMatchObject({
    command: 'check',
    state: 'blocked',
    dataIngestionUri: 'https://ingest-no-such-cluster.kusto.invalid',
    hosts: [{ obstacle: 'dns' }, { obstacle: 'dns' }, { state: 'notChecked' }, {}, {}],
  })
  const told = await studio.run(['check', '--cluster', 'http://127.0.0.1:1'])
  expect(told.stderr).toContain('For your administrator')
})

describe('what turns out to be wrong ends with 1 and one line', () => {
  test('a cluster that is not there', async () => {
    const where = ['--cluster', 'http://127.0.0.1:1', '--database', 'D', '--table', 'T']
    const run = await studio.run(['ingest', ...where, rows])
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(lines(run.stderr)).toHaveLength(1)
    expect(run.stderr).toContain('nothing listens at that address')
  })

  test('a database that is not there', async () => {
    const where = ['--cluster', studio.cluster.clusterUri, '--database', 'Nowhere', '--table', 'T']
    const run = await studio.run(['ingest', ...where, rows])
    expect(run).toMatchObject({ exitCode: 1, stdout: '' })
    expect(lines(run.stderr)).toHaveLength(1)
    expect(run.stderr).toContain('Nowhere')
  })

  test('a table that is not there; with --json the last line says it too', async () => {
    const run = await studio.run(['ingest', ...studio.target('Nothing'), '--json', rows])
    expect(run.exitCode).toBe(1)
    expect(lines(run.stderr)).toHaveLength(1)
    expect(run.stderr).toContain('Nothing')
    expect(lastLine(run)).toMatchObject({ state: 'failed', error: { code: 'TableNotFound' } })
  })

  test('a mapping that the table does not have is told before anything is sent', async () => {
    const run = await studio.run(['ingest', ...studio.target('T'), '--mapping', 'Missing', '--json', rows])
    expect(run.exitCode).toBe(1)
    expect(lines(run.stderr)).toEqual([
      expect.stringMatching(/T has no ingestion mapping “Missing”.*--mapping/),
    ])
    expect(lastLine(run)).toMatchObject({ state: 'failed', error: { code: 'RequestInvalid' } })
    expect(await studio.client.count('T')).toBe(0)
  })

  test('a file that is not there: the others go, and the exit code tells', async () => {
    await studio.createTable('Others')
    const run = await studio.run(['ingest', ...studio.target('Others'), '--json', rows, 'no-such.csv'])
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain('no-such.csv')
    expect(lastLine(run)).toMatchObject({
      state: 'partiallySucceeded',
      landed: 5,
      notIngested: [{ source: 'no-such.csv', code: 'FileNotFound' }],
    })
  })

  test('only files that are not there', async () => {
    const run = await studio.run(['ingest', ...studio.target('T'), '--json', 'no-such.csv'])
    expect(run.exitCode).toBe(1)
    expect(lastLine(run)).toMatchObject({
      state: 'failed',
      jobs: [],
      notIngested: [{ code: 'FileNotFound' }],
    })
  })

  test('rows that do not fit the format: the service’s words, and what is missing', async () => {
    await studio.createTable('Broken')
    const path = studio.file('broken.json', '[{"a": 1}, not json at all]\n')
    const format = ['--unchecked', '--format', 'multijson']
    const run = await studio.run(['ingest', ...studio.target('Broken'), '--json', ...format, path])
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain('broken.json')
    expect(lastLine(run)).toMatchObject({ complete: false })
  })

  test('what only the check of the whole shows to be refused is uploaded, and not queued', async () => {
    await studio.createTable('RefusedLate', 'a: long, b: string')
    const target = studio.target('RefusedLate')
    const rows = (count: number): string[] =>
      Array.from({ length: count }, (_, id) => `${id},${'x'.repeat(80)}`)
    const good = studio.file('late-good.csv', `${rows(20_000).join('\n')}\n`)
    const bad = studio.file('late-bad.csv', `${[...rows(20_000), '7', ...rows(100)].join('\n')}\n`)
    const run = await studio.run(['ingest', ...target, '--json', good, bad])
    expect(run.exitCode).toBe(1)
    expect(lastLine(run)).toMatchObject({
      state: 'partiallySucceeded',
      expected: 40_101,
      landed: 20_000,
      refused: 20_101,
      missing: 0,
      jobs: [{ failures: [{ source: 'late-bad.csv', code: 'WrongNumberOfFields', line: 20_001 }] }],
    })
    // Nobody asked the service about it.
    const failures = '.show ingestion failures | where Table == "RefusedLate"'
    expect(await studio.client.rows(failures)).toEqual([])
    const sent = await studio.run(['ingest', ...target, '--json', '--unchecked', bad])
    expect(sent.exitCode).toBe(1)
    expect(await studio.client.rows(failures)).toHaveLength(1)
  })

  test('it is not queued either where small files share a blob, or rows have no tag', async () => {
    await studio.createTable('RefusedSmall', 'a: long, b: string')
    const target = studio.target('RefusedSmall')
    const line = (id: number): string => `${id},${'x'.repeat(200)}`
    const content = (isBad: boolean): string =>
      `${[...Array.from({ length: 3500 }, (_, id) => line(id)), ...(isBad ? ['7'] : [])].join('\n')}\n`
    const paths = Array.from({ length: 18 }, (_, n) => studio.file(`share/${n}.csv`, content(n === 3)))
    const run = await studio.run(['ingest', ...target, '--json', ...paths])
    expect(run.exitCode).toBe(1)
    expect(lastLine(run)).toMatchObject({
      landed: 17 * 3500,
      refused: 3501,
      jobs: [{ failures: [{ source: '3.csv', code: 'WrongNumberOfFields' }] }],
    })
    const untagged = await studio.run(['ingest', ...target, '--json', '--untagged', ...paths.slice(3, 4)])
    expect(untagged.exitCode).toBe(1)
    expect(untagged.stderr).toContain('3.csv')
    const failures = '.show ingestion failures | where Table == "RefusedSmall"'
    expect(await studio.client.rows(failures)).toEqual([])
  })

  test('what Kusto is known to refuse is not sent, unless --unchecked says so', async () => {
    await studio.createTable('Refused')
    const target = studio.target('Refused')
    const short = studio.file('short.csv', '1,x\n2\n3,z\n')
    const mapping = studio.file('paths.json', '[{"column":"a","Properties":{"Path":"$.a"}}]')
    const good = studio.file('good.csv', '4,w\n')
    const fields = await studio.run(['ingest', ...target, '--json', short, good])
    const kinds = await studio.run(['ingest', ...target, '--json', '--mapping-file', mapping, good])
    const sent = await studio.run(['ingest', ...target, '--json', '--unchecked', short])
    expect(fields.exitCode).toBe(1)
    expect(fields.stderr).toContain('Kusto refuses the whole file.')
    expect(fields.stderr).toContain('Add --unchecked to send it all the same.')
    expect(lastLine(fields)).toMatchObject({
      landed: 1,
      notIngested: [{ source: 'short.csv', code: 'WrongNumberOfFields' }],
    })
    expect(kinds.exitCode).toBe(1)
    expect(lastLine(kinds)).toMatchObject({ jobs: [], notIngested: [{ source: 'good.csv' }] })
    expect(lastLine(sent)).toMatchObject({ jobs: [{ refused: 3 }], notIngested: [] })
    const out = await studio.run(['ingest', ...target, '--json', '--leave-out-findings', short])
    expect(lastLine(out)).toMatchObject({ landed: 2, notIngested: [] })
  })

  test.each(['resume', 'undo', 'status'])('“%s” of a job that the journal does not have', async (command) => {
    const run = await studio.run([command, 'no-such-job'])
    expect(run.exitCode).toBe(1)
    expect(lines(run.stderr)).toHaveLength(1)
    expect(run.stderr).toContain('no job')
  })
})

test('--help and --version end with 0 and touch no home folder', async () => {
  const home = `${studio.folder}/untouched`
  const help = await studio.run(['--help'], { home })
  expect(help.exitCode).toBe(0)
  expect(help.stdout).toContain('Exit code')
  const version = await studio.run(['--version'], { home })
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(existsSync(home)).toBe(false)
})
