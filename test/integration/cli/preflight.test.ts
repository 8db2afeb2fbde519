import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CommandLineUnderTest, lastLine } from './command-line-under-test'

let studio: CommandLineUnderTest
let visits: string
/** Sources are judged as `ingest` would send them with the same switches. */
let preflight: readonly string[]
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
  visits = studio.file('visits.csv', 'id,at\n1,2024-01-02\n2,13/01/2024\n')
  preflight = ['preflight', visits, '--ignore-first-record']
})
afterAll(async () => {
  await studio.close()
})

const lost = {
  file: expect.stringContaining('visits.csv') as string,
  line: 3,
  column: 'at',
  value: '13/01/2024',
  effect: 'null',
  kind: 'dayFirst',
  reason: expect.stringContaining('arrives as null') as string,
}

test('preflight tells what would be lost against a schema, and ends with 1', async () => {
  const run = await studio.run([...preflight, '--schema', "id:long, ['at']:datetime", '--json'])
  expect(run.exitCode).toBe(1)
  expect(lastLine(run)).toMatchObject({ command: 'preflight', complete: false, findings: [lost] })
  expect(run.stderr).toContain('13/01/2024')
})

test('preflight against a table that takes all of it ends with 0, and sends nothing', async () => {
  await studio.createTable('Visits', 'id: long, at: string')
  const run = await studio.run([...preflight, ...studio.target('Visits'), '--json'])
  expect(run).toMatchObject({ exitCode: 0 })
  expect(lastLine(run)).toMatchObject({ complete: true, findings: [] })
  expect(await studio.client.count('Visits')).toBe(0)
})

test('preflight tells what the cluster of the table does not take, and says nothing else of it', async () => {
  await studio.createTable('Logged', 'id: long')
  const log = studio.file('site.log', '#Fields: date time\n2025-01-02 03:04:05\n')
  const run = await studio.run(['preflight', log, ...studio.target('Logged')])
  expect(run.exitCode).toBe(1)
  expect(run.stderr).toContain('The local cluster does not load the format “W3C log file”')
  expect(run.stdout).not.toContain('arrives as it is')
  const elsewhere = await studio.run(['preflight', log, '--schema', 'id:long'])
  expect(elsewhere.stdout).not.toContain('arrives as it is')
  // What is not read is not known to arrive.
  expect(elsewhere.exitCode).toBe(1)
})

test('inspect tells format and columns', async () => {
  const run = await studio.run(['inspect', visits, '--json'])
  expect(run.exitCode).toBe(1)
  expect(lastLine(run)).toMatchObject({
    files: [
      {
        format: 'csv',
        reading: { ignoreFirstRecord: true },
        columns: [
          { name: 'id', inferred: 'long' },
          { name: 'at', inferred: 'string' },
        ],
      },
    ],
  })
})

test('ingest tells the same findings; with --strict it sends nothing', async () => {
  await studio.createTable('Strict', 'id: long, at: datetime')
  const args = ['ingest', visits, ...studio.target('Strict'), '--ignore-first-record', '--json']
  const refused = await studio.run([...args, '--strict'])
  expect(refused.exitCode).toBe(1)
  expect(lastLine(refused)).toMatchObject({ jobs: [], findings: [lost] })
  expect(await studio.client.count('Strict')).toBe(0)
  const sent = await studio.run(args)
  expect(lastLine(sent)).toMatchObject({ landed: 2, findings: [lost] })
  expect(sent.stderr).toContain('13/01/2024')
})

test('a header without records is not queued, and preflight and ingest say so alike', async () => {
  await studio.createTable('HeaderOnly', 'id: long, at: datetime')
  const path = studio.file('only-header.csv', 'id,at\n')
  for (const command of ['preflight', 'ingest']) {
    const run = await studio.run([command, path, ...studio.target('HeaderOnly'), '--json'])
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain('“only-header.csv” has a header and no records.')
    expect(lastLine(run)).toMatchObject({
      findings: [
        { kind: 'unreadable', effect: 'refused', reason: expect.stringContaining('no records') as string },
      ],
    })
  }
})

test('a schema that is none is a mistake on the command line', async () => {
  const run = await studio.run(['preflight', visits, '--schema', 'id'])
  expect(run).toMatchObject({ exitCode: 2, stdout: '' })
})

test('inspect takes standard input, tells the types, and what a conversion would make of them', async () => {
  const run = await studio.run(['inspect', '-'], { input: 'id,born\n1,13/04/2026\n2,14/05/2026\n' })
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain('csv, 2 records')
  expect(run.stdout).toContain('  id: long\n')
  expect(run.stdout).toContain('  born: string, or datetime by converting the dates with the day first')
  expect(run.stdout).not.toContain('arrives as it is')
})

