import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { wordsOfFinding } from '../../../electron/domain/finding-words'
import { avroFile } from '../../support/avro-file'
import { targetOf } from '../../support/inspection-under-test'
import { arrowSchema } from '../../support/arrow-schema'
import { parquetFile } from '../../support/parquet-file'
import { zipArchive } from '../../support/zip-archive'
import { sharedInspection, summary } from '../../support/shared-inspection'

const { inspection, file, checked, folder } = await sharedInspection()

test('what is packed and what is pasted is looked into like a file', async () => {
  const text = 'id;when\n1;2024-01-01\nx;2024-01-02\n'
  const packed = file('rows.csv.gz', gzipSync(text))
  const ofFile = await checked(packed, 'id:long, when:datetime')
  const paste = await inspection.lookAt(
    { kind: 'paste', text, name: 'My rows' },
    targetOf('id:long, when:datetime'),
  )
  expect(paste.name).toBe('My rows')
  for (const findings of [ofFile.findings, paste.findings]) {
    expect(findings.find(({ kind }) => kind === 'notOfType')?.examples).toEqual([
      { line: 3, record: 3, value: 'x', becomes: null },
    ])
  }
})

function damagedGzip(): Buffer {
  const bytes = gzipSync('a,b\n'.repeat(1000))
  return bytes.fill(0xff, 12, 30)
}

test('of a W3C log fields and rows are shown and counted, and that its columns are not known is told', async () => {
  const rows = Array.from({ length: 3 }, (_, index) => `2025-01-02 03:04:0${index} GET`)
  const log = `#Version: 1.0\n#Fields: date time cs-method\n${rows.join('\n')}\n`
  const look = await inspection.look(file('site.log', log), targetOf('a:datetime, b:string'))
  expect(look).toMatchObject({ problem: null, reading: { format: 'w3clogfile' }, read: { records: 3 } })
  expect(look.columns.map(({ name, column }) => [name, column])).toEqual([
    ['date', null],
    ['time', null],
    ['cs-method', null],
  ])
  expect(look.rows[2]).toMatchObject({ line: 5, cells: ['2025-01-02', '03:04:02', 'GET'] })
  const told = await inspection.check(look.lookId)
  expect(told).toMatchObject({ status: 'done', read: { records: 3, isWhole: true } })
  for (const { findings } of [look, told]) {
    const [finding] = findings
    if (finding === undefined) return expect.fail('nothing is told')
    expect(summary(finding)).toBe('notReadHere none - 1')
    expect(wordsOfFinding(finding).text).toContain('The fields of this W3C log are shown.')
  }
})

test('a #Fields line that changes in a W3C log is told with its lines, one that is repeated is not', async () => {
  const fields = '#Fields: date time cs-method'
  const rows = '2025-01-02 03:04:05 GET\n'.repeat(3)
  const log = (...directives: string[]): string => directives.map((line) => `${line}\n${rows}`).join('')
  const repeated = await inspection.look(file('same.log', log(fields, fields)))
  expect(repeated.findings.map(summary)).toEqual(['notReadHere none - 1'])
  const path = file('changes.log', log(fields, '#Fields: date cs-method sc-status', fields))
  const look = await inspection.look(path)
  const told = await inspection.check(look.lookId)
  for (const { findings } of [look, told]) {
    expect(findings.map(summary)).toEqual(['fieldsChanged changed - 2', 'notReadHere none - 1'])
    const [finding] = findings
    if (finding === undefined) return expect.fail('nothing is told')
    expect(finding.examples.map(({ line, value }) => [line, value])).toEqual([
      [5, 'date cs-method sc-status'],
      [9, 'date time cs-method'],
    ])
    expect(wordsOfFinding(finding).text).toBe(
      'The #Fields line changes 2 times, on lines 5 and 9: it adds “sc-status”, and it lacks “time”. Values below it may arrive in the columns of other fields.',
    )
  }
})

test('what the local cluster does not take is told before it is sent there', async () => {
  const path = file('taken.log', '#Fields: date time\n2025-01-02 03:04:05\n')
  const target = targetOf('a:datetime')
  const [local] = (await inspection.look(path, { ...target, isLocal: true })).findings
  if (local === undefined) return expect.fail('nothing is told')
  expect(summary(local)).toBe('formatNotTaken refused - 1')
  expect(wordsOfFinding(local).text).toContain('The local cluster does not load the format “W3C log file”')
})

test('that ORC cannot be looked into is told, with what is still known of it', async () => {
  const look = await inspection.look(file('rows.orc', Buffer.concat([Buffer.from('ORC'), Buffer.alloc(50)])))
  const [finding] = look.findings
  if (finding === undefined) return expect.fail('nothing is told')
  const { text } = wordsOfFinding(finding)
  expect(text).toContain('The studio cannot look into ORC.')
  expect(text).toContain('That all of its rows land is checked after sending.')
})

