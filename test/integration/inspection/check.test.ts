import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Check } from '../../../electron/domain/schema/inspection'
import { targetOf } from '../../support/inspection-under-test'
import { sharedInspection, summary } from '../../support/shared-inspection'

const { inspection, file, checked, folder } = await sharedInspection()

test('values that arrive as null are told by kind, with line, record and text', async () => {
  const path = file(
    'visits.csv',
    'id,at,price\n1,13/01/2024,"3,14"\n2,05/04/2024,"1,234.50"\n\n3,1700000000,NULL\n4x,2024-01-02,7\n99999999999999999999,,\n',
  )
  const { findings, read, columns } = await checked(path, 'id:long, at:datetime, price:real')
  expect(findings.map(summary).sort()).toEqual([
    'dayFirst changed at 1',
    'dayFirst null at 1',
    'decimalComma null price 1',
    'epochNumber null at 1',
    'groupedDigits null price 1',
    'notOfType null id 1',
    'nullWord null price 1',
    'outOfRange null id 1',
  ])
  expect(findings.find(({ kind }) => kind === 'nullWord')?.examples).toEqual([
    { line: 5, record: 4, value: 'NULL', becomes: null },
  ])
  expect(findings.find(({ effect }) => effect === 'changed')?.examples).toEqual([
    { line: 3, record: 3, value: '05/04/2024', becomes: '2024-05-04' },
  ])
  expect(read).toMatchObject({ records: 5, isWhole: true })
  expect(columns[1]).toMatchObject({ values: 5, empty: 1, becomeNull: 2 })
})

test('dates that could be either way are called that, not day first, and a year of two digits is no year', async () => {
  const target = 'day:datetime, short:datetime, dashed:datetime, dotted:datetime'
  const { findings, columns } = await checked(
    file(
      'either.csv',
      'day,short,dashed,dotted\n05/06/2026,5/6/26,05-06-2026,05.06.2026\n11/12/2025,26-01-02,13-06-2026,06.06.2026\n',
    ),
    target,
  )
  const dates = findings.filter(({ kind }) => kind === 'dayFirst')
  expect(dates.map((one) => `${summary(one)} ${String(one.facts?.['order'])}`).sort()).toEqual(
    [
      'dayFirst null dashed 2 dayFirst',
      'dayFirst null dotted 2 dayFirst',
      'dayFirst null short 2 unknown',
      'dayFirst none day 2 unknown',
    ].sort(),
  )
  expect(columns.map(({ becomeNull }) => becomeNull)).toEqual([0, 2, 2, 2])
})

test('a fault far into a large file is found with its line, and corrects the type that the sample suggested', async () => {
  const path = join(folder, 'large.csv')
  const records = 300_000
  let text = 'id,code,note\n'
  for (let record = 1; record <= records; record++) {
    const code = record === 200_001 ? 'A7' : String(record % 1000)
    text += record === 5 ? `${record},${code},"two\nlines"\n` : `${record},${code},plain text ${record % 7}\n`
    if (text.length < 1_000_000) continue
    appendFileSync(path, text)
    text = ''
  }
  appendFileSync(path, text)
  const look = await inspection.look(path, targetOf('id:long, code:string, note:string'))
  expect(look.read.isWhole).toBe(false)
  expect(look.columns[1]?.inferred).toBe('long')
  const check = await inspection.check(look.lookId)
  expect(check.read).toMatchObject({ records, isWhole: true })
  expect(check.columns[1]).toMatchObject({ inferred: 'string', becomeNull: 0, minimum: null, maximum: null })
  expect(check.columns[1]?.choices.find(({ type }) => type === 'long')?.lost).toBe(1)
  expect(check.columns[0]).toMatchObject({ inferred: 'long', minimum: '1', maximum: String(records) })
  const within = (index: number, expected: number): void => {
    const distinct = check.columns[index]?.distinct ?? 0
    expect(Math.abs(distinct - expected) / expected).toBeLessThan(0.06)
  }
  within(0, records)
  within(1, 1001)

  const asNumber = await inspection.look(path, targetOf('id:long, code:long, note:string'))
  const found = await inspection.check(asNumber.lookId)
  expect(found.findings.find(({ kind }) => kind === 'notOfType')).toMatchObject({
    column: 'code',
    count: 1,
    examples: [{ line: 200_003, record: 200_002, value: 'A7', becomes: null }],
  })
  const [row] = await inspection.service.rows({
    lookId: asNumber.lookId,
    which: 'findings',
    offset: 0,
    limit: 10,
  })
  expect(row).toMatchObject({ line: 200_003, cells: ['200001', 'A7', 'plain text 4'] })
  expect(row?.marks).toEqual([{ index: 1, effect: 'null', becomes: null }])
})

