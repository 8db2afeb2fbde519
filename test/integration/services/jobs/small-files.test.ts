import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { SourceRequest } from '../../../../electron/domain/schema/source'
import type { JobSnapshot, SourceSnapshot } from '../../../../electron/domain/schema/job'
import { eventually } from '../../../support/eventually'
import { sharedJobs } from './jobs-under-test'

const studio = await sharedJobs()

/** Rows 10·n … 10·n+2, so that each row shows its file. */
function lines(file: number, fields = 2): string[] {
  return [0, 1, 2].map((row) => `${file * 10 + row},"file ${file},\nrow ${row}"${',more'.repeat(fields - 2)}`)
}

function plainFiles(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    studio.file(`${prefix}-${index}.csv`, `${lines(index).join('\n')}\n`),
  )
}

const asSources = (paths: readonly string[], ignoreFirstRecord = false): SourceRequest[] =>
  paths.map((handle) => ({ kind: 'file', handle, ignoreFirstRecord }))

function source(job: JobSnapshot, name: string): SourceSnapshot {
  const found = studio.jobs
    .sources({ jobId: job.jobId, offset: 0, limit: 500 })
    .find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`No source ${name}`)
  return found
}

/** Each blob is its own batch in these tables, so that extents show blobs. */
async function extents(table: string): Promise<number> {
  return (await studio.client.rows(`.show table ${table} extents`)).length
}

test('files of every kind share a blob, and each is accounted for', { timeout: 60_000 }, async () => {
  await studio.createTable('Mixed')
  const header = 'a,b\n'
  const paths = Array.from({ length: 40 }, (_, index) =>
    studio.file(`mixed-${index}.csv`, `${header}${lines(index).join('\n')}\n`),
  )
  paths.push(
    studio.file('no-line-end.csv', `${header}${lines(100).join('\n')}`),
    studio.file('byte-order-mark.csv', `\ufeff${header}${lines(101).join('\n')}\n`),
    studio.file('windows.csv', `a,b\r\n${lines(102).join('\r\n')}\r\n`),
    studio.file('header-only.csv', header),
    studio.file('empty.csv', ''),
    studio.file('open-quote.csv', `${header}1,"never closed\n`),
    studio.file('two-bytes.csv', Buffer.from(`\ufeff${header}${lines(103).join('\n')}\n`, 'utf16le')),
  )
  const started = await studio.start({ table: 'Mixed', sources: asSources(paths, true) })
  const job = await studio.settled(started.jobId)
  const rows = await studio.client.rows('Mixed | where a < 1030 | summarize n = count(), d = dcount(a, 4)')
  expect(rows).toEqual([{ n: 43 * 3, d: 43 * 3 }])
  expect(await studio.client.rows('Mixed | where b == "file 101,\\nrow 0" | project a')).toEqual([
    { a: 1010 },
  ])
  expect(source(job, 'mixed-7.csv')).toMatchObject({
    state: { kind: 'succeeded' },
    rows: { expected: 3, landed: 3, refused: 0 },
  })
  expect(source(job, 'byte-order-mark.csv')).toMatchObject({
    state: { kind: 'succeeded' },
    rows: { landed: 3 },
  })
  expect(source(job, 'header-only.csv').state).toMatchObject({ kind: 'skipped' })
  expect(source(job, 'empty.csv').state).toMatchObject({ kind: 'skipped' })
  expect(source(job, 'open-quote.csv').state).toMatchObject({
    kind: 'failed',
    error: { code: 'ClosingQuoteMissing', subject: 'open-quote.csv', record: 2 },
  })
  expect(await extents('Mixed')).toBeLessThanOrEqual(2)
})

test('files with another number of fields do not share a blob', { timeout: 60_000 }, async () => {
  await studio.createTable('Shapes', 'a: long, b: string, c: string')
  const narrow = plainFiles('narrow', 20)
  const wide = Array.from({ length: 20 }, (_, index) =>
    studio.file(`wide-${index}.csv`, `${lines(index + 50, 3).join('\n')}\n`),
  )
  const alternating = narrow.flatMap((path, index) => [path, wide[index] ?? path])
  const started = await studio.start({ table: 'Shapes', sources: asSources(alternating) })
  const job = await studio.settled(started.jobId)
  expect(job).toMatchObject({ status: 'succeeded', rows: { expected: 120, landed: 120, refused: 0 } })
  expect(
    await studio.client.rows('Shapes | summarize n = count(), d = dcount(a, 4) by c | order by c asc'),
  ).toEqual([
    { c: '', n: 60, d: 60 },
    { c: 'more', n: 60, d: 60 },
  ])
  expect(await extents('Shapes')).toBe(2)
})

