import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Check, Look } from '../../../electron/domain/schema/inspection'
import { createForesight } from '../../../electron/services/inspection/foresight'
import { avroFile } from '../../support/avro-file'
import { InspectionUnderTest, targetOf } from '../../support/inspection-under-test'
import { parquetFile } from '../../support/parquet-file'
import { startRangeServer, type RangeServer } from '../../support/range-server'
import { zipArchive } from '../../support/zip-archive'

let inspection: InspectionUnderTest
let storage: RangeServer

beforeAll(async () => {
  inspection = await InspectionUnderTest.start()
  storage = await startRangeServer()
})
afterAll(async () => {
  await inspection.service.end()
  await storage.close()
})

async function look(uri: string, schema?: string): Promise<Look> {
  const target = schema === undefined ? null : targetOf(schema)
  return await inspection.lookAt({ kind: 'blob', uri }, target)
}

async function check(uri: string, schema: string): Promise<Check> {
  const { lookId, problem } = await look(uri, schema)
  expect(problem).toBeNull()
  return await inspection.check(lookId)
}

const rows = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${index},town ${index},${index}.5\n`).join('')
const header = 'id,town,temp\n'

test('a zip archive in a blob is looked into by its directory, and checked file by file', async () => {
  const uri = storage.add(
    'towns.zip',
    zipArchive([
      { name: 'a/one.csv', content: `${header}1,Bergen,4.5\n2,Turku,x\n` },
      { name: 'a/two.csv', content: `${header}3,Lund,7.5\n` },
    ]),
  )
  const seen = await look(uri, 'id:long, town:string, temp:real')
  expect(seen).toMatchObject({
    problem: null,
    compression: 'zip',
    reading: { format: 'csv', ignoreFirstRecord: true },
  })
  expect(seen.rows[0]?.cells).toEqual(['1', 'Bergen', '4.5'])
  const checked = await inspection.check(seen.lookId)
  expect(checked.findings.map(({ kind, column }) => `${kind} ${column ?? ''}`)).toContain('notOfType temp')
})

test('of a large zip archive only the directory and the start of a file are read for a preview', async () => {
  const noise = Array.from(
    { length: 200_000 },
    (_, index) => `${index},${Math.sin(index)},${Math.cos(index)}\n`,
  )
  const content = zipArchive([
    { name: 'one.csv', content: header + noise.join('') },
    { name: 'two.csv', content: header + noise.join('') },
  ])
  const uri = storage.add('large.zip', content)
  expect((await look(uri)).rows.length).toBe(200)
  expect(storage.given('large.zip')).toBeLessThan(content.length * 0.7)
})

test('of a Parquet blob the footer and the start of some row groups are read, and all of it by a check', async () => {
  const content = await parquetFile(
    `SELECT i AS id, 'town ' || hash(i) AS town, CASE WHEN i = 290000 THEN 'x' ELSE '4' END AS temp FROM range(300000) r(i)`,
    'ROW_GROUP_SIZE 10240',
  )
  const uri = storage.add('towns.parquet', content)
  const seen = await look(uri, 'id:long, town:string, temp:long')
  expect(seen).toMatchObject({
    problem: null,
    reading: { format: 'parquet' },
    sizeBytes: content.length,
    read: { isWhole: false },
  })
  expect(seen.columns.map(({ name, inferred }) => `${name} ${inferred}`)).toEqual([
    'id long',
    'town string',
    'temp string',
  ])
  expect(seen.rows[0]?.cells.slice(0, 1)).toEqual(['0'])
  // Some rows of the last row group are among them.
  expect(Number(seen.columns[0]?.maximum)).toBeGreaterThan(290_000)
  expect(storage.given('towns.parquet')).toBeLessThan(content.length / 3)
  const checked = await inspection.check(seen.lookId)
  expect(checked.read).toMatchObject({ records: 300_000, isWhole: true })
  expect(checked.findings).toMatchObject([
    { kind: 'notOfType', column: 'temp', count: 1, examples: [{ record: 290_001, value: 'x' }] },
  ])
})

test('a Parquet blob that is cut off is called that', async () => {
  const content = await parquetFile('SELECT i AS id FROM range(1000) r(i)')
  const uri = storage.add('cut.parquet', content.subarray(0, content.length - 100))
  expect((await look(uri)).problem).toMatchObject({ code: 'FormatMismatch', subject: 'cut.parquet' })
})

test('Avro and gzip in blobs are looked into and checked', async () => {
  const schema = {
    type: 'record',
    name: 'r',
    fields: [
      { name: 'id', type: 'long' },
      { name: 'temp', type: 'string' },
    ],
  }
  const records = [
    { id: 1, temp: '4.5' },
    { id: 2, temp: 'cold' },
  ]
  const avro = storage.add('towns.avro', await avroFile(schema, records))
  expect((await look(avro)).columns.map(({ name }) => name)).toEqual(['id', 'temp'])
  expect(await check(avro, 'id:long, temp:real')).toMatchObject({
    read: { records: 2, isWhole: true },
    findings: [{ kind: 'notOfType', column: 'temp', count: 1 }],
  })
  const packed = storage.add('towns.csv.gz', gzipSync(`${header}${rows(50_000)}x,Bergen,1\n`))
  expect(await check(packed, 'id:long, town:string, temp:real')).toMatchObject({
    read: { records: 50_001, isWhole: true },
    findings: [{ kind: 'notOfType', column: 'id', count: 1 }],
  })
})

test('a blob above 64 MB is foreseen from a sample across it, and that is what is said', async () => {
  const line = (row: number): string =>
    `${String(row).padStart(11, '0')},${row % 2 === 0 ? 'cold' : '4.50'}\n`
  const width = line(0).length
  const sizeBytes = width * 5_000_000
  const uri = storage.add('large.csv', {
    sizeBytes,
    bytes(start, end) {
      const first = Math.floor(start / width)
      const last = Math.ceil(end / width)
      const text = Array.from({ length: last - first }, (_, index) => line(first + index)).join('')
      return Buffer.from(text).subarray(start - first * width, end - first * width)
    },
  })
  const foresee = createForesight(inspection.service)
  const reading = { format: 'csv', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 } as const
  const target = Promise.resolve(targetOf('id:long, temp:real'))
  const source = { place: () => ({ kind: 'blob' as const, uri }), reading, mostBytes: 64 * 1_048_576 }
  const foreseen = await foresee(target, [source], {
    signal: new AbortController().signal,
    extent: 'whole',
  })
  expect(foreseen?.isWhole).toBe(false)
  expect(foreseen?.records).toBeGreaterThan(50_000)
  const temp = foreseen?.columns.find(({ column }) => column === 'temp')
  expect((temp?.becomeNull ?? 0) / (foreseen?.records ?? 1)).toBeCloseTo(0.5, 1)
  expect(storage.given('large.csv')).toBeLessThan(4_000_000)
})
