import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zipArchive } from '../../support/zip-archive'
import { CommandLineUnderTest, csv, lastLine } from './command-line-under-test'

let studio: CommandLineUnderTest
beforeAll(async () => {
  studio = await CommandLineUnderTest.start()
})
afterAll(async () => {
  await studio.close()
})

describe('success is known, or it is none', () => {
  test('archives are counted, with their headers left out', async () => {
    await studio.createTable('Archives')
    const paths = [
      studio.file('archives/rows.zip', zipArchive([{ name: 'rows.csv', content: `a,b\n${csv(7)}` }])),
      studio.file('archives/rows.csv.gz', gzipSync(`a,b\n${csv(5, 7)}`)),
    ]
    const run = await studio.run([
      'ingest',
      ...studio.target('Archives'),
      '--ignore-first-record',
      '--json',
      ...paths,
    ])
    expect(run).toMatchObject({ exitCode: 0 })
    expect(lastLine(run)).toMatchObject({ complete: true, expected: 12, landed: 12, missing: 0, surplus: 0 })
  })

  test('what nobody can count is exit 1, and named', async () => {
    await studio.createTable('Uncounted')
    // Storage of the cluster: its blobs are the user's own here, and a zip there cannot be counted.
    const uri = await studio.client.upload(
      zipArchive([{ name: 'rows.csv', content: csv(4) }]),
      'uncounted.csv.zip',
    )
    const run = await studio.run(['ingest', ...studio.target('Uncounted'), '--json', uri])
    expect(run.exitCode).toBe(1)
    expect(lastLine(run)).toMatchObject({
      complete: false,
      state: 'needsAttention',
      expected: null,
      landed: 4,
      missing: null,
      surplus: null,
      jobs: [{ uncounted: [expect.stringContaining('uncounted.csv.zip') as string] }],
    })
    expect(run.stderr).toMatch(
      /Cannot tell whether all rows landed: the records in .*uncounted\.csv\.zip could not be/,
    )
    expect(run.stderr).not.toContain('sig=')
  })

  test('rows beyond those expected are exit 1, with a number and the likely reasons', async () => {
    await studio.createTable('TooMany', 'a: long, b: string', 2)
    const path = studio.file('too-many/rows.csv', '1,a\n')
    const run = studio.launch(['ingest', ...studio.target('TooMany'), '--json', path])
    await studio.wrote(run, 'stderr', /1 queued/)
    run.process.kill('SIGINT')
    const tag = (lastLine(await run.ended)['jobs'] as { readonly tag: string }[])[0]?.tag
    // The service takes the job's rows and these in one batch, as if it had read more than was counted.
    const properties = { tags: JSON.stringify([`drop-by:${tag}`]) }
    await studio.client.ingest('2,b\n3,c\n', { table: 'TooMany', properties, flushImmediately: false })
    const resumed = await studio.run(['resume', '--json'])
    expect(resumed.exitCode).toBe(1)
    expect(lastLine(resumed)).toMatchObject({
      state: 'countsDiffer',
      complete: false,
      expected: 1,
      landed: 3,
      missing: 0,
      surplus: 2,
    })
    expect(resumed.stderr).toMatch(/TooMany got 2 more rows than expected\..*undo takes them all back/)
  })
})

describe('what each source was taken for is said', () => {
  test('once for all that agree, with the delimiter and what decided', async () => {
    await studio.createTable('Taken', 'a: long, b: string', 1)
    const paths = [
      studio.file('taken/one.csv', 'id,name\n1,x\n2,y\n'),
      studio.file('taken/two.csv', 'id,name\n3,x\n4,y\n'),
      studio.file('taken/three.csv', '5;x\n6;y\n'),
      studio.file('taken/four.tsv.gz', gzipSync('7\tx\n8\ty\n')),
    ]
    const run = await studio.run([
      'ingest',
      ...studio.target('Taken'),
      '--ignore-first-record',
      '--json',
      '--limit',
      '2',
      ...paths,
    ])
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain(
      'one.csv, two.csv: csv (commas) by its name, 2 fields, first record left out, matched by',
    )
    const listed = await studio.run(['ingest', ...studio.target('Taken'), '--list-only', ...paths])
    expect(listed.stderr).toContain('three.csv: scsv (semicolons)')
    expect(listed.stderr).toContain('by its content, 2 fields.')
    expect(listed.stderr).toContain('four.tsv.gz: tsv (tabs) in gzip by its name, 2 fields.')
    expect(listed.stderr).toContain('its first record looks like a header and is left out')
    expect(lastLine(run)['formats']).toEqual([
      {
        format: 'csv',
        delimiter: ',',
        compression: 'none',
        formatFrom: 'name',
        ignoreFirstRecord: true,
        looksLikeHeader: true,
        repeatsColumns: false,
        matchedBy: 'position',
        columns: 2,
        sources: ['one.csv', 'two.csv'],
      },
    ])
  })

  test('for a table of one column a file named CSV is taken line by line', async () => {
    await studio.createTable('OneColumn', 'Line: string')
    const path = studio.file('one-column/lines.csv', 'a;b\nc;d\n')
    const run = await studio.run(['ingest', ...studio.target('OneColumn'), '--json', path])
    expect(run.exitCode).toBe(0)
    expect(lastLine(run)['formats']).toMatchObject([{ format: 'csv', formatFrom: 'name' }])
    expect(await studio.client.rows('OneColumn | sort by Line asc')).toEqual([
      { Line: 'a;b' },
      { Line: 'c;d' },
    ])
  })
})
