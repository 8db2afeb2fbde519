import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../../../electron/bootstrap/build.mjs'
import { outFolder } from '../../../../electron/bootstrap/project-paths.mjs'
import type { FindingRef } from '../../../../electron/domain/schema/inspection'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import type { SourceRequest } from '../../../../electron/domain/schema/source'
import { jobVerdict } from '../../../../electron/domain/job-verdict'
import { startLocalCluster, type LocalCluster } from '../../../../electron/local-cluster/local-cluster'
import { createStudio } from '../../../../electron/services/create-studio'
import { forkInspection } from '../../../../electron/services/inspection/inspection-process'
import type { StudioServices } from '../../../../electron/services/studio-services'
import { ClusterClient } from '../../../support/cluster-client'

const folder = mkdtempSync(join(tmpdir(), 'leave-out-'))
const home = join(folder, 'home')
let cluster: LocalCluster
let client: ClusterClient
let studio: StudioServices

const openStudio = async (): Promise<void> => {
  studio = await createStudio({
    homeFolder: home,
    log: () => undefined,
    startInspection: () => forkInspection(join(outFolder, 'inspection', 'entry.cjs')),
  })
  await studio.connection.open(cluster.clusterUri)
}

beforeAll(async () => {
  await build(['inspection'])
  cluster = await startLocalCluster({})
  client = new ClusterClient(cluster)
  await openStudio()
})

afterAll(async () => {
  await studio.close()
  client.client.close()
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

async function createTable(table: string, schema: string): Promise<void> {
  await client.rows(`.create table ${table} (${schema})`)
  const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: 1 })
  await client.rows(`.alter table ${table} policy ingestionbatching '${policy}'`)
}

async function register(path: string): Promise<string> {
  const [registered] = await studio.sources.register([path])
  if (registered === undefined) return expect.fail('nothing was listed')
  return registered.handle
}

async function file(path: string, content: string | Buffer): Promise<{ kind: 'file'; handle: string }> {
  writeFileSync(path, content)
  return { kind: 'file', handle: await register(path) }
}

async function settled(jobId: string): Promise<JobSnapshot> {
  return await new Promise((resolve) => {
    const look = (job: JobSnapshot | undefined): void => {
      if (job?.jobId !== jobId || job.status === 'running') return
      forget()
      resolve(job)
    }
    const forget = studio.jobs.onChange((change) => look(change.snapshot()))
    look(studio.jobs.list({ limit: 50 }).find((job) => job.jobId === jobId))
  })
}

async function start(table: string, source: SourceRequest, leaveOut: FindingRef[]): Promise<JobSnapshot> {
  const { database } = cluster
  return await studio.jobs.start({ database, table, sources: [source], tagged: true, leaveOut })
}

const rowsOf = async (table: string): Promise<unknown[]> => await client.rows(`${table} | order by id asc`)

test('records with a chosen finding go to a reject file, with line and reason, and the rest lands', async () => {
  await createTable('Dates', 'id: long, day: datetime')
  const content = 'id,day\n1,2025-03-01\n2,13/04/2025\n3,"31/12/2025"\n4,\n5,soon'
  const source = await file(join(folder, 'dates.csv'), content)
  const { jobId } = await start('Dates', { ...source, ignoreFirstRecord: true }, [
    { kind: 'dayFirst', column: 'day' },
    { kind: 'notOfType', column: 'day' },
  ])
  const job = await settled(jobId)
  expect(job.status).toBe('succeeded')
  expect(job.rows).toEqual({ expected: 2, landed: 2, refused: 0 })
  expect(await rowsOf('Dates')).toMatchObject([{ id: 1 }, { id: 4, day: null }])
  const path = join(folder, 'dates.rejected.csv')
  expect(job.leftOut).toEqual({ records: 3, files: [path] })
  expect(readFileSync(path, 'utf8').split('\n')).toEqual([
    'Line,Reason,id,day',
    '3,"“13/04/2025” of “day” is written with the day first, and Kusto reads the month first.",2,13/04/2025',
    '4,"“31/12/2025” of “day” is written with the day first, and Kusto reads the month first.",3,"31/12/2025"',
    '6,“soon” of “day” is not a datetime.,5,soon',
    '',
  ])
  // Nothing became null, and nothing that was not foreseen.
  expect(job.values).toMatchObject({
    basis: 'whole',
    columns: [
      { column: 'id', nulls: 0, becameNull: 0, unforeseen: 0 },
      { column: 'day', nulls: 1, becameNull: 0, unforeseen: 0 },
    ],
  })
  // What was made for the upload is gone, and the source is as it was.
  expect(readdirSync(join(home, 'converted'))).toEqual([])
  expect(readFileSync(join(folder, 'dates.csv'), 'utf8')).toBe(content)
})

