import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import type { Reading } from '../../../../electron/domain/schema/reading'
import type { SourceRequest } from '../../../../electron/domain/schema/source'
import { JobsUnderTest } from './jobs-under-test'

let studio: JobsUnderTest

beforeAll(async () => {
  studio = await JobsUnderTest.start()
  await studio.open({ targetBlobBytes: 1_048_576 })
})
afterAll(() => studio.close())

const plain: Reading = { format: 'csv', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 }

/** Ingests one file as it is to be read, and gives its job and the rows of its table. */
async function land(
  table: string,
  columns: string,
  content: Buffer,
  reading: Partial<Reading>,
  name = `${table}.csv`,
): Promise<{ readonly job: JobSnapshot; readonly rows: readonly unknown[] }> {
  await studio.createTable(table, columns)
  const handle = studio.file(name, content)
  return await landSource(table, { kind: 'file', handle, reading: { ...plain, ...reading } })
}

async function landSource(
  table: string,
  source: SourceRequest,
): Promise<{ readonly job: JobSnapshot; readonly rows: readonly unknown[] }> {
  const { jobId } = await studio.start({ table, sources: [source] })
  const job = await studio.settled(jobId)
  return { job, rows: await studio.client.rows(`${table} | order by a asc`) }
}

const landed = (job: JobSnapshot): unknown => ({ status: job.status, rows: job.rows })
const allOf = (rows: number): unknown => ({
  status: 'succeeded',
  rows: { expected: rows, landed: rows, refused: 0 },
})

test('Windows-1252 lands as it was meant, and each row is counted', async () => {
  const content = Buffer.from('a;b\n1;Preis \x80 5 \x96 gut\n2;M\xfcller\n3;caf\xe9\n', 'latin1')
  const reading = { format: 'scsv', encoding: 'windows-1252', ignoreFirstRecord: true } as const
  const { job, rows } = await land('Windows', 'a: long, b: string', content, reading)
  expect(rows).toEqual([
    { a: 1, b: 'Preis € 5 – gut' },
    { a: 2, b: 'Müller' },
    { a: 3, b: 'café' },
  ])
  expect(landed(job)).toEqual(allOf(3))
})

test('UTF-16 lands in several blobs, every row once', async () => {
  const count = 60_000
  const lines = Array.from({ length: count }, (_, index) => `${index},"Zürich, Łódź\n${index}"\r\n`)
  const content = Buffer.from(`\ufeffa,b\r\n${lines.join('')}`, 'utf16le').swap16()
  const reading = { encoding: 'utf-16be', ignoreFirstRecord: true } as const
  await studio.createTable('Wide', 'a: long, b: string')
  const handle = studio.file('wide.csv', content)
  const { job } = await landSource('Wide', { kind: 'file', handle, reading: { ...plain, ...reading } })
  expect(landed(job)).toEqual(allOf(count))
  const summary =
    'Wide | summarize n = count(), d = dcount(a, 4), s = sum(a), odd = countif(b !startswith "Zürich, Łódź")'
  const [row] = await studio.client.rows(summary)
  expect(row).toMatchObject({ n: count, s: (count * (count - 1)) / 2, odd: 0 })
  // What was made for the upload is gone.
  expect(readdirSync(join(studio.home, 'converted'))).toEqual([])
})

test('a packed file is unpacked and converted, with what is above its table and between its rows', async () => {
  const text =
    'report\n\n# units\na^when^price\n1^13/01/2024^3,14\n# late\n2^25/12/2023 23:15^1.234,5\n3^x^12\n'
  const reading: Partial<Reading> = {
    skipLines: 3,
    comment: '#',
    delimiter: '^',
    ignoreFirstRecord: true,
    conversions: [
      { field: 1, as: 'dayFirst' },
      { field: 2, as: 'decimalComma' },
    ],
  }
  const columns = 'a: long, when: datetime, price: real'
  const { job, rows } = await land('Packed', columns, gzipSync(text), reading, 'packed.txt.gz')
  expect(rows).toEqual([
    { a: 1, when: new Date('2024-01-13T00:00:00Z'), price: 3.14 },
    { a: 2, when: new Date('2023-12-25T23:15:00Z'), price: 1234.5 },
    { a: 3, when: null, price: 12 },
  ])
  expect(landed(job)).toEqual(allOf(3))
})

