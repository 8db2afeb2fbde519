import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FindingReport } from '../../../electron/cli/finding-report'
import { uploadBlob } from '../../support/upload-blob'
import { CommandLineUnderTest, lastLine, type CommandLineRun } from './command-line-under-test'

let cli: CommandLineUnderTest
let tables = 0

beforeAll(async () => {
  cli = await CommandLineUnderTest.start()
})

afterAll(() => cli.close())

async function table(columns: string): Promise<string> {
  const name = `Case${++tables}`
  await cli.createTable(name, columns)
  return name
}

/** Each run has a home of its own, unless it is named: only one process may have the journal. */
async function ingest(name: string, paths: readonly string[], home = name): Promise<CommandLineRun> {
  return await cli.run(['ingest', ...cli.target(name), '--json', ...paths], { home: `${cli.home}-${home}` })
}

function kindsOf(run: CommandLineRun): string[] {
  return (lastLine(run)['findings'] as FindingReport[]).map(({ kind }) => kind)
}

test.concurrent('a file that is named twice is sent once, and that is told', async () => {
  const name = await table('id: long, town: string')
  const path = cli.file('named-twice.csv', '1,Bergen\n2,Turku\n')
  const run = await ingest(name, [path, path])
  expect(run.stderr).toContain('in the list more than once')
  expect(kindsOf(run)).toEqual(['listedTwice'])
  expect(lastLine(run)).toMatchObject({ complete: true, landed: 2 })
  expect(await cli.client.count(name)).toBe(2)
})

test.concurrent(
  'the same content under two names is told, and kept from going in only by --strict',
  async () => {
    const name = await table('id: long, town: string')
    const paths = ['one', 'copy', 'other'].map((file) =>
      cli.file(`${file}-of-two.csv`, `1,${file === 'other' ? 'Malmo!' : 'Tromso'}\n`),
    )
    const strict = await cli.run(['ingest', ...cli.target(name), '--strict', '--json', ...paths], {
      home: `${cli.home}-${name}`,
    })
    expect(strict.exitCode).not.toBe(0)
    expect(strict.stderr).toContain('“one-of-two.csv” in the list has the same content under another name')
    const run = await ingest(name, paths)
    expect(kindsOf(run)).toEqual(['sameContent'])
    expect((lastLine(run)['findings'] as FindingReport[])[0]).toMatchObject({ file: 'copy-of-two.csv' })
    expect(lastLine(run)).toMatchObject({ complete: true, landed: 3 })
  },
)

test.concurrent('content that went in before is told, and is not kept from going in again', async () => {
  const name = await table('id: long, town: string')
  const path = cli.file('before.csv', '1,Lund\n2,Aarhus\n3,Vaasa\n')
  expect(kindsOf(await ingest(name, [path]))).toEqual([])
  const again = await ingest(name, [path])
  expect(again.stderr).toContain(`The same content went into “${name}” before`)
  expect(kindsOf(again)).toEqual(['ingestedBefore'])
  expect(await cli.client.count(name)).toBe(6)
  const strict = await cli.run(['ingest', ...cli.target(name), '--strict', '--json', path], {
    home: `${cli.home}-${name}`,
  })
  expect(strict.stderr).toContain('Nothing was sent')
  expect(await cli.client.count(name)).toBe(6)
})

test.concurrent(
  'keys in other case land by a mapping, and records that have them in yet another case are counted',
  async () => {
    const name = await table('Town: string, Sales: real')
    const path = cli.file('keys.json', '{"town":"Bergen","sales":1.5}\n{"town":"Turku","Sales":2.5}\n')
    const run = await ingest(name, [path])
    expect(run.exitCode).toBe(1)
    expect(lastLine(run)).toMatchObject({ complete: false, state: 'valuesDiffer', landed: 2 })
    expect(run.stderr).toContain('a mapping goes along')
    const findings = lastLine(run)['findings'] as FindingReport[]
    expect(findings.filter(({ effect }) => effect === 'null')).toMatchObject([
      { kind: 'caseDiffers', column: 'sales', line: 1, count: 1 },
    ])
    expect(await cli.client.rows(`${name} | project Town, Sales | order by Town asc`)).toEqual([
      { Town: 'Bergen', Sales: null },
      { Town: 'Turku', Sales: 2.5 },
    ])
  },
)

