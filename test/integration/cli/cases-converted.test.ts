import { symlinkSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FindingReport } from '../../../electron/cli/finding-report'
import { uploadBlob } from '../../support/upload-blob'
import { zipArchive } from '../../support/zip-archive'
import { CommandLineUnderTest, lastLine, type CommandLineRun } from './command-line-under-test'

let cli: CommandLineUnderTest
let tables = 0

beforeAll(async () => {
  cli = await CommandLineUnderTest.start()
})
afterAll(() => cli.close())

async function table(columns: string): Promise<string> {
  const name = `Way${++tables}`
  await cli.createTable(name, columns)
  return name
}

async function run(command: string, name: string, args: readonly string[]): Promise<CommandLineRun> {
  return await cli.run([command, ...cli.target(name), '--json', ...args], {
    home: `${cli.home}-${name}-${command}`,
  })
}

function kindsOf(ended: CommandLineRun): string[] {
  const findings = lastLine(ended)['findings'] as FindingReport[]
  return findings.map(({ kind, column }) => (column === null ? kind : `${kind} ${column}`)).sort()
}

const rows = ['id,town,temp', '1,Bergen,4.5', '2,Åbo,7.25', '3,Graz,11.5']
const text = `${rows.join('\n')}\n`
const landed = [
  { id: 1, town: 'Bergen', temp: 4.5 },
  { id: 2, town: 'Åbo', temp: 7.25 },
  { id: 3, town: 'Graz', temp: 11.5 },
]