test('one file that the service refuses takes no other with it', { timeout: 90_000 }, async () => {
  await studio.createTable('OneBad')
  const paths = plainFiles('good', 60)
  paths.splice(30, 0, studio.file('bad.csv', '1,fine\n2,one,field,too many\n'))
  const started = await studio.start({ table: 'OneBad', sources: asSources(paths) })
  const job = await studio.settled(started.jobId, 80_000)
  expect(job).toMatchObject({
    status: 'partiallySucceeded',
    counts: { succeeded: 60, failed: 1 },
    rows: { expected: 182, landed: 180, refused: 2 },
  })
  expect(source(job, 'bad.csv').state).toMatchObject({
    kind: 'failed',
    error: { code: 'WrongNumberOfFields', subject: 'bad.csv', retryable: false },
  })
  expect(source(job, 'good-3.csv')).toMatchObject({ rows: { expected: 3, landed: 3, refused: 0 } })
  expect(await studio.client.rows('OneBad | summarize n = count(), d = dcount(a, 4)')).toEqual([
    { n: 180, d: 180 },
  ])
})

test('a file with lines that are not JSON objects, or with a broken header, affects no other file', async () => {
  await studio.createTable('OddOnes')
  const good = Array.from({ length: 20 }, (_, index) =>
    studio.file(`odd-${index}.json`, `{"a":${index},"b":"x"}\n \r\n{"a":${index}}`),
  )
  const odd = studio.file('odd.json', '{"a":100}\n{"a":101\n{"a":102,"b":"\\ud800"}\n')
  const headed = Array.from({ length: 20 }, (_, index) =>
    studio.file(`odd-${index}.csv`, `a,b\n${lines(index).join('\n')}`),
  )
  const header = studio.file('header.csv', `"a"x,b\n${lines(90).join('\n')}`)
  const started = await studio.start({
    table: 'OddOnes',
    sources: [...asSources([...good, odd]), ...asSources([...headed, header], true)],
  })
  const job = await studio.settled(started.jobId, 50_000)
  expect(job).toMatchObject({
    counts: { succeeded: 40, partiallySucceeded: 1, failed: 1 },
    // That two of the file's three are missing follows from the sum.
    rows: { landed: 20 * 2 + 1 + 20 * 3 },
  })
  expect(source(job, 'odd.json')).toMatchObject({
    state: { kind: 'partiallySucceeded', error: { code: 'RowsMissing', subject: 'odd.json' } },
    rows: { expected: 3 },
  })
  expect(source(job, 'header.csv').state).toMatchObject({
    kind: 'failed',
    error: { code: 'ClosingQuoteMissing', record: 1, line: 1 },
  })
})

test(
  'one that is canceled while its blob is made does not land; the others do',
  { timeout: 60_000 },
  async () => {
    await studio.createTable('CanceledOne')
    const paths = plainFiles('cancel', 50)
    const started = await studio.start({ table: 'CanceledOne', sources: asSources(paths) })
    const victim = source(started, 'cancel-25.csv')
    await studio.jobs.cancel({ jobId: started.jobId, sourceIds: [victim.sourceId] })
    const job = await studio.settled(started.jobId)
    expect(source(job, 'cancel-25.csv').state).toMatchObject({ kind: 'canceled' })
    expect(job.counts).toEqual({ succeeded: 49, canceled: 1 })
    expect(await studio.client.rows('CanceledOne | where a between (250 .. 252) | count')).toEqual([
      { Count: 0 },
    ])
    expect(await studio.client.rows('CanceledOne | count')).toEqual([{ Count: 147 }])
  },
)

test('continues after a restart in the middle and doubles nothing', { timeout: 90_000 }, async () => {
  await studio.createTable('Restarted')
  const paths = plainFiles('restart', 400)
  const started = await studio.start({ table: 'Restarted', sources: asSources(paths) })
  await studio.open()
  const job = await studio.settled(started.jobId)
  expect(job).toMatchObject({ status: 'succeeded', rows: { expected: 1200, landed: 1200 } })
  expect(await studio.client.rows('Restarted | summarize n = count(), d = dcount(a, 4)')).toEqual([
    { n: 1200, d: 1200 },
  ])
})

test('a file that changed since it was queued is not sent as another', { timeout: 60_000 }, async () => {
  await studio.createTable('Changed')
  const paths = plainFiles('changed', 20)
  const started = await studio.start({ table: 'Changed', sources: asSources(paths) })
  await eventually(
    () => studio.job(started.jobId),
    (job) => (job.counts.pending ?? 0) + (job.counts.preparing ?? 0) === 0,
  )
  writeFileSync(paths[3] ?? '', '9999,not what was queued\n')
  await studio.settled(started.jobId)
  expect(await studio.client.rows('Changed | where a == 9999 | count')).toEqual([{ Count: 0 }])
  expect(await studio.client.rows('Changed | count')).toEqual([{ Count: 60 }])
})

test('each file has a blob of its own where that is asked for', { timeout: 60_000 }, async () => {
  await studio.createTable('Separate')
  const started = await studio.start({
    table: 'Separate',
    sources: asSources(plainFiles('separate', 20)),
    separateBlobs: true,
  })
  expect(await studio.settled(started.jobId)).toMatchObject({ status: 'succeeded', rows: { landed: 60 } })
  expect(await extents('Separate')).toBe(20)
})