test.concurrent(
  'values that are lost because a key stands twice are told as loudly as a missing row',
  async () => {
    const name = await table('id: long, name: string, d: dynamic')
    const path = cli.file(
      'twice.json',
      '{"id":1,"name":"a","name":"b","d":{"k":1,"k":2}}\n{"id":3,"ID":4,"name":"c","d":{"k":3}}\n',
    )
    const run = await ingest(name, [path])
    expect(run.exitCode).toBe(1)
    expect(lastLine(run)).toMatchObject({
      state: 'valuesDiffer',
      landed: 2,
      jobs: [
        {
          values: {
            unread: [
              { why: 'keyTwice', name: 'name', values: 1 },
              { why: 'keyTwice', name: 'd.k', values: 1 },
              { why: 'otherCase', name: 'ID', values: 1 },
            ],
          },
        },
      ],
    })
    expect(run.stderr).toContain('2 values lost: a key stands twice in one object (name, d.k).')
    expect(run.stderr).toContain(
      '1 value lost: a key differs from the column’s in upper and lower case only (ID).',
    )
    expect(run.stderr).toContain('the key “name” twice in one object: its value "b" is lost, "a" stays.')
    expect(lastLine(run)['findings']).toMatchObject([
      { kind: 'keyTwice', column: 'name', line: 1, value: '"b"', becomes: '"a"' },
      { kind: 'keyTwice', column: 'd.k', line: 1, value: '2', becomes: '1' },
      { kind: 'caseDiffers', column: 'ID', line: 2, value: '4', becomes: '3' },
    ])
    expect(await cli.client.rows(`${name} | project name, d | order by name asc`)).toEqual([
      { name: 'a', d: { k: 1 } },
      { name: 'c', d: { k: 3 } },
    ])
  },
)

test.concurrent(
  'fields that the table has no column for are told after landing, and land green',
  async () => {
    const name = await table('id: long, body: string')
    const path = cli.file(
      'nowhere.json',
      '{"id":1,"body":{"n":12345678901234567890123},"note":"x","more":2}\n{"id":2,"body":"b","note":null}\n',
    )
    const run = await ingest(name, [path])
    expect(run.exitCode).toBe(0)
    expect(lastLine(run)).toMatchObject({
      state: 'succeeded',
      jobs: [
        {
          values: {
            unread: [
              { why: 'noColumn', name: 'note', values: 1 },
              { why: 'noColumn', name: 'more', values: 1 },
            ],
          },
        },
      ],
    })
    expect(run.stderr).toContain('2 columns of the source went nowhere: note, more (2 values).')
    const history = await cli.run(['history'], { home: `${cli.home}-${name}` })
    expect(history.stdout).toContain('Landed, 2 columns went nowhere (note, more)')
    // A number in an object is still one.
    expect(await cli.client.rows(`${name} | where id == 1 | project body`)).toEqual([
      { body: '{"n":12345678901234567890123}' },
    ])
  },
)

test.concurrent(
  'a header that has the table’s columns in other case is told in the line of its file',
  async () => {
    const name = await table('Id: long, Town: string')
    const alike = cli.file('other-case.csv', 'id,TOWN\n1,Bergen\n')
    const turned = cli.file('other-case-turned.csv', 'town,Id\nTurku,2\n')
    const run = await ingest(name, [alike, turned])
    expect(run.stderr).toContain('matched by name, in other case: id → Id, TOWN → Town.')
    expect(run.stderr).toContain('matched by name, in other case: town → Town; a mapping goes along')
    expect(lastLine(run)).toMatchObject({
      complete: true,
      findings: [],
      formats: [{ otherCase: ['id → Id', 'TOWN → Town'] }, { otherCase: ['town → Town'] }],
    })
    expect(await cli.client.rows(`${name} | project Id, Town | order by Id asc`)).toEqual([
      { Id: 1, Town: 'Bergen' },
      { Id: 2, Town: 'Turku' },
    ])
  },
)

