import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FaultProxy } from '../../faults/fault-proxy'
import { CommandLineUnderTest, csv, lastLine } from './command-line-under-test'

let studio: CommandLineUnderTest
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
})
afterAll(async () => {
  await studio.close()
})

const ids = async (table: string): Promise<unknown[]> =>
  (await studio.client.rows(`${table} | summarize n = count(), low = min(a), high = max(a)`)).map((row) => [
    Number(row['n']),
    Number(row['low']),
    Number(row['high']),
  ])

describe('what can be named', () => {
  test('a file; the last line is one JSON object that accounts for its rows', async () => {
    await studio.createTable('OneFile')
    const path = studio.file('one/rows.csv', csv(1000))
    const run = await studio.run(['ingest', ...studio.target('OneFile'), '--json', path])
    expect(run).toMatchObject({ exitCode: 0 })
    expect(lastLine(run)).toMatchObject({
      state: 'succeeded',
      expected: 1000,
      landed: 1000,
      refused: 0,
      missing: 0,
      jobs: [{ status: 'succeeded', table: 'OneFile', sources: 1, expected: 1000, landed: 1000 }],
    })
    expect(await ids('OneFile')).toEqual([[1000, 0, 999]])
  })

  test('several files and a folder with folders in it, as one job', async () => {
    await studio.createTable('Several')
    const paths = [studio.file('several/a.csv', csv(10)), studio.file('several/b.csv', csv(10, 10))]
    studio.file('tree/c.csv', csv(10, 20))
    studio.file('tree/2024/01/d.csv', csv(10, 30))
    const folder = `${studio.folder}/tree`
    const run = await studio.run(['ingest', ...studio.target('Several'), ...paths, folder])
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toBe('succeeded: 40 of 40 rows landed\n')
    expect(await ids('Several')).toEqual([[40, 0, 39]])
  })

  test('a relative path, from the folder where the command runs', async () => {
    await studio.createTable('Relative', 'Line: string')
    const run = await studio.run(['ingest', ...studio.target('Relative'), 'package.json', '--format', 'txt'])
    expect(run).toMatchObject({ exitCode: 0 })
  })
})