test('an array in UTF-16 is counted as what it becomes', async () => {
  const content = Buffer.from('\ufeff[{"a":1,"b":"ż"},\n{"a":2,"b":"ó"}]', 'utf16le')
  const reading = { format: 'multijson', encoding: 'utf-16le' } as const
  const { job, rows } = await land('Array', 'a: long, b: string', content, reading, 'array.json')
  expect(rows).toEqual([
    { a: 1, b: 'ż' },
    { a: 2, b: 'ó' },
  ])
  expect(landed(job)).toEqual(allOf(2))
})

test('pasted rows are converted too', async () => {
  await studio.createTable('Pasted')
  const text = 'sep=;\n1;x\n2;"y ""z"""\n'
  const { job, rows } = await landSource('Pasted', {
    kind: 'paste',
    name: 'Pasted rows',
    text,
    format: 'scsv',
    reading: { ...plain, format: 'scsv', skipLines: 1 },
  })
  expect(rows).toEqual([
    { a: 1, b: 'x' },
    { a: 2, b: 'y "z"' },
  ])
  expect(landed(job)).toEqual(allOf(2))
})

test('text that is not in its encoding ends its source, and nothing of it lands', async () => {
  const content = Buffer.concat([
    Buffer.from('1,x\n'.repeat(50_000), 'utf16le'),
    Buffer.from([0x00, 0xd8, 0x61, 0x00]),
  ])
  const { job, rows } = await land('Half', 'a: long, b: string', content, { encoding: 'utf-16le' })
  expect(rows).toEqual([])
  expect(job.sources[0]?.state).toMatchObject({
    kind: 'failed',
    error: {
      code: 'EncodingNotSupported',
      subject: 'Half.csv',
      message: expect.stringMatching(/^“Half\.csv” is not UTF-16 text/) as string,
      retryable: false,
    },
  })
})

test('a reading without a conversion is only a format and a header', async () => {
  const reading = { format: 'psv', ignoreFirstRecord: true } as const
  const { job, rows } = await land('Plain', 'a: long, b: string', Buffer.from('a|b\n1|x\n'), reading)
  expect(rows).toEqual([{ a: 1, b: 'x' }])
  expect(job.sources[0]).toMatchObject({ format: 'psv', ignoreFirstRecord: true })
  expect(landed(job)).toEqual(allOf(1))
})

test('converting tells how many bytes of all it has read, and is canceled at once', async () => {
  const line = Buffer.from(`1;${'caf\xe9 '.repeat(20)}\n`, 'latin1')
  const content = Buffer.concat(Array.from({ length: 200_000 }, () => line))
  const reading = { ...plain, format: 'scsv', encoding: 'windows-1252' } as const
  const shown: number[] = []
  await studio.createTable('Slow', 'a: long, b: string')
  const source = { kind: 'file', handle: studio.file('slow.csv', content), reading } as const
  const ended = new Promise<JobSnapshot>((resolve) => {
    const forget = studio.jobs.onChange((change) => {
      const job = change.snapshot()
      if (job.table !== 'Slow') return
      const state = job.sources[0]?.state
      const converted = state?.kind === 'uploading' ? state.converted : undefined
      if (converted !== undefined && shown.length < 3) {
        expect(converted.of).toBe(content.length)
        shown.push(converted.bytes)
        if (shown.length === 3) void studio.jobs.cancel({ jobId: job.jobId })
      }
      if (job.status === 'running') return
      forget()
      resolve(job)
    })
  })
  await studio.start({ table: 'Slow', sources: [source] })
  expect(await ended).toMatchObject({ status: 'canceled', rows: { landed: 0 } })
  expect(shown).toEqual([...shown].sort((one, other) => one - other))
  expect(shown[2]).toBeLessThan(content.length)
  await expect.poll(() => readdirSync(join(studio.home, 'converted')), { timeout: 10_000 }).toEqual([])
})