test.concurrent(
  'fields land by the names of their header, or by position if that is wanted, as foreseen',
  async () => {
    const name = await table('First: string, Last: string')
    const turned = cli.file('turned.csv', 'Last,First\nSmith,Ann\n')
    const plain = cli.file('plain.csv', 'First,Last\nBo,Berg\n')
    const run = await ingest(name, [turned, plain])
    expect(run.exitCode).toBe(0)
    expect(run.stderr).toContain(
      'turned.csv: csv (commas) by its name, 2 fields, its first record is a header',
    )
    expect(run.stderr).toContain('matched by name: a mapping goes along')
    expect(run.stderr).toContain('left out; --keep-first-record sends it, matched by name.')
    expect(lastLine(run)).toMatchObject({ complete: true, landed: 2 })
    const rows = `${name} | project First, Last | order by First asc`
    expect(await cli.client.rows(rows)).toEqual([
      { First: 'Ann', Last: 'Smith' },
      { First: 'Bo', Last: 'Berg' },
    ])
    const other = await table('First: string, Last: string')
    const byPosition = await cli.run(
      ['ingest', ...cli.target(other), '--match', 'position', '--json', turned],
      {
        home: `${cli.home}-${other}`,
      },
    )
    expect(byPosition.exitCode).toBe(0)
    expect(await cli.client.rows(`${other} | project First, Last`)).toEqual([{ First: 'Smith', Last: 'Ann' }])
  },
)

test.concurrent(
  'a blob lands by the names of its header, and one that only a conversion mends is not sent',
  async () => {
    const name = await table('Id: long, Country: string, City: string')
    const uri = await uploadBlob(cli.cluster.clusterUri, 'less.csv', Buffer.from('Id,City\n1,Oslo\n2,Rome\n'))
    const run = await ingest(name, [uri])
    expect(lastLine(run)).toMatchObject({ landed: 2 })
    expect(kindsOf(run)).toContain('missingColumn')
    expect(await cli.client.rows(`${name} | project Id, Country, City | order by Id asc`)).toEqual([
      { Id: 1, Country: '', City: 'Oslo' },
      { Id: 2, Country: '', City: 'Rome' },
    ])
    const separated = await uploadBlob(
      cli.cluster.clusterUri,
      'separated.csv',
      Buffer.from('sep=;\nId;City\n1;Oslo\n'),
    )
    const refused = await ingest(name, [separated])
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toContain('Download it and send the file with --convert')
    expect(await cli.client.count(name)).toBe(2)
  },
)

test.concurrent('a column whose path is in no record is told before, and is no success', async () => {
  const name = await table('id: long, town: string')
  const mapping = [
    { Column: 'id', Properties: { Path: '$.id' } },
    { Column: 'town', Properties: { Path: '$.place.town' } },
  ]
  await cli.client.rows(`.create table ${name} ingestion json mapping 'M' '${JSON.stringify(mapping)}'`)
  const path = cli.file(
    'paths.json',
    '{"id":1,"where":{"town":"Bergen"}}\n{"id":2,"where":{"town":"Turku"}}\n',
  )
  const run = await cli.run(['ingest', ...cli.target(name), '--mapping', 'M', '--json', path], {
    home: `${cli.home}-${name}`,
  })
  expect(run.exitCode).toBe(1)
  expect(run.stderr).toContain('No record that was read has $.place.town')
  expect(run.stderr).toContain('town is empty in 2 of 2 rows')
})

test.concurrent('lines above the header are told as that, not as records with too few fields', async () => {
  const name = await table('id: long, town: string, sales: real')
  const path = cli.file('above.csv', 'Sales\nMade on Monday\n\nid,town,sales\n1,Bergen,1.5\n2,Turku,2.5\n')
  const run = await ingest(name, [path])
  expect(run.exitCode).toBe(1)
  expect(kindsOf(run)).toEqual(['preamble'])
})

const towns = 'id,town\n1,Bergen\n2,Turku\n'

test.concurrent.each([
  ['an array', 'towns.json', '[{"id":1,"town":"Bergen"},\n{"id":2,"town":"Turku"}]\n'],
  [
    'objects over several lines',
    'towns.json',
    '{\n "id": 1,\n "town": "Bergen"\n}\n{\n "id": 2,\n "town": "Turku"\n}\n',
  ],
])('a blob that holds %s lands as that, whatever JSON its name stands for', async (_what, file, content) => {
  const name = await table('id: long, town: string')
  const uri = await uploadBlob(cli.cluster.clusterUri, `${name}-${file}`, Buffer.from(content))
  const run = await ingest(name, [uri])
  expect(lastLine(run)).toMatchObject({ complete: true, landed: 2 })
  expect(kindsOf(run)).toEqual([])
})