test('quoted line breaks, CRLF and a last record without a line end keep their bytes', async () => {
  await createTable('Quoted', 'id: long, note: string')
  const content =
    'id,note\r\n1,"first\r\nline, ""quoted"""\r\nx2,"bad\r\nline"\r\n\r\n3,plain\r\n4\r\n5,a,b\r\nx6,"end"'
  const source = await file(join(folder, 'quoted.csv'), content)
  const { jobId } = await start('Quoted', { ...source, ignoreFirstRecord: true }, [
    { kind: 'notOfType', column: 'id' },
    { kind: 'fewerFields', column: null },
    { kind: 'moreFields', column: null },
  ])
  const job = await settled(jobId)
  expect(job).toMatchObject({
    status: 'succeeded',
    rows: { expected: 2, landed: 2, refused: 0 },
    leftOut: { records: 4 },
  })
  expect(await rowsOf('Quoted')).toEqual([
    { id: 1, note: 'first\r\nline, "quoted"' },
    { id: 3, note: 'plain' },
  ])
  const fields = (record: number, line: number, found: string, which: string): string =>
    `Record ${record} (line ${line}) has ${found} where the others have 2: ${which}.`
  expect(readFileSync(join(folder, 'quoted.rejected.csv'), 'utf8')).toBe(
    [
      'Line,Reason,id,note',
      '4,“x2” of “id” is not a long.,x2,"bad\r\nline"',
      `8,${fields(5, 8, '1 field', 'field 2 is missing')},4`,
      `9,${fields(6, 9, '3 fields', 'field 3 is one too many')},5,a,b`,
      '10,“x6” of “id” is not a long.,x6,"end"',
      '',
    ].join('\n'),
  )
})

test('a packed and converted file is unpacked; a reject file that is there already stays', async () => {
  await createTable('Packed', 'id: long, price: real, name: string')
  const text = 'report\n# units\nid^price^name\n1^3,5^Zürich\n2^free^Łódź\n# late\n3^4,5^x\n'
  const source = await file(join(folder, 'packed.csv.gz'), gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le')))
  writeFileSync(join(folder, 'packed.rejected.csv'), 'mine')
  const reading = {
    format: 'csv',
    ignoreFirstRecord: true,
    encoding: 'utf-16le',
    skipLines: 1,
    comment: '#',
    delimiter: '^',
    conversions: [{ field: 1, as: 'decimalComma' }],
  } as const
  const { jobId } = await start(
    'Packed',
    { ...source, reading: { ...reading, conversions: [...reading.conversions] } },
    [{ kind: 'notOfType', column: 'price' }],
  )
  const job = await settled(jobId)
  expect(job).toMatchObject({ status: 'succeeded', rows: { expected: 2, landed: 2, refused: 0 } })
  expect(await rowsOf('Packed')).toEqual([
    { id: 1, price: 3.5, name: 'Zürich' },
    { id: 3, price: 4.5, name: 'x' },
  ])
  expect(job.leftOut?.files).toEqual([join(folder, 'packed.rejected-2.csv')])
  expect(readFileSync(join(folder, 'packed.rejected-2.csv'), 'utf8')).toBe(
    'Line,Reason,id,price,name\n5,“free” of “price” is not a real.,2,free,Łódź\n',
  )
  expect(readFileSync(join(folder, 'packed.rejected.csv'), 'utf8')).toBe('mine')
})

test('JSON Lines keep each record that is left out as it is', async () => {
  await createTable('Lines', 'id: long, temp: real')
  const content = '{"id":1,"temp":1.5}\n\n{"id":2,"temp":"hot"}\r\n[1]\n{"id":4}\n'
  const source = await file(join(folder, 'lines.json'), content)
  const { jobId } = await start('Lines', { ...source, format: 'json' }, [
    { kind: 'notOfType', column: 'temp' },
    { kind: 'notJson', column: null },
  ])
  const job = await settled(jobId)
  expect(job).toMatchObject({ status: 'succeeded', rows: { expected: 2, landed: 2, refused: 0 } })
  const lines = readFileSync(join(folder, 'lines.rejected.json'), 'utf8').trimEnd().split('\n')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    { line: 3, reason: '“hot” of “temp” is not a real.', record: { id: 2, temp: 'hot' } },
    { line: 4, reason: 'Line 4 is not a JSON object.', text: '[1]' },
  ])
})