test('a first record that could be a header is asked about, until a switch answers', async () => {
  await studio.createTable('Asked', 'a: string, b: string')
  const path = studio.file('asked.csv', 'alpha,beta\nfoo,bar\nbaz,qux\n')
  const strict = ['ingest', path, ...studio.target('Asked'), '--strict', '--json']
  const asked = await studio.run(strict)
  expect(asked).toMatchObject({ exitCode: 1 })
  expect(asked.stderr).toMatch(
    /The first record could be a header.*--ignore-first-record.*--keep-first-record/,
  )
  expect(lastLine(asked)).toMatchObject({ jobs: [], findings: [{ kind: 'maybeHeader', line: 1 }] })
  expect(lastLine(await studio.run([...strict, '--keep-first-record']))).toMatchObject({ landed: 3 })
  const other = studio.file('other.csv', 'gamma,delta\nfoo,bar\nbaz,quux\n')
  const leftOut = ['ingest', other, ...studio.target('Asked'), '--strict', '--ignore-first-record', '--json']
  expect(lastLine(await studio.run(leftOut))).toMatchObject({ landed: 2 })
})

test('a name that says another compression is told by every command, and does no harm', async () => {
  await studio.createTable('Packed', 'id: long, name: string')
  const packed = studio.file('packed.csv', gzipSync('id,name\n1,a\n'))
  const plain = studio.file('plain.csv.gz', 'id,name\n2,b\n')
  for (const command of ['inspect', 'preflight', 'ingest']) {
    const target = command === 'inspect' ? [] : studio.target('Packed')
    const run = await studio.run([command, packed, plain, ...target, '--json'])
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain('The file is packed with gzip, and its name does not say so.')
    expect(run.stderr).toContain('The file is called gzip, and is not packed.')
  }
  expect(await studio.client.count('Packed')).toBe(2)
})

test('a column that the file lacks, and a field that the schema lacks, count all records', async () => {
  const path = studio.file('lacks.csv', 'id,name\n1,a\n2,b\n3,c\n')
  const run = await studio.run(['preflight', path, '--schema', 'id:long, extra:long', '--json'])
  expect(lastLine(run)).toMatchObject({
    findings: [
      { kind: 'missingColumn', column: 'extra', count: 3, effect: 'null' },
      { kind: 'extraField', column: 'name', count: 3, effect: 'unread' },
    ],
  })
})

test('a line that is no JSON is not expected, and is named with its reason', async () => {
  await studio.createTable('Broken', 'id: long')
  const path = studio.file('broken.json', '{"id":1}\n{"id":2\n{"id":3}\n')
  const run = await studio.run(['ingest', path, ...studio.target('Broken'), '--json'])
  expect(run.stderr).toContain('Line 2 is not a JSON object')
  expect(lastLine(run)).toMatchObject({ expected: 2, landed: 2, missing: 0, complete: false })
  expect(lastLine(run)).toMatchObject({ state: 'partiallySucceeded', jobs: [{ leftOut: { records: 1 } }] })
  expect(run.stderr).toContain('1 record, which Kusto does not take, left out, with line and reason')
  expect(readFileSync(path.replace('.json', '.rejected.json'), 'utf8')).toContain('"line":2')
})

test('inspect tells of dates and of a header without records as preflight does', async () => {
  const asText = (
    name: string,
    schema: string | null,
  ): Promise<{ exitCode: number | null; kinds: string[] }> =>
    studio
      .run([
        schema === null ? 'inspect' : 'preflight',
        name,
        '--json',
        ...(schema === null ? [] : ['--schema', schema]),
      ])
      .then((run) => ({
        exitCode: run.exitCode,
        kinds: (lastLine(run)['findings'] as { kind: string; effect: string }[]).map(
          ({ kind, effect }) => `${kind} ${effect}`,
        ),
      }))
  const dayFirst = studio.file('day-first.csv', 'id,at\n1,25/03/2026\n2,26/03/2026\n')
  const either = studio.file('either.csv', 'id,at\n1,05/03/2026\n2,06/03/2026\n')
  for (const path of [dayFirst, either]) {
    const seen = await asText(path, null)
    expect(seen).toMatchObject({ exitCode: 1, kinds: [expect.stringContaining('dayFirst')] })
    expect(seen).toEqual(await asText(path, "id:long, ['at']:datetime"))
  }
  expect(await asText(studio.file('no-rows.csv', 'id,name\n'), null)).toEqual({
    exitCode: 1,
    kinds: ['onlyHeader none'],
  })
})