/** Files that Kusto cannot read as they are, and what they are found to be. */
const unlike: readonly [string, string, Buffer | string][] = [
  ['encoding', 'wide.csv', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['encoding', 'latin.csv', Buffer.from(text, 'latin1')],
  ['preamble', 'title.csv', `Towns of 2024\nMade on Monday\n\n${text}`],
  ['commentLines', 'comments.csv', `# station 7\n# till May\n${text}`],
  ['separatorLine', 'sep.csv', `sep=;\n${text.replaceAll(',', ';')}`],
  ['otherDelimiter', 'carets.csv', text.replaceAll(',', '^')],
  [
    'backslashQuotes',
    'quotes.csv',
    text.replace('Bergen', '"Ber\\"gen"').replace('Åbo', '"Å\\"bo"').replace('Graz', '"Gr\\"az"'),
  ],
]

test('what Kusto cannot read as it is is refused without --convert, and lands with it', async () => {
  const name = await table('id: long, town: string, temp: real')
  const paths = unlike.map(([, file, content]) => cli.file(file, content))
  const good = cli.file('beside.csv', '9,Lund,1\n')
  const refused = await run('ingest', name, [...paths, good])
  expect(refused.exitCode).toBe(1)
  const said = lastLine(refused)
  expect(said).toMatchObject({ complete: false, landed: 1 })
  expect((said['notIngested'] as { source: string }[]).map(({ source }) => source).sort()).toEqual(
    unlike.map(([, file]) => file).sort(),
  )
  const findings = said['findings'] as FindingReport[]
  for (const [kind, file] of unlike) {
    const own = findings.filter((finding) => finding.file === file)
    expect(own.some((finding) => finding.kind === kind || finding.kind === 'unreadable')).toBe(true)
    expect(refused.stderr.split('\n').find((line) => line.includes(file))).toContain('Add --convert')
  }
  const sent = await run('ingest', name, ['--convert', ...paths])
  expect(lastLine(sent)).toMatchObject({ complete: true, landed: 3 * unlike.length })
  expect(sent.stderr).toContain('converted on the way')
  const there = await cli.client.rows(
    `${name} | where id < 9 | summarize n = count() by id, town, temp | sort by id asc, n desc`,
  )
  const quoted = ['Ber"gen', 'Å"bo', 'Gr"az']
  expect(there).toEqual(
    landed.flatMap((row, index) => [
      { ...row, n: unlike.length - 1 },
      { ...row, town: quoted[index], n: 1 },
    ]),
  )
})

test('preflight judges a file as it would be sent, with and without --convert', async () => {
  const name = await table('id: long, town: string, temp: real')
  const path = cli.file('above-too.csv', `Towns\n\n${text.replace('4.5', 'cold')}`)
  const without = await run('preflight', name, [path])
  expect(kindsOf(without)).toContain('preamble')
  const converted = await run('preflight', name, ['--convert', path])
  expect(kindsOf(converted)).toContain('notOfType temp')
  const findings = lastLine(converted)['findings'] as FindingReport[]
  expect(findings.find(({ kind }) => kind === 'notOfType')).toMatchObject({
    line: 4,
    value: 'cold',
    effect: 'null',
  })
})

test('--format sends a file as it is', async () => {
  const name = await table('line: string')
  const path = cli.file('as-it-is.csv', 'Towns of 2024\nMade on Monday\nBergen\n')
  const sent = await run('ingest', name, ['--format', 'txt', path])
  expect(lastLine(sent)).toMatchObject({ complete: true, landed: 3 })
})

test('a header that repeats the columns is left out, and sent with --keep-first-record', async () => {
  const name = await table('town: string, land: string')
  const path = cli.file('header.csv', 'town,land\nBergen,Norway\nTurku,Finland\n')
  const sent = await run('ingest', name, [path])
  expect(lastLine(sent)).toMatchObject({ complete: true, expected: 2, landed: 2 })
  expect(sent.stderr).toContain('is a header (it repeats the table’s columns) and is left out')
  expect(kindsOf(sent)).toEqual([])
  const kept = await run('ingest', name, ['--keep-first-record', path])
  expect(lastLine(kept)).toMatchObject({ expected: 3, landed: 3 })
  const uri = await uploadBlob(cli.cluster.clusterUri, `${name}.csv`, Buffer.from('town,land\nLund,Sweden\n'))
  expect(lastLine(await run('ingest', name, [uri]))).toMatchObject({ complete: true, landed: 1 })
  expect(await cli.client.count(name)).toBe(6)
})

test('a record above others that only resembles the columns is data', async () => {
  const name = await table('town: string, land: string')
  const path = cli.file('no-header.csv', 'Bergen,land\nTurku,Finland\n')
  expect(lastLine(await run('ingest', name, [path]))).toMatchObject({ complete: true, landed: 2 })
})

test('the mapping of a file is what records are judged against', async () => {
  const name = await table('id: long, town: string')
  const mapping = cli.file(
    'paths-of-file.json',
    '[{"column":"id","path":"$.no"},{"column":"town","path":"$.place.name"}]',
  )
  const path = cli.file(
    'places.json',
    '{"no":1,"place":{"town":"Bergen"}}\n{"no":2,"place":{"town":"Turku"}}\n',
  )
  const told = await run('preflight', name, ['--mapping-file', mapping, path])
  expect(kindsOf(told)).toContain('pathNotFound town')
  const sent = await run('ingest', name, ['--mapping-file', mapping, path])
  expect(kindsOf(sent)).toContain('pathNotFound town')
  expect(lastLine(sent)).toMatchObject({ complete: false, landed: 2 })
})

test('files of an archive are chosen by --zip-pattern in every command', async () => {
  const name = await table('id: long, town: string')
  const archive = zipArchive([
    { name: 'readme.txt', content: 'about the towns' },
    { name: 'towns.csv', content: '1,Bergen\nx,Turku\n' },
  ])
  const path = cli.file('towns.zip', archive)
  const uri = await uploadBlob(cli.cluster.clusterUri, `${name}.zip`, archive)
  for (const source of [path, uri]) {
    const without = await run('preflight', name, [source])
    expect(without.exitCode).toBe(1)
    expect(without.stderr).toMatch(/readme\.txt/)
    const told = await run('preflight', name, ['--zip-pattern', '\\.csv$', '--format', 'csv', source])
    expect(kindsOf(told)).toEqual(['notOfType id'])
  }
})

test('a file that is passed over in an archive is told', async () => {
  const name = await table('id: long, town: string')
  const content = zipArchive([
    { name: '__MACOSX/._t.csv', content: '\u0000\u0005' },
    { name: 't.csv', content: '1,Bergen\n2,Turku\n' },
  ])
  const sent = await run('ingest', name, [cli.file('mac.zip', content)])
  expect(kindsOf(sent)).toEqual(['archiveEntries'])
  expect(lastLine(sent)).toMatchObject({ complete: true, landed: 2 })
})

test('a text above 1 MB right below a header is told as cut', async () => {
  const name = await table('id: long, note: string')
  const path = cli.file('long.csv', `id,note\n1,${'n'.repeat(1_300_000)}\n2,short\n`)
  const sent = await run('ingest', name, ['--ignore-first-record', path])
  expect(kindsOf(sent)).toEqual(['tooLong note'])
  expect(lastLine(sent)).toMatchObject({ landed: 2 })
})

test('XML and gzip that is cut off are called that; a link to a file is that file', async () => {
  const packed = gzipSync(Array.from({ length: 500 }, (_, row) => `${row},${Math.sin(row)}\n`).join(''))
  const xml = cli.file('refused.csv', '<?xml version="1.0"?><Error><Code>AuthenticationFailed</Code></Error>')
  const cut = cli.file('cut.csv.gz', packed.subarray(0, packed.length - 200))
  const good = cli.file('linked.csv', '1,Bergen\n2,Turku\n')
  const link = `${cli.folder}/link.csv`
  symlinkSync(good, link)
  const told = await cli.run(
    ['preflight', '--json', '--schema', 'id:long, town:string', xml, cut, good, link],
    { home: `${cli.home}-xml` },
  )
  const findings = lastLine(told)['findings'] as FindingReport[]
  const reasons = (path: string): string[] =>
    findings.filter(({ file }) => file === path).map(({ kind, reason }) => `${kind} ${reason}`)
  expect(reasons(xml)).toEqual([expect.stringMatching(/^unreadable .*is an XML document/)])
  expect(reasons(cut)).toEqual([expect.stringMatching(/^unreadable .*(cannot be read|damaged|cut)/)])
  expect(findings.filter(({ kind }) => kind === 'listedTwice')).toHaveLength(1)
})

test('what cannot be read is a finding with its reason', async () => {
  const name = await table('id: long, town: string')
  const path = cli.file('login.csv', '<!doctype html>\n<title>Sign in</title>\n')
  for (const command of ['inspect', 'preflight', 'ingest']) {
    const args =
      command === 'inspect' ? ['inspect', '--json', path] : [command, ...cli.target(name), '--json', path]
    const ended = await cli.run(args, { home: `${cli.home}-${name}-${command}` })
    expect(ended.exitCode).toBe(1)
    expect(lastLine(ended)['findings']).toMatchObject([
      { kind: 'unreadable', effect: 'refused', reason: expect.stringContaining('web page') as string },
    ])
  }
})

test('values that --convert names land as they were meant, and the others are told', async () => {
  const name = await table('Id: long, Born: datetime, Price: real')
  const path = cli.file('values.csv', 'Id;Born;Price\n1;13/04/2026;1,50\n2;14/04/2026;2,25\n')
  const told = await run('preflight', name, [path])
  expect(told.stderr).toContain('Add --convert dates')
  expect(told.stderr).toContain('Add --convert numbers')
  const sent = await run('ingest', name, ['--convert', 'dates,numbers', path])
  expect(sent.exitCode).toBe(0)
  expect(sent.stderr).toContain('converted on the way')
  expect(await cli.client.rows(`${name} | project Id, Born, Price | order by Id asc`)).toEqual([
    { Id: 1, Born: new Date('2026-04-13T00:00:00Z'), Price: 1.5 },
    { Id: 2, Born: new Date('2026-04-14T00:00:00Z'), Price: 2.25 },
  ])
})

test('dates that could have the day or the month first are converted only in an order that is said or shown', async () => {
  const name = await table('Id: long, At: datetime, Seen: datetime')
  const path = cli.file('either.csv', 'Id,At,Seen\n1,01/02/2026,01/02/2026\n2,03/04/2026,13/04/2026\n')
  const told = await run('preflight', name, ['--convert', 'dates', path])
  const findings = lastLine(told)['findings'] as FindingReport[]
  expect(
    findings.map(({ kind, column, effect, count, value, becomes }) => [
      kind,
      column,
      effect,
      count,
      value,
      becomes,
    ]),
  ).toEqual([
    ['datesTaken', 'Seen', 'none', 1, '01/02/2026', '2026-02-01'],
    ['dayFirst', 'At', 'none', 2, '01/02/2026', '2026-01-02'],
  ])
  expect(told.stderr).toContain('1 date of “Seen” could have the day or the month first')
  expect(told.stderr).toContain('Add --convert dates:day-first or --convert dates:month-first')
  expect(told.exitCode).toBe(1)
  const sent = await run('ingest', name, ['--convert', 'dates:day-first', path])
  expect(sent.exitCode).toBe(0)
  expect(sent.stderr).toContain('2 dates of “At” could have the day or the month first')
  expect(sent.stderr).toContain('They are taken with the day first.')
  expect(await cli.client.rows(`${name} | project At, Seen | order by At asc`)).toEqual([
    { At: new Date('2026-02-01T00:00:00Z'), Seen: new Date('2026-02-01T00:00:00Z') },
    { At: new Date('2026-04-03T00:00:00Z'), Seen: new Date('2026-04-13T00:00:00Z') },
  ])
})

test('each file of an archive loses its own header, in what is foreseen as in what lands', async () => {
  const name = await table('Id: long, V: long')
  const content = zipArchive([
    { name: 'a.csv', content: Buffer.from('Id,V\n1,2') },
    { name: 'b.csv', content: Buffer.from('Id,V\n2,x\n') },
  ])
  const path = cli.file('two.zip', content)
  const told = await run('preflight', name, [path])
  const findings = lastLine(told)['findings'] as FindingReport[]
  expect(findings.find(({ kind }) => kind === 'notOfType')).toMatchObject({
    column: 'V',
    value: 'x',
    count: 1,
  })
  expect(lastLine(told)['files']).toMatchObject([{ read: { records: 2 } }])
  const sent = await run('ingest', name, [path])
  expect(sent.exitCode).toBe(1)
  expect(lastLine(sent)).toMatchObject({ landed: 2, state: 'valuesDiffer' })
})