test('a number without quotes in a string column is told where it is not written as it lands', async () => {
  const lines = [
    '{"price":0.10,"body":{"a":0.10}}',
    '{"price":1e2}',
    '{"price":"0.10"}',
    '{"price":1.5}',
    '{"price":1.0}',
    '{"price":12345678901234567890123}',
    '{"price":-12, "other":0.10}',
    '{"price":0.0000001}',
  ]
  const path = file('spelled.json', `${lines.join('\n')}\n`)
  const { findings } = await checked(path, 'price:string, body:dynamic, other:real')
  const told = findings.filter(({ effect }) => effect !== 'null')
  expect(told.map(summary)).toEqual(['numberRewritten changed price 3', 'numberRewritten none body 1'])
  expect(told[0]?.examples.map(({ line, value, becomes }) => [line, value, becomes])).toEqual([
    [1, '0.10', '0.1'],
    [2, '1e2', '100.0'],
    [8, '0.0000001', '1e-7'],
  ])
})

test('a key that a record has twice is told with its line, also inside of it and in an array of records', async () => {
  const lines = ['{"id":1,"v":{"a":1,"a":2}}', '{"id":2,"v":{}}', '{"id":3,"id":4,"v":{"id":5}}']
  for (const [name, content] of [
    ['twice.json', `${lines.join('\n')}\n`],
    ['twice-array.json', `[\n${lines.join(',\n')}\n]\n`],
  ] as const) {
    const { findings } = await checked(file(name, content), 'id:long, v:dynamic')
    const first = name === 'twice.json' ? 1 : 2
    expect(
      findings.map((one) => [
        summary(one),
        ...one.examples.map(({ line, value, becomes }) => [line, value, becomes]),
      ]),
    ).toEqual([
      ['keyTwice unread v.a 1', [first, '2', '1']],
      ['keyTwice unread id 1', [first + 2, '4', '3']],
    ])
  }
})

test('numbers inside of what becomes a string or a dynamic are told with what they become', async () => {
  const lines = [
    '{"s":{"a":0.10,"t":"0.10"},"d":{"a":0.10}}',
    '{"s":[1e2],"d":[1.5,12345678901234567890]}',
    '{"s":{"n":12345678901234567890},"d":{"n":1.25}}',
    '{"s":{"n":1.0},"d":1e400}',
  ]
  const path = file('inside.json', `${lines.join('\n')}\n`)
  const { findings } = await checked(path, 's:string, d:dynamic')
  expect(
    findings.map((one) => [
      summary(one),
      ...one.examples.map(({ line, value, becomes }) => [line, value, becomes]),
    ]),
  ).toEqual([
    [
      'numberRewritten changed s 2',
      [1, '{"a":0.10,"t":"0.10"}', '{"a":0.1,"t":"0.10"}'],
      [2, '[1e2]', '[100.0]'],
    ],
    ['digitsLost changed d 2', [2, '12345678901234567890', '1.2345678901234567e+19'], [4, '1e400', 'inf']],
    ['numberRewritten none d 1', [1, '0.10', '0.1']],
  ])
})

test('a key that goes nowhere is told with its values, also one that only a late record has', async () => {
  const lines = Array.from(
    { length: 30_000 },
    (_, index) => `{"id":${index},"name":"n${index}","text":"${'x'.repeat(60)}"}`,
  )
  lines[3] = '{"id":3,"ID":4,"name":"d","text":""}'
  lines[29_000] = '{"id":29000,"Name":"b","text":"","more":7}'
  lines[29_001] = '{"id":29001,"Name":"x","name":"y","text":"","more":null}'
  const { findings, read } = await checked(file('late.json', `${lines.join('\n')}\n`), 'id:long, name:string')
  expect(read.isWhole).toBe(true)
  expect(
    findings
      .map((one) => [summary(one), ...one.examples.map(({ line, value, becomes }) => [line, value, becomes])])
      .sort(),
  ).toEqual([
    ['caseDiffers null Name 1', [29_001, 'b', null]],
    ['caseDiffers unread ID 1', [4, '4', '3']],
    ['caseDiffers unread Name 1', [29_002, 'x', 'y']],
    ['extraField unread more 1', [29_001, '7', null]],
    ['extraField unread text 29997'],
  ])
})

test('bytes, spans and numbers of Parquet are foreseen as they land', async () => {
  const content = await parquetFile(
    `SELECT * FROM (VALUES
       ('\\x00\\xFF'::BLOB, 1000::BIGINT, TIME '01:02:03', INTERVAL '2 hours'),
       ('text'::BLOB, 0::BIGINT, TIME '00:00:00', INTERVAL '1 month')) t(raw, us, clock, span)`,
  )
  const { findings, columns } = await checked(
    file('bytes.parquet', content),
    'raw:string, us:timespan, clock:timespan, span:timespan',
  )
  expect(findings.map(summary).sort()).toEqual([
    'notOfType null us 2',
    'notText null raw 1',
    'withUnit null span 1',
  ])
  expect(columns.map(({ becomeNull }) => becomeNull)).toEqual([1, 2, 0, 1])
  expect(columns[0]).toMatchObject({ sum: '4', empty: 0 })
})

