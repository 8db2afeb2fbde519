import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLocalCluster } from '../../../electron/local-cluster/local-cluster'
import { startUserStorage, type StorageContainer, type UserStorage } from '../../support/storage-container'
import { zipArchive } from '../../support/zip-archive'
import { CommandLineUnderTest, lastLine, type CommandLineRun } from './command-line-under-test'

let cli: CommandLineUnderTest
let storage: UserStorage
let container: StorageContainer
let uri = ''

beforeAll(async () => {
  cli = await CommandLineUnderTest.start(await startLocalCluster({ allowLocalBlobs: true }))
  storage = await startUserStorage()
  container = await storage.makeContainer('landing')
  uri = `${container.uri}?${container.sas()}`
  await container.upload('2024/01/05/a.csv', '1,x\n')
  await container.upload('2024/01/06/b.csv', '2,y\n3,z\n')
  await container.upload('2024/01/06/_SUCCESS', 'x')
  await container.upload('2025/c.json', '{"id":4,"name":"json"}\n')
  await container.upload(
    '2025/d.zip',
    zipArchive([
      { name: 'readme.txt', content: 'not data' },
      { name: 'd.csv', content: '5,zipped\n' },
    ]),
  )
})
afterAll(async () => {
  await cli.close()
  await storage.close()
})

test('a container’s blobs land, dated by their paths, and nothing of its secret is written', async () => {
  await cli.createTable('Dated')
  const switches = ['--include', '*.csv', '--creation-time-pattern', "'/'yyyy/MM/dd", '--json']
  const run = await cli.run(['ingest', ...cli.target('Dated'), ...switches, uri])
  expect(run.stderr).toContain(`${container.uri}/: 2 of 5 blobs; left out: 3 not like the pattern.`)
  expect(run.exitCode).toBe(0)
  expect(lastLine(run)).toMatchObject({ complete: true, expected: 3, landed: 3 })
  expect(run.stdout + run.stderr).not.toContain('sig=')
  const days = await cli.client.rows(
    '.show table Dated extents | project Day = tostring(MinCreatedOn) | sort by Day asc',
  )
  expect(days.map(({ Day }) => String(Day).slice(0, 10))).toEqual(['2024-01-05', '2024-01-06'])
})

test('a container is looked into and checked before anything is sent', async () => {
  const schema = ['--schema', 'a:long, b:long', '--json']
  const told = await cli.run(['preflight', ...schema, '--prefix', '2024/01/06/', '--include', '*.csv', uri])
  expect(told.exitCode).toBe(1)
  expect(lastLine(told)).toMatchObject({
    files: [{ file: '2024/01/06/b.csv', format: 'csv', read: { records: 2, isWhole: true } }],
    findings: [{ file: '2024/01/06/b.csv', kind: 'notOfType', column: 'b', count: 2, line: 1, value: 'y' }],
  })
  const seen = await cli.run(['inspect', '--json', '--include', '*.csv', uri])
  expect(seen.exitCode).toBe(0)
  expect((lastLine(seen)['files'] as { file: string }[]).map(({ file }) => file)).toEqual([
    '2024/01/05/a.csv',
    '2024/01/06/b.csv',
  ])
  expect(told.stdout + told.stderr + seen.stdout + seen.stderr).not.toContain('sig=')
})

test('LightIngest’s switches for a container mean the same', async () => {
  await cli.createTable('Light')
  const mapping = cli.file('mapping.json', '[{"column":"b","path":"$.name"},{"column":"a","path":"$.id"}]')
  const light = (source: string, ...more: string[]): Promise<CommandLineRun> =>
    cli.run([
      'ingest',
      `${cli.cluster.clusterUri};Fed=True`,
      `-database:${cli.cluster.database}`,
      '-table:Light',
      `-source:${source}`,
      '-prefix:2025/',
      '-pattern:*.json',
      `-mappingPath:${mapping}`,
      '-ingestIfNotExists:{path}',
      ...more,
    ])
  const listed = await light(`${container.uri};${container.accountKey}`, '-listOnly')
  expect(listed).toMatchObject({ exitCode: 0, stdout: '2025/c.json\n' })
  expect(listed.stderr).not.toContain(container.accountKey)
  expect(lastLine(await light(uri, '--json'))).toMatchObject({ complete: true, landed: 1 })
  expect(await cli.client.rows('Light')).toEqual([{ a: 4, b: 'json' }])
})