test('what is left out of a paste goes to the home folder', async () => {
  await createTable('Pasted', 'id: long')
  const { jobId } = await start(
    'Pasted',
    { kind: 'paste', text: '1\ntwo\n', format: 'csv', name: 'Pasted rows' },
    [{ kind: 'notOfType', column: 'id' }],
  )
  const job = await settled(jobId)
  const path = join(home, 'rejected', 'Pasted rows.rejected.csv')
  expect(job).toMatchObject({ status: 'succeeded', leftOut: { records: 1, files: [path] } })
  expect(readFileSync(path, 'utf8')).toBe('Line,Reason,Column1\n2,“two” of “id” is not a long.,two\n')
})

test('a source without such records is sent whole; one with no others is not sent', async () => {
  await createTable('Whole', 'id: long')
  const good = await start('Whole', await file(join(folder, 'good.csv'), '1\n2\n'), [
    { kind: 'notOfType', column: 'id' },
  ])
  expect(await settled(good.jobId)).toMatchObject({
    status: 'succeeded',
    rows: { expected: 2, landed: 2 },
    leftOut: { records: 0, files: [] },
  })
  const bad = await start('Whole', await file(join(folder, 'bad.csv'), 'one\ntwo\n'), [
    { kind: 'notOfType', column: 'id' },
  ])
  const job = await settled(bad.jobId)
  expect(job.sources[0]?.state).toEqual({ kind: 'skipped', reason: 'All of its records were left out.' })
  expect(job.leftOut?.records).toBe(2)
})

test('dates that can be read in two ways go out with those that are surely day first', async () => {
  await createTable('Days', 'id: long, day: datetime, other: datetime')
  const content = '1,13/04/2025,01/13/2025\n2,05/04/2025,02/03/2025\n3,04/04/2025,02/02/2025\n'
  const { jobId } = await start('Days', await file(join(folder, 'days.csv'), content), [
    { kind: 'dayFirst', column: 'day' },
    { kind: 'dayFirst', column: 'other' },
  ])
  const job = await settled(jobId)
  expect(job).toMatchObject({ status: 'succeeded', leftOut: { records: 2 } })
  expect(await rowsOf('Days')).toMatchObject([{ id: 3 }])
})

test('a studio that closed while it was parting records begins anew, and nothing is there twice', async () => {
  await createTable('Again', 'id: long, name: string')
  const count = 300_000
  const lines = Array.from(
    { length: count },
    (_, id) => `${id % 1000 === 7 ? 'x' : id},name of the record ${id}\n`,
  )
  const source = await file(join(folder, 'again.csv'), lines.join(''))
  const { jobId, sources } = await start('Again', source, [{ kind: 'notOfType', column: 'id' }])
  const unfinished = join(home, 'converted', `${sources[0]?.sourceId ?? ''}.part.rejected`)
  while (!existsSync(unfinished)) await new Promise((resolve) => setTimeout(resolve, 5))
  await studio.close()
  expect(existsSync(join(folder, 'again.rejected.csv'))).toBe(false)
  await openStudio()
  const job = await settled(jobId)
  expect(job).toMatchObject({
    status: 'succeeded',
    rows: { expected: count - 300, landed: count - 300, refused: 0 },
    leftOut: { records: 300, files: [join(folder, 'again.rejected.csv')] },
  })
  const rejected = readFileSync(join(folder, 'again.rejected.csv'), 'utf8').trimEnd().split('\n')
  expect(rejected).toHaveLength(301)
  expect(rejected.at(-1)).toBe('299008,“x” of “id” is not a long.,x,name of the record 299007')
  expect(readdirSync(folder).filter((name) => name.startsWith('again'))).toHaveLength(2)
})

test('a source that cannot be parted says so before anything is sent', async () => {
  await createTable('Refused', 'id: long, name: string')
  const choice: FindingRef[] = [{ kind: 'notOfType', column: 'id' }]
  const array = await file(join(folder, 'array.json'), '[{"id":1}]')
  await expect(start('Refused', { ...array, format: 'multijson' }, choice)).rejects.toMatchObject({
    code: 'FormatNotSupported',
    message: expect.stringContaining('array.json') as string,
    nextStep: expect.any(String) as string,
  })
  const blob = 'http://127.0.0.1:1/account/container/a.csv?sig=secret'
  await expect(
    start('Refused', { kind: 'blob', uri: blob, format: 'csv', rawDataSizeBytes: null }, choice),
  ).rejects.toMatchObject({ code: 'FormatNotSupported', message: expect.stringContaining('a.csv') as string })
  const open = await start('Refused', await file(join(folder, 'open.csv'), '1,a\nx,b\n3,"c\n'), choice)
  const job = await settled(open.jobId)
  expect(job.sources[0]?.state).toMatchObject({ kind: 'failed', error: { code: 'FormatMismatch', line: 3 } })
  expect(await rowsOf('Refused')).toEqual([])
  expect(existsSync(join(folder, 'open.rejected.csv'))).toBe(false)
})