describe('properties', () => {
  test('what is queued goes by REST, which the local cluster prefers; --via queue posts a message', async () => {
    await studio.createTable('ByRest')
    const path = studio.file('by-rest.csv', csv(3))
    const posted = async (...switches: string[]): Promise<unknown> => {
      const proxy = await FaultProxy.start(studio.cluster.clusterUri)
      const target = [
        '--cluster',
        proxy.clusterUri,
        '--database',
        studio.cluster.database,
        '--table',
        'ByRest',
      ]
      const run = await studio.run(['ingest', ...target, ...switches, '--json', path])
      expect(run).toMatchObject({ exitCode: 0 })
      const { jobs } = lastLine(run) as { jobs: readonly { readonly operations: unknown }[] }
      const posts = proxy.seen.get('post') ?? 0
      await proxy.close()
      return { posts, operations: jobs[0]?.operations }
    }
    expect(await posted()).toMatchObject({ posts: 1, operations: { count: 1, succeeded: 1 } })
    expect(await posted('--via', 'queue')).toEqual({ posts: 0, operations: null })
  })

  test('--ignore-first-record leaves one record of each file out', async () => {
    await studio.createTable('Headers')
    const paths = ['h1', 'h2'].map((name) => studio.file(`headers/${name}.csv`, `a,b\n${csv(5)}`))
    const run = await studio.run([
      'ingest',
      ...studio.target('Headers'),
      '--ignore-first-record',
      '--json',
      ...paths,
    ])
    expect(run.exitCode).toBe(0)
    expect(lastLine(run)).toMatchObject({ expected: 10, landed: 10, missing: 0 })
    expect(await studio.client.count('Headers')).toBe(10)
  })

  test('--ignore-first-record is about what can have a header: lines of text beside a CSV stay whole', async () => {
    await studio.createTable('NotesBeside', 'a: string')
    const paths = [
      studio.file('beside/a.csv', 'name\none\ntwo\n'),
      studio.file('beside/notes.txt', 'first line\nsecond line\nthird line\n'),
    ]
    const run = await studio.run([
      'ingest',
      ...studio.target('NotesBeside'),
      '--ignore-first-record',
      '--json',
      ...paths,
    ])
    expect(run).toMatchObject({ exitCode: 0 })
    expect(lastLine(run)).toMatchObject({ expected: 5, landed: 5, missing: 0 })
    const rows = await studio.client.rows('NotesBeside | sort by a asc')
    expect(rows.map(({ a }) => a)).toEqual(['first line', 'one', 'second line', 'third line', 'two'])
    expect(run.stderr).toContain('first line kept, as text has no header')
  })

  test('alone, a text file is what --ignore-first-record is about', async () => {
    await studio.createTable('NotesAlone', 'a: string')
    const path = studio.file('alone/notes.txt', 'title\nfirst line\nsecond line\n')
    const run = await studio.run(['ingest', ...studio.target('NotesAlone'), '--ignore-first-record', path])
    expect(run).toMatchObject({ exitCode: 0, stdout: 'succeeded: 2 of 2 rows landed\n' })
    const rows = await studio.client.rows('NotesAlone | sort by a asc')
    expect(rows.map(({ a }) => a)).toEqual(['first line', 'second line'])
  })

  test('--format says what a name does not', async () => {
    await studio.createTable('Formats')
    const path = studio.file('formats/rows.data', '1\tone\n2\ttwo\n')
    const run = await studio.run(['ingest', ...studio.target('Formats'), '--format', 'tsv', path])
    expect(run.exitCode).toBe(0)
    expect(await studio.client.rows('Formats | sort by a asc')).toMatchObject([{ b: 'one' }, { b: 'two' }])
  })

  test.each([
    [
      'csv',
      'rows.csv',
      'one,1\ntwo,2\n',
      '[{"column":"a","Properties":{"Ordinal":"1"}},{"column":"b","Properties":{"Ordinal":"0"}}]',
    ],
    [
      'json',
      'rows.json',
      '{"x":{"id":1},"y":"one"}\n{"x":{"id":2},"y":"two"}\n',
      '[{"column":"a","Properties":{"Path":"$.x.id"}},{"column":"b","Properties":{"Path":"$.y"}}]',
    ],
  ])('--mapping names a %s mapping of the table', async (kind, name, content, mapping) => {
    const table = `Mapped_${kind}`
    await studio.createTable(table)
    await studio.client.rows(`.create table ${table} ingestion ${kind} mapping 'M1' '${mapping}'`)
    const path = studio.file(`mapped/${name}`, content)
    const run = await studio.run(['ingest', ...studio.target(table), '--mapping', 'M1', path])
    expect(run).toMatchObject({ exitCode: 0 })
    const rows = await studio.client.rows(`${table} | sort by a asc`)
    expect(rows.map((row) => [Number(row['a']), row['b']])).toEqual([
      [1, 'one'],
      [2, 'two'],
    ])
  })

  test('--tag is put on the extents beside the tag of the job; more than one may be', async () => {
    await studio.createTable('Tagged')
    const path = studio.file('tagged/rows.csv', csv(3))
    const tags = ['--tag', 'daily', '--tag', 'ingest-by:2024-01-01']
    const run = await studio.run(['ingest', ...studio.target('Tagged'), ...tags, '--json', path])
    expect(run.exitCode).toBe(0)
    const [job] = lastLine(run)['jobs'] as { readonly tag: string }[]
    const [extent] = await studio.client.rows('.show table Tagged extents')
    const written = String(extent?.['Tags']).split(/\r?\n| /)
    expect(written).toEqual(expect.arrayContaining([`drop-by:${job?.tag}`, 'daily', 'ingest-by:2024-01-01']))
  })

  test('--creation-time-pattern dates the extents by the paths', async () => {
    await studio.createTable('Dated')
    studio.file('dated/2019/03/07/rows.csv', csv(2))
    const pattern = ['--creation-time-pattern', "'dated/'yyyy/MM/dd'/'"]
    const run = await studio.run(['ingest', ...studio.target('Dated'), ...pattern, `${studio.folder}/dated`])
    expect(run.exitCode).toBe(0)
    const [extent] = await studio.client.rows('.show table Dated extents')
    expect(new Date(String(extent?.['MinCreatedOn'])).toISOString()).toBe('2019-03-07T00:00:00.000Z')
    expect(new Date(String(extent?.['MaxCreatedOn'])).toISOString()).toBe('2019-03-07T00:00:00.000Z')
  })

  test('--untagged leaves the tag of the job off, so that what landed is not known, and said so', async () => {
    await studio.createTable('Untagged')
    const path = studio.file('untagged/rows.csv', csv(3))
    const run = await studio.run(['ingest', ...studio.target('Untagged'), '--untagged', path])
    expect(run).toMatchObject({
      exitCode: 1,
      stdout: 'needsAttention: 3 rows expected, landed not known\n',
    })
    expect(run.stderr).toContain('without a tag (--untagged) they cannot be counted')
    const [extent] = await studio.client.rows('.show table Untagged extents')
    expect(extent?.['Tags']).toBe('')
  })
})

describe('a folder with patterns', () => {
  const folder = (): string => {
    for (const name of ['a.csv', 'b.json', 'tmp/c.csv', '2024/d.csv', '.hidden.csv']) {
      studio.file(`picked/${name}`, name.endsWith('json') ? '{"a":1}\n' : csv(5))
    }
    return `${studio.folder}/picked`
  }

  test('--include and --exclude choose; hidden files are left out and counted; all else lands', async () => {
    await studio.createTable('Picked', undefined, 2)
    const patterns = ['--include', '*.csv', '--exclude', '**/tmp/**']
    const run = await studio.run(['ingest', ...studio.target('Picked'), ...patterns, '--json', folder()])
    expect(run).toMatchObject({ exitCode: 0 })
    expect(run.stderr).toContain('1 hidden or temporary file or folder in “picked” was left out.')
    expect(lastLine(run)).toMatchObject({ expected: 10, landed: 10, notIngested: [], jobs: [{ sources: 2 }] })
  })

  test('--list-only names the files and ingests nothing', async () => {
    const run = await studio.run([
      'ingest',
      ...studio.target('Nowhere'),
      '--list-only',
      '--limit',
      '2',
      folder(),
    ])
    expect(run.exitCode).toBe(0)
    expect(run.stdout.trimEnd().split('\n')).toEqual([`${folder()}/2024/d.csv`, `${folder()}/a.csv`])
  })

  test('a command line of LightIngest does the same', async () => {
    await studio.createTable('Light')
    const { clusterUri, database } = studio.cluster
    const switches = [`-db:${database}`, '-table:Light', `-source:${folder()}`, '-pattern:*.csv', '-limit:1']
    const run = await studio.run(['ingest', `${clusterUri};Fed=True`, ...switches, '-cr:10', '-format:csv'])
    expect(run).toMatchObject({ exitCode: 0, stdout: 'succeeded: 5 of 5 rows landed\n' })
    expect(run.stderr).toContain('-cr is not needed here')
  })
})
