import { describe, expect, it } from 'vitest'
import { Client } from 'azure-kusto-data'
import { connection, database, makeTable, rows } from './cluster-under-test'

/** A type, a literal, what the SDK gives for it, what a null of the type is, and CSV text for the same value. */
const types = [
  ['bool', 'true', true, null, 'true'],
  ['int', 'int(-2147483648)', -2147483648, null, '-2147483648'],
  ['long', '9007199254740991', 9007199254740991, null, '9007199254740991'],
  ['real', '-1.5e-3', -0.0015, null, '-1.5e-3'],
  ['decimal', 'decimal(2.00000000000001)', '2.00000000000001', null, '2.00000000000001'],
  [
    'datetime',
    'datetime(2020-03-04T14:05:01.310Z)',
    new Date('2020-03-04T14:05:01.310Z'),
    null,
    '2020-03-04T14:05:01.310Z',
  ],
  ['timespan', 'time(1.02:03:04.567)', 93_784_567, null, '1.02:03:04.567'],
  [
    'guid',
    'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)',
    '74be27de-1e4e-49d9-b579-fe0b331d3642',
    null,
    '74be27de-1e4e-49d9-b579-fe0b331d3642',
  ],
  ['string', '"a \\"b\\" ü \\n"', 'a "b" ü \n', '', '"a ""b"" ü \n"'],
  ['dynamic', 'dynamic({"a": [1, null, "x"]})', { a: [1, null, 'x'] }, null, '"{""a"": [1, null, ""x""]}"'],
] as const

describe.each(types)('%s', (type, literal, value, none, csv) => {
  it('as a literal, with its type', async () => {
    const client = new Client(connection())
    const { primaryResults } = await client.execute(database, `print Value = ${literal}`)
    client.close()
    expect(primaryResults[0]?.columns.map((column) => [column.name, column.type])).toEqual([['Value', type]])
    expect([...(primaryResults[0]?.rows() ?? [])].map((row) => row.getValueAt(0))).toEqual([value])
  })

  it('as null', async () => {
    const nothing = type === 'string' ? '""' : `${type}(null)`
    expect(await rows(`print Value = ${nothing}`)).toEqual([{ Value: none }])
  })

  it('in a table: values and nulls survive', async () => {
    const table = await makeTable(`type_${type}`, `Number: int, Value: ${type}`)
    await rows(`.ingest inline into table ${table} <|\n1,${csv}\n2,\n`)
    expect(await rows(`${table} | order by Number asc | project Value`)).toEqual([
      { Value: value },
      { Value: none },
    ])
    const nulls = type === 'string' ? 'isempty(Value)' : 'isnull(Value)'
    expect(await rows(`${table} | where ${nulls} | project Number`)).toEqual([{ Number: 2 }])
  })
})

describe('on the wire', () => {
  it.each([
    ['a long beyond what a double holds', 'print 9223372036854775807', '9223372036854775807'],
    ['not a number', 'print real(nan)', '"NaN"'],
    ['plus infinity', 'print real(+inf)', '"Infinity"'],
    ['minus infinity', 'print real(-inf)', '"-Infinity"'],
    ['a tick', 'print datetime(2020-01-01T00:00:00.0000001Z)', '"2020-01-01T00:00:00.0000001Z"'],
    ['a negative timespan', 'print -1d - 1tick', '"-1.00:00:00.0000001"'],
    ['a bool in a row', 'print false', 'false'],
  ])('%s', async (_what, csl, text) => {
    const response = await fetch(`${connection().dataSource}/v2/rest/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ db: database, csl }),
    })
    expect(await response.text()).toContain(`"Rows":[[${text}]]`)
  })
})
