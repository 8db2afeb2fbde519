import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SourceSnapshot } from '../../../../electron/domain/schema/job'
import { JobsUnderTest } from './jobs-under-test'

let studio: JobsUnderTest

beforeAll(async () => {
  studio = await JobsUnderTest.start()
  await studio.open({ targetBlobBytes: 4 * 1_048_576 })
})
afterAll(() => studio.close())

const good = '1,some text that is right\n'
const wrong = Buffer.from('2,Jos\u00e9\n', 'latin1')

async function ingest(
  table: string,
  files: readonly string[],
  format: 'csv' | 'multijson' = 'csv',
): Promise<SourceSnapshot[]> {
  await studio.createTable(table)
  const sources = files.map((handle) => ({ kind: 'file', handle, format }) as const)
  const { jobId } = await studio.start({ table, sources })
  await studio.settled(jobId)
  return studio.jobs.sources({ jobId, offset: 0, limit: 100 })
}

test('a byte that is not UTF-8, far into a large file, fails it with its place, and nothing lands', async () => {
  const before = Buffer.from(good.repeat(400_000))
  const path = studio.file('late.csv', Buffer.concat([before, wrong, Buffer.from(good)]))
  const [source] = await ingest('Late', [path])
  expect(source?.state).toMatchObject({
    kind: 'failed',
    error: {
      code: 'EncodingNotSupported',
      subject: 'late.csv',
      line: 400_001,
      retryable: false,
      message:
        '“late.csv” is not UTF-8 text: the byte at offset 10,400,005 (line 400,001) fits no UTF-8 character.',
    },
  })
  expect(await studio.client.rows('Late | count')).toEqual([{ Count: 0 }])
})

test('a character that is cut by the end of the file is one of them', async () => {
  const path = studio.file('cut.json', Buffer.concat([Buffer.from('[{"a":1}]\n'), Buffer.from([0xe2, 0x82])]))
  const [source] = await ingest('Cut', [path], 'multijson')
  expect(source?.state).toMatchObject({ error: { code: 'EncodingNotSupported', line: 2 } })
})

test('a small file that is not UTF-8 takes none of its neighbours with it', async () => {
  const paths = Array.from({ length: 20 }, (_, index) => studio.file(`small-${index}.csv`, good))
  paths.push(studio.file('latin.csv', Buffer.concat([Buffer.from(good), wrong])))
  paths.push(studio.file('two-bytes.csv', Buffer.from(`\ufeff${good}`, 'utf16le')))
  const sources = await ingest('Small', paths)
  const failed = sources.filter(({ state }) => state.kind !== 'succeeded')
  expect(failed.map(({ name, state }) => [name, state])).toEqual([
    ['latin.csv', expect.objectContaining({ kind: 'failed' })],
    ['two-bytes.csv', expect.objectContaining({ kind: 'failed' })],
  ])
  expect(failed[0]?.state).toMatchObject({ error: { code: 'EncodingNotSupported', line: 2 } })
  expect(failed[1]?.state).toMatchObject({
    error: { message: '“two-bytes.csv” is UTF-16 text; Kusto reads UTF-8.' },
  })
  expect(await studio.client.rows('Small | count')).toEqual([{ Count: 20 }])
})
