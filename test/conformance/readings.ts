import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { JsonColumnMapping } from 'azure-kusto-ingest'
import { enableStreaming, makeTable, rows, type Row } from './cluster-under-test'

/** Columns of the tables that the ingestion matrix fills. */
export const columns =
  'Sensor: string, Reading: real, Count: long, At: datetime, Lasted: timespan, Extra: dynamic'

/** Name of the JSON mapping that every table of {@link makeReadingsTable} has. */
export const mappingName = 'byPath'

const paths = [
  ['Sensor', 'string', '$.sensor'],
  ['Reading', 'real', '$.values.reading'],
  ['Count', 'long', '$.values.count'],
  ['At', 'datetime', '$.at'],
  ['Lasted', 'timespan', '$.lasted'],
  ['Extra', 'dynamic', '$.extra'],
] as const

/** The same mapping, for a message. */
export const inlineMapping = paths.map(([column, type, path]) =>
  JsonColumnMapping.withPath(column, path, type),
)

const csv = `north,1.5,10,2026-01-01T00:00:00Z,00:00:01.5,"{""a"": [1, 2]}"
"south, upper",-2.25,,2026-01-02T03:04:05.1234567Z,1.00:00:00,
,,30,,,7
`

const json = [
  {
    sensor: 'north',
    values: { reading: 1.5, count: 10 },
    at: '2026-01-01T00:00:00Z',
    lasted: '00:00:01.5',
    extra: { a: [1, 2] },
  },
  {
    sensor: 'south, upper',
    values: { reading: -2.25 },
    at: '2026-01-02T03:04:05.1234567Z',
    lasted: '1.00:00:00',
  },
  { sensor: '', values: { count: 30 }, extra: 7 },
]
  .map((record) => JSON.stringify(record))
  .join('\n')

/** What is in a table after any of the files was ingested once. */
export const expectedRows: readonly Row[] = [
  { Sensor: '', Reading: 'null', Count: '30', At: 'null', Lasted: 'null', Extra: '7' },
  {
    Sensor: 'north',
    Reading: '1.5',
    Count: '10',
    At: '2026-01-01T00:00:00.0000000Z',
    Lasted: '00:00:01.5000000',
    Extra: '{"a":[1,2]}',
  },
  {
    Sensor: 'south, upper',
    Reading: '-2.25',
    Count: 'null',
    At: '2026-01-02T03:04:05.1234567Z',
    Lasted: '1.00:00:00',
    Extra: 'null',
  },
]

/** Contents of the files of the matrix. */
export const contents = {
  'readings.csv': Buffer.from(csv),
  'readings-with-head.csv': Buffer.from(`Sensor,Reading,Count,At,Lasted,Extra\n${csv}`),
  'readings.csv.gz': gzipSync(csv),
  'readings.json': Buffer.from(json),
  'readings.json.gz': gzipSync(json),
} as const

/** One of the files. */
export type FileName = keyof typeof contents

/** Writes the files into a new folder and returns how to get a file's path. */
export async function writeFiles(): Promise<(name: FileName) => string> {
  const folder = await mkdtemp(join(tmpdir(), 'readings-'))
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content)
  return (name) => join(folder, name)
}

/** Makes an empty table that takes streams, with the mapping, written over several lines as files have it. */
export async function makeReadingsTable(purpose: string): Promise<string> {
  const table = await makeTable(purpose, columns)
  await enableStreaming(table)
  const mapping = paths.map(([column, datatype, Path]) => ({ column, datatype, Properties: { Path } }))
  const text = JSON.stringify(mapping, undefined, 2)
  await rows(`.create-or-alter table ${table} ingestion json mapping '${mappingName}' '${text}'`)
  return table
}

/** The table's rows in the form of {@link expectedRows}: every value as text, so that nulls show. */
export async function readReadings(table: string): Promise<Row[]> {
  const asText = ['Reading', 'Count', 'At', 'Lasted', 'Extra']
    .map((name) => `${name} = iff(isnull(${name}), 'null', tostring(${name}))`)
    .join(', ')
  return rows(`${table} | extend ${asText} | order by Sensor asc`)
}