test('a duration of Parquet is told with its unit, whichever type takes it', async () => {
  const content = await parquetFile(
    `SELECT 1::BIGINT AS id, 1500::BIGINT AS took, 7::BIGINT AS spent, TIMESTAMP '2024-01-01 00:00:00' AS at`,
    `KV_METADATA {'ARROW:schema': '${arrowSchema}'}`,
  )
  const path = file('durations.parquet', content)
  const told = async (schema?: string): Promise<string[]> => {
    const { findings } = await checked(path, schema)
    return findings.map((one) => wordsOfFinding(one).text)
  }
  expect(await told('id:long, took:timespan, spent:long, at:datetime')).toEqual([
    expect.stringContaining('1 value of “took” is not a timespan') as string,
    '“took” is a duration in milliseconds, which Parquet stores as plain numbers. A timespan takes none of them.',
    '“spent” is a duration in nanoseconds, which Parquet stores as plain numbers. The numbers arrive, and their unit does not.',
  ])
  expect(await told()).toHaveLength(2)
})

test('a finding in an archive names the file inside, and the line in that file', async () => {
  const zip = zipArchive([
    { name: 'jan.csv', content: 'id,v\n1,2\n' },
    { name: 'mar.csv', content: 'id,v\n3,4\n5,x\n' },
  ])
  const { findings } = await checked(file('months.zip', zip), 'id:long, v:long')
  expect(findings).toMatchObject([
    { kind: 'notOfType', examples: [{ member: 'mar.csv', line: 3, record: null, value: 'x' }] },
  ])
  const [finding] = findings
  if (finding === undefined) return
  expect(wordsOfFinding(finding).text).toContain('“x” (mar.csv, line 3)')
})

test('what cannot be read is told in the look', async () => {
  const missing = await inspection.look(join(folder, 'not-there.csv'))
  expect(missing.problem).toMatchObject({ code: 'FileNotFound' })
  const damaged = await inspection.look(file('damaged.csv.gz', damagedGzip()))
  expect(damaged.problem).toMatchObject({ code: 'FormatMismatch' })
})

test('lines that are no records stand among the rows with findings', async () => {
  const path = file('bad.json', '{"id":1}\n{"id":\n{"id":3}\n')
  const look = await inspection.look(path, targetOf('id:long'))
  const rows = await inspection.service.rows({ lookId: look.lookId, which: 'findings', offset: 0, limit: 10 })
  expect(rows).toMatchObject([{ line: 2, raw: '{"id":', marks: [{ index: 0, effect: 'leftOut' }] }])
})

test('JSON without a single key is looked into, and told line by line', async () => {
  const look = await inspection.look(file('keyless.json', "{'id':1}\n{'id':2}\n"))
  expect(look.problem).toBeNull()
  expect(look.findings.map(summary)).toEqual(['notJson leftOut - 2'])
  expect((await inspection.look(file('empty-objects.json', '{}\n{}\n'))).read.records).toBe(2)
})

test('JSON’s null in a dynamic column is empty, and no loss', async () => {
  const look = await inspection.look(file('null.json', '{"v":null}\n{"v":{"a":1}}\n'), targetOf('v:dynamic'))
  expect(look.rows.map(({ marks }) => marks)).toEqual([[], []])
})

test('decimals of a second beyond the seventh are told', async () => {
  const path = file(
    'nanoseconds.csv',
    'at\n2024-01-02T03:04:05.123456789Z\n2024-01-02T03:04:05.1234567Z\n2024-01-02 03:04:05.123456700\n',
  )
  const { findings } = await checked(path, 'at:datetime')
  expect(findings.map(summary)).toEqual(['digitsLost changed at 1'])
  expect(findings[0]?.examples).toMatchObject([
    { value: '2024-01-02T03:04:05.123456789Z', becomes: '2024-01-02T03:04:05.1234567Z' },
  ])
})

test('Avro whose logical type its column would lose is told to be refused', async () => {
  const schema = {
    type: 'record',
    name: 'event',
    fields: [{ name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } }],
  }
  const path = file('events.avro', await avroFile(schema, [{ at: 1_735_689_600_000 }]))
  const look = await inspection.look(path, targetOf('at:datetime'))
  expect(look.findings).toMatchObject([
    { kind: 'unreadable', effect: 'refused', facts: { format: 'apacheavro' } },
  ])
  expect((await inspection.look(path, targetOf('at:long'))).findings).toEqual([])
})