test('what was ingested before is skipped the second time', async () => {
  await cli.createTable('Once')
  const args = [
    'ingest',
    ...cli.target('Once'),
    '--ingest-if-not-exists',
    '{path}',
    '--prefix',
    '2024',
    '--exclude',
    '_*',
    '--json',
    uri,
  ]
  expect(lastLine(await cli.run(args))).toMatchObject({ complete: true, landed: 3 })
  const again = await cli.run(args)
  expect(again.exitCode).toBe(0)
  expect(lastLine(again)).toMatchObject({ complete: true, expected: 0, landed: 0 })
  expect(await cli.client.count('Once')).toBe(3)
})

test('a zip pattern picks files of an archive', async () => {
  await cli.createTable('Zipped')
  const switches = ['--format', 'csv', '--include', '*.zip', '-zipPattern:\\.csv$', '--json']
  const run = await cli.run(['ingest', ...cli.target('Zipped'), ...switches, uri])
  expect(lastLine(run)).toMatchObject({ landed: 1 })
  expect(await cli.client.rows('Zipped')).toEqual([{ a: 5, b: 'zipped' }])
})

test('a header in each of many listed blobs is left out, and one that cannot be read is not sent', async () => {
  await cli.createTable('Headed', 'id: long, name: string', 500)
  const many = Array.from({ length: 40 }, (_, n) => [`many/${n % 4}/${n}.csv`, `Id,Name\n${n},x\n`] as const)
  await container.uploadAll(many)
  await container.upload('many/3/wide.csv', Buffer.from('\ufeffId,Name\n1,x\n', 'utf16le'))
  const switches = ['--include', 'many/**', '--json']
  const run = await cli.run(['ingest', ...cli.target('Headed'), ...switches, uri])
  expect(run.stderr).toContain('looked at 19 of 41 blobs; 19 of them begin with a header')
  expect(run.exitCode).toBe(1)
  expect(lastLine(run)).toMatchObject({
    expected: 40,
    landed: 40,
    notIngested: [{ source: 'many/3/wide.csv', code: 'EncodingNotSupported' }],
  })
})

test('a blob that storage refuses is not queued unless that is said, and is named', async () => {
  await cli.createTable('Refused')
  const good = `${container.uri}/2024/01/05/a.csv?${container.sas()}`
  const wrong = `${container.uri}/2024/01/05/nothing.csv?${container.sas()}`
  const late = `${container.uri}/2024/01/06/b.csv?sv=2024-01-01&se=2024-01-01T00%3A00%3A00Z&sr=b&sp=r&sig=x%3D`
  const args = ['ingest', ...cli.target('Refused'), '--json', good, wrong, late]
  const run = await cli.run(args)
  expect(run.exitCode).toBe(1)
  expect(run.stderr).toMatch(/nothing\.csv is not there.*--unchecked/)
  expect(lastLine(run)).toMatchObject({
    landed: 1,
    notIngested: [
      { source: 'nothing.csv', code: 'BlobNotFound' },
      { source: 'b.csv', code: 'BlobForbidden' },
    ],
  })
  expect(run.stdout + run.stderr).not.toContain('sig=')
  const sent = lastLine(await cli.run([...args.slice(0, -2), wrong, '--unchecked']))
  expect(sent).toMatchObject({ notIngested: [], landed: 1 })
  expect(JSON.stringify(sent)).toContain('nothing.csv')
})