test('numbers that do not keep their digits are told by column, with what they become', async () => {
  const rows = [
    '1e999,1',
    '3.14159265358979323846,0.1234567890123456789',
    '0.30000000000000004,1.50000000000000000000000',
    '9007199254740993,1e-19',
    '0.1000000000000000055511151231257827,123456789.5',
    '1e-999,-0.5',
    '5.0e-05,NaN',
    '-1.7976931348623157e308,7',
    '0.10000000000000000000,12345678901234567890.123456789012345678',
  ]
  const path = file('digits.csv', `${rows.join('\n')}\n`)
  const check = await checked(path, 'a:real, b:decimal')
  const lost = check.findings.filter(({ kind }) => kind === 'digitsLost')
  expect(lost.map(summary)).toEqual(['digitsLost changed a 4', 'digitsLost changed b 2'])
  expect(lost[0]?.examples).toEqual([
    { line: 1, record: 1, value: '1e999', becomes: 'inf' },
    { line: 2, record: 2, value: '3.14159265358979323846', becomes: '3.141592653589793' },
    { line: 4, record: 4, value: '9007199254740993', becomes: '9007199254740992.0' },
    { line: 6, record: 6, value: '1e-999', becomes: '0.0' },
  ])
  expect(lost[1]?.examples.map(({ value, becomes }) => [value, becomes])).toEqual([
    ['0.1234567890123456789', '0.123456789012345679'],
    ['1e-19', '0.000000000000000000'],
  ])
  const rowsFound = await inspection.service.rows({
    lookId: check.lookId,
    which: 'findings',
    offset: 0,
    limit: 2,
  })
  expect(rowsFound[1]?.marks).toEqual([
    { index: 0, effect: 'changed', becomes: '3.141592653589793' },
    { index: 1, effect: 'changed', becomes: null },
  ])
})