/** Sales of which each 500th has an id that is none. */
function longSales(records: number): string {
  const lines = Array.from(
    { length: records },
    (_, index) =>
      `${index % 500 === 7 ? 'x' : ''}${index},"a note that takes some room in the file, ${index}"`,
  )
  return ['id,note', ...lines, ''].join('\n')
}

test('going through a source tells how far it is, and can be canceled there', async () => {
  await createTable('Long', 'id: long, note: string')
  const content = longSales(900_000)
  const leaveOut: FindingRef[] = [{ kind: 'notOfType', column: 'id' }]
  const shares: number[] = []
  const forget = studio.jobs.onChange((change) => {
    const state = change.snapshot().sources[0]?.state
    if (state?.kind === 'uploading' && state.separated !== undefined) shares.push(state.separated)
  })
  const first = await file(join(folder, 'long.csv'), content)
  const { jobId } = await start('Long', { ...first, ignoreFirstRecord: true }, leaveOut)
  const job = await settled(jobId)
  expect(job).toMatchObject({ status: 'succeeded', leftOut: { records: 1800 } })
  expect(shares.length).toBeGreaterThan(1)
  expect(shares).toEqual([...shares].sort((one, other) => one - other))
  expect(Math.max(...shares)).toBeGreaterThan(0.5)
  forget()

  const second = await file(join(folder, 'stopped.csv'), content)
  const begun = await start('Long', { ...second, ignoreFirstRecord: true }, leaveOut)
  const stopped = new Promise<JobSnapshot>((resolve) => {
    const end = studio.jobs.onChange((change) => {
      const now = change.snapshot()
      if (now.jobId !== begun.jobId) return
      const state = now.sources[0]?.state
      if (state?.kind === 'uploading' && state.separated !== undefined)
        void studio.jobs.cancel({ jobId: now.jobId })
      if (now.status === 'running') return
      end()
      resolve(now)
    })
  })
  expect(await stopped).toMatchObject({ status: 'canceled', rows: { landed: 0 } })
  expect(existsSync(join(folder, 'stopped.rejected.csv'))).toBe(false)
  // The process that parts it stops a moment later.
  await expect.poll(() => readdirSync(join(home, 'converted')), { timeout: 10_000 }).toEqual([])
})

/** JSON Lines of more than any sample, with two lines near the end that are none. */
function brokenJson(records: number): string {
  const lines = Array.from({ length: records }, (_, id) => `{"id":${id},"name":"${'x'.repeat(200)}"}`)
  lines.splice(records - 10, 0, '{"id":1,"name":"cut', 'not JSON at all')
  return `${lines.join('\n')}\n`
}

test('lines that are no JSON are not expected, wherever they stand, and keep a job from being a success', async () => {
  await createTable('Dropped', 'id: long, name: string')
  const { database } = cluster
  const path = join(folder, 'dropped.json')
  const sources: SourceRequest[] = [
    await file(path, brokenJson(20_000)),
    await file(join(folder, 'dropped.json.gz'), gzipSync(brokenJson(100))),
    await file(join(folder, 'whole.json'), '{"id":1}\n{"id":2}\n'),
    { kind: 'paste', name: 'Pasted', text: '{"id":1}\n{"id":\n', format: 'json', ignoreFirstRecord: false },
  ]
  const started = await studio.jobs.start({ database, table: 'Dropped', sources, tagged: true })
  const job = await settled(started.jobId)
  expect(job).toMatchObject({
    status: 'partiallySucceeded',
    rows: { expected: 20_103, landed: 20_103, refused: 0 },
    counts: { succeeded: 4 },
    leftOut: { records: 5, isUnasked: true },
  })
  expect(jobVerdict(job)).toMatchObject({
    tone: 'failed',
    words: expect.stringContaining('5 left out') as string,
  })
  const bySource = job.sources.map(({ rows, leftOut }) => [rows.expected, rows.landed, leftOut?.records])
  expect(bySource).toEqual([
    [20_000, 20_000, 2],
    [100, 100, 2],
    [2, 2, undefined],
    [1, 1, 1],
  ])
  const rejected = readFileSync(join(folder, 'dropped.rejected.json'), 'utf8').trimEnd().split('\n')
  expect(rejected.map((one) => (JSON.parse(one) as { line: number }).line)).toEqual([19_991, 19_992])
  expect(job.leftOut?.files).toHaveLength(3)
})