test('a list without an ingestion', async () => {
  await cli.createTable('Listed')
  const folder = `${container.uri}/2024?${container.sas()}`
  const run = await cli.run(['ingest', ...cli.target('Listed'), '--list-only', '--limit', '1', folder])
  expect(run).toMatchObject({ exitCode: 0, stdout: '01/05/a.csv\n' })
  expect(run.stderr).toContain('left out: 1 hidden or temporary, 1 beyond the limit')
})

describe('mistakes are told before anything is sent', () => {
  test.each([
    [
      'a format that is not known',
      [],
      2,
      /The format of “2025\/d.zip” cannot be told from the name: add --format/,
    ],
    [
      'a date that is not there',
      ['--include', '2025/*.json', '--creation-time-pattern', "'/'yyyy/MM"],
      1,
      /finds no date in the path of “2025\/c.json”/,
    ],
    [
      'a mapping file that is not there',
      ['--mapping-file', 'nowhere.json'],
      1,
      /There is no file nowhere.json/,
    ],
    [
      'a mapping of another kind',
      ['--include', '*.csv', '--mapping-file', 'json-mapping'],
      1,
      /it is no mapping for Csv/,
    ],
  ])('%s', async (_, switches, exitCode, words) => {
    await cli.client.rows('.create-merge table Mistakes (a: long, b: string)')
    const mapping = cli.file('json.json', '[{"column":"b","path":"$.name"}]')
    const given = switches.map((value) => (value === 'json-mapping' ? mapping : value))
    const run = await cli.run(['ingest', ...cli.target('Mistakes'), ...given, uri])
    expect(run.stderr).toMatch(words)
    expect(run.exitCode).toBe(exitCode)
    expect(await cli.client.count('Mistakes')).toBe(0)
  })

  test('a prefix without a container', async () => {
    const path = cli.file('plain.csv', '1,x\n')
    const run = await cli.run(['ingest', ...cli.target('Mistakes'), '--prefix', 'a', path])
    expect(run).toMatchObject({ exitCode: 2 })
    expect(run.stderr).toContain('--prefix is for containers')
  })

  test('a SAS that may not list', async () => {
    const blind = `${container.uri}?${container.sas('r')}`
    const run = await cli.run(['ingest', ...cli.target('Mistakes'), blind])
    expect(run.exitCode).toBe(1)
    expect(run.stderr).toContain(
      'does not let the studio list what is in it. Make a new SAS of the container',
    )
    expect(run.stderr).not.toContain('sig=')
  })
})

test('blobs whose header has the columns in another order land by their own, and how many were checked is told', async () => {
  await cli.createTable('Ordered', 'id: long, name: string, town: string')
  const shared = await storage.makeContainer('headers')
  const swapped = [7, 31]
  const wide = `${'x'.repeat(20_000)},4,four`
  for (let n = 0; n < 40; n++)
    await shared.upload(
      `${String(n).padStart(2, '0')}.csv`,
      swapped.includes(n) ? `name,town,id\nn${n},t${n},${n}\n` : `id,name,town\n${n},n${n},t${n}\n`,
    )
  await shared.upload('wide.csv', `town,id,name\n${wide}\n`)
  await shared.upload('bare.csv', '99,n99,t99\n')
  const run = await cli.run(['ingest', ...cli.target('Ordered'), '--json', `${shared.uri}?${shared.sas()}`])
  expect(run.stderr).toMatch(/checked 4[12] of 4[12] headers; \d differ from those first seen/)
  expect(lastLine(run)).toMatchObject({ expected: 42, landed: 42, complete: true })
  expect(
    await cli.client.rows(
      'Ordered | where name == strcat("n", tostring(id)) and town == strcat("t", tostring(id)) | summarize Rows = count()',
    ),
  ).toEqual([{ Rows: 41 }])
  expect(
    await cli.client.rows('Ordered | where id == 4 and name == "four" | summarize Rows = count()'),
  ).toEqual([{ Rows: 1 }])
})