test('records with another number of fields are counted, and refuse the file', async () => {
  const path = file('short.csv', 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,\n13,14,15\n')
  const { findings } = await checked(path, 'a:long, b:long, c:long')
  expect(findings.map(summary)).toEqual(['moreFields refused - 2', 'fewerFields refused - 1'])
  expect(findings[0]?.examples.map(({ line, record }) => [line, record])).toEqual([
    [4, 4],
    [5, 5],
  ])
  expect(findings[1]).toMatchObject({ facts: { fields: 2, expected: 3 } })
})

test('text after a closing quote is told with its place; what comes before it is judged all the same', async () => {
  const path = file('quote.csv', 'a,b\n1,x\ny,"in" out\n3,z\n')
  const { findings, read } = await checked(path, 'a:long, b:string')
  expect(findings.map(summary)).toEqual(['textAfterQuote refused - 1'])
  expect(findings[0]?.examples).toEqual([{ line: 3, record: 3, value: null, becomes: null }])
  expect(read).toMatchObject({ records: 1, isWhole: false })
})

test('a string above a megabyte is cut, and a dynamic one becomes null', async () => {
  const long = 'x'.repeat(1_048_577)
  const path = file('long.csv', `1,${long},"{""a"":""${long}""}"\n2,short,{}\n`)
  const { findings } = await checked(path, 'id:long, text:string, body:dynamic')
  expect(findings.map(summary)).toEqual(['tooLong null body 1', 'tooLong cut text 1'])
  expect(findings[1]?.examples[0]).toMatchObject({ line: 1, record: 1 })
})

test('a header above a record that is longer than the head is a header', async () => {
  const path = file('long-first.csv', `id,text\n1,${'x'.repeat(1_200_000)}\n2,short\n`)
  const look = await inspection.look(path, targetOf('id:long, text:string'))
  expect(look.reading?.ignoreFirstRecord).toBe(true)
  expect(look.findings.map(summary)).toEqual(['tooLong cut text 1'])
  expect((await inspection.look(path)).columns.map(({ name }) => name)).toEqual(['id', 'text'])
})

test('a header without records is told, for sure or as far as it is known', async () => {
  const path = file('header.csv', 'Id,City\n')
  const meant = await inspection.look(path, targetOf('Id:long, City:string'))
  expect(meant.problem).toMatchObject({
    code: 'NothingToIngest',
    message: '“header.csv” has a header and no records.',
  })
  expect((await inspection.look(path)).findings.map(summary)).toEqual(['onlyHeader none - 1'])
  expect((await inspection.look(file('one.csv', 'Oslo,7\n'))).findings).toEqual([])
})

test('keys that differ by case, paths that lead nowhere and lines that are no JSON are told', async () => {
  const path = file('d.json', '{"deviceId":"a","temp":1}\nnot json\n{"deviceId":"b","temp":2}\n')
  const byName = await checked(path, 'DeviceId:string, Temp:real')
  expect(byName.findings.map(summary).sort()).toEqual([
    'caseDiffers null deviceId 2',
    'caseDiffers null temp 2',
    'noKeyMatches null - 1',
    'notJson leftOut - 1',
  ])
  expect(byName.findings[0]?.examples[0]).toMatchObject({ line: 2, value: 'not json' })
  expect(byName.read.records).toBe(2)

  const look = await inspection.look(path, {
    ...targetOf('DeviceId:string, Temp:real'),
    mapping: [
      { column: 'DeviceId', type: 'string', path: '$.device.id' },
      { column: 'Temp', type: 'real', path: '$.temp' },
    ],
  })
  expect(look.findings.map(summary)).toContain('pathNotFound null DeviceId 1')
  expect(look.columns.find(({ path: at }) => at === '$.temp')).toMatchObject({ type: 'real', becomeNull: 0 })
})

test('each record whose key is a column’s but for its case, or no column’s, is told with its line', async () => {
  const path = file('mixed.json', '{"ID":1,"Name":"a"}\n{"Id":2,"Name":"b"}\n{"id":3,"Nmae":"c"}\n{"Id":4}\n')
  const look = await inspection.look(path, { ...targetOf('Id:long, Name:string'), match: 'name' })
  const found = look.findings.map((one) => [summary(one), one.examples.map(({ line }) => line)])
  expect(found).toEqual([
    ['caseDiffers null ID 1', [1]],
    ['caseDiffers null id 1', [3]],
    ['missingColumn null Name 1', [3]],
    ['extraField unread Nmae 1', []],
  ])
  expect(look.match).toEqual({ by: 'name', mapping: null })
})

test('fields and keys are matched by name where a header or the keys are the table’s, and the mapping is told', async () => {
  const turned = await inspection.look(file('turned.csv', 'Last,First\nSmith,Ann\n'), {
    ...targetOf('First:string, Last:string'),
    match: 'name',
  })
  expect(turned.reading?.ignoreFirstRecord).toBe(true)
  expect(turned.match?.by).toBe('name')
  expect(turned.match?.mapping?.map(({ column, ordinal }) => [column, ordinal])).toEqual([
    ['Last', 0],
    ['First', 1],
  ])
  const missing = await inspection.look(file('less.csv', 'Id,City\n1,Oslo\n'), {
    ...targetOf('Id:long, Country:string, City:string'),
    match: 'name',
  })
  expect(missing.findings.map(summary)).toContain('missingColumn null Country 1')
  const asked = await inspection.look(file('asked.csv', 'Last,First\nSmith,Ann\n'), {
    ...targetOf('First:string, Last:string'),
    match: 'position',
  })
  expect(asked.match).toEqual({ by: 'position', mapping: null })
  const other = await inspection.look(file('other.json', '{"id":1}\n'), {
    ...targetOf('Id:long'),
    match: 'name',
  })
  expect(other.match?.mapping).toEqual([{ column: 'Id', type: 'long', path: '$.id' }])
  expect(other.findings.map(summary)).toEqual(['caseDiffers none id 1'])
})

test('a mapping of another kind is called that', async () => {
  const path = file('m.csv', 'a,b\n1,2\n')
  const look = await inspection.look(path, {
    ...targetOf('a:long, b:long'),
    mapping: [{ column: 'a', type: 'long', path: '$.a' }],
  })
  expect(look.findings.map(summary)).toContain('mappingKind refused - 1')
})

test('a mapping by ordinals decides which field is judged against which column', async () => {
  const path = file('swap.csv', 'name,1\nother,2\n')
  const { findings } = await inspection.look(path, {
    ...targetOf('id:long, city:string'),
    mapping: [
      { column: 'id', type: 'long', ordinal: 1 },
      { column: 'city', type: 'string', ordinal: 0 },
    ],
  })
  expect(findings.filter(({ effect }) => effect === 'null')).toEqual([])
})

test('a wide file is told the same of as a narrow one with the same columns', async () => {
  const types = [
    'long',
    'int',
    'string',
    'datetime',
    'real',
    'bool',
    'decimal',
    'guid',
    'timespan',
    'dynamic',
  ]
  const texts = [
    '7',
    '1.5',
    'x',
    '13/01/2024',
    '05/04/2024',
    '3,14',
    '1e999',
    '',
    'true',
    '{"a": 1}',
    ' ',
    '007',
  ]
  const valueAt = (row: number, column: number): string => {
    const text = texts[(row * 5 + column) % texts.length] ?? ''
    return /[",]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
  }
  const fileOf = (name: string, columns: readonly number[]): string => {
    const rows = Array.from({ length: 30 }, (_, row) =>
      columns.map((column) => valueAt(row, column)).join(','),
    )
    return file(name, `${[columns.map((column) => `c${column}`).join(','), ...rows].join('\n')}\n`)
  }
  const all = Array.from({ length: 40 }, (_, column) => column)
  const schemaOf = (columns: readonly number[]): string =>
    columns.map((column) => `c${column}:${types[column % types.length]}`).join(', ')
  const wide = await checked(fileOf('wide.csv', all), schemaOf(all))
  const narrow = await Promise.all(
    [all.slice(0, 20), all.slice(20)].map((columns, index) =>
      checked(fileOf(`narrow-${index}.csv`, columns), schemaOf(columns)),
    ),
  )
  const profiles = narrow.flatMap(({ columns }) => columns)
  expect(wide.columns.map(({ ordinal: _, ...profile }) => profile)).toEqual(
    profiles.map(({ ordinal: _, ...profile }) => profile),
  )
  const sorted = (checks: readonly Check[]): string[] =>
    checks.flatMap(({ findings }) => findings.map((one) => `${summary(one)} ${one.examples.length}`)).sort()
  expect(sorted([wide])).toEqual(sorted(narrow))
  expect(sorted([wide]).length).toBeGreaterThan(30)
})

test('a small file is judged whole at the first look, and again if it has changed since', async () => {
  const numbers = Array.from({ length: 20_000 }, (_, row) => String(row))
  numbers[15_001] = 'A7'
  const path = file('small.csv', `code,n\n${numbers.map((code) => `${code},1`).join('\n')}\n`)
  const look = await inspection.look(path, targetOf('code:string, n:long'))
  expect(look.columns[0]).toMatchObject({ inferred: 'string', values: 20_000 })
  const same = await inspection.check(look.lookId)
  expect(same).toMatchObject({ status: 'done', columns: look.columns, findings: look.findings })
  expect(same.read).toMatchObject({ records: 20_000, isWhole: true })
  writeFileSync(path, 'code,n\n1,x\n')
  const other = await inspection.check(look.lookId)
  expect(other.read).toMatchObject({ records: 1, isWhole: true })
  expect(other.findings.map(summary)).toEqual(['notOfType null n 1'])
})