test.concurrent('the header of a blob is seen before it is sent, and left out', async () => {
  const name = await table('nr: long, place: string')
  const uri = await uploadBlob(cli.cluster.clusterUri, `${name}.csv`, Buffer.from(towns))
  const run = await ingest(name, [uri])
  expect(run.stderr).toContain('looks like a header and is left out; --keep-first-record sends it')
  expect(lastLine(run)).toMatchObject({ complete: true, landed: 2 })
})

test.concurrent(
  'a header that repeats the columns is left out unasked, of a file and of a blob',
  async () => {
    const name = await table('id: string, town: string')
    const header = 'ID,Town\nA,Bergen\nB,Turku\n'
    const uri = await uploadBlob(cli.cluster.clusterUri, `${name}.csv`, Buffer.from(header))
    const plain = cli.file('no-header.csv', 'C,Lund\nD,Vaasa\n')
    const run = await ingest(name, [cli.file('repeats.csv', header), plain, uri])
    expect(run.stderr).toContain('is a header (it repeats the table’s columns) and is left out')
    expect(kindsOf(run)).toEqual([])
    expect(lastLine(run)).toMatchObject({ complete: true, expected: 6, landed: 6 })
    expect(await cli.client.count(name)).toBe(6)
    expect(await cli.client.rows(`${name} | where id =~ 'id' and town =~ 'town'`)).toEqual([])
  },
)

test.concurrent.each([
  ['gzip that is not named so', '.csv', gzipSync(towns), /packed with gzip, and its name does not say so/],
  ['plain text that is named gzip', '.csv.gz', Buffer.from(towns), /called gzip, and is not packed/],
])('a blob with %s is told', async (_what, extension, content, words) => {
  const name = await table('id: long, town: string')
  const uri = await uploadBlob(cli.cluster.clusterUri, `${name}${extension}`, content)
  const run = await ingest(name, [uri])
  expect(run.stderr).toMatch(words)
  expect(kindsOf(run)).toContain('otherCompressionThanNamed')
  expect(run.exitCode).toBe(1)
  expect(lastLine(run)).toMatchObject({ complete: false, jobs: [], landed: 0 })
  // The cluster goes by the name too, and what did not land was never counted.
  const sent = await ingest(name, ['--unchecked', uri])
  expect(lastLine(sent)).toMatchObject({ complete: false, expected: null, landed: 0, missing: null })
})

test.concurrent('what is found about a record gives it the number that the failure gives it', async () => {
  const name = await table('id: long, town: string')
  const path = cli.file('inner.csv', 'id,town\n1,Bergen\n2,"Tur" ku\n')
  const run = await ingest(name, [path])
  expect(run.exitCode).toBe(1)
  const finding = (lastLine(run)['findings'] as FindingReport[])[0]
  expect(finding).toMatchObject({ kind: 'textAfterQuote', line: 3 })
  expect(finding?.reason).toContain('Record 3 (line 3) has text after the closing quote of field 2')
  const numbers = [...run.stderr.matchAll(/[Rr]ecord (\d+) \(line (\d+)\)/g)].map(([text]) =>
    text.toLowerCase(),
  )
  expect(numbers.length).toBeGreaterThan(1)
  expect(new Set(numbers)).toEqual(new Set(['record 3 (line 3)']))
})

test.concurrent('a blob that is UTF-16 is called that, and is not sent', async () => {
  const name = await table('id: long, town: string')
  const uri = await uploadBlob(
    cli.cluster.clusterUri,
    `${name}.csv`,
    Buffer.from(`\ufeff${towns}`, 'utf16le'),
  )
  const run = await ingest(name, [uri])
  expect(run.stderr).toMatch(/is UTF-16/)
  expect(run.stderr).not.toMatch(/except for byte/)
  expect(kindsOf(run)).toEqual(['unreadable'])
  expect(await cli.client.count(name)).toBe(0)
})
