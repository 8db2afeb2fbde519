import { beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../support/eventually'
import { HandClock } from '../../support/hand-clock'
import { sharedCluster } from '../../support/shared-cluster'

const clock = new HandClock(Date.now())
const lines: string[] = []
const failures: string[] = []
const { cluster, client } = await sharedCluster({
  clock,
  log(line, isNote) {
    lines.push(line)
    if (isNote !== true) failures.push(line)
  },
})

beforeEach(async () => {
  await client.rows('.drop table T ifexists')
  await client.rows('.create table T (N: int)')
  lines.length = 0
})

const waiting = { flushImmediately: false }

/** Waits until the cluster has taken all posted messages from its queues. */
async function batchesOpen(count: number): Promise<void> {
  await eventually(
    () => clock.alarms,
    (open) => open === count,
  )
}

const told = (): string[] =>
  lines.flatMap((line) => /sealed by (\w+), (\d+) of/.exec(line)?.slice(1).join(' ') ?? [])

/** What the cluster reports about the landed batches; it reports only after their rows can be counted. */
const sealed = (batches = 1): Promise<string[]> => eventually(told, ({ length }) => length >= batches)

describe('a batch', () => {
  it('is sealed by time, counted from its first item', async () => {
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumBatchingTimeSpan": "00:01:00"}'`)
    const first = await client.ingest('1\n', waiting)
    await batchesOpen(1)
    clock.pass(59_999)
    expect(clock.alarms).toBe(1)
    expect(await client.count('T')).toBe(0)
    clock.pass(1)
    expect(await client.ended(first)).toMatchObject({ Status: 'Succeeded' })
    expect(await sealed()).toEqual(['Time 1'])
  })

  it('is sealed by the number of its items, as one extent', async () => {
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 3}'`)
    for (const content of ['1\n', '2\n', '3\n']) await client.ingest(content, waiting)
    await client.waitForCount('T', 3)
    expect(await sealed()).toEqual(['Count 3'])
    expect(await client.rows('.show table T extents | project RowCount')).toEqual([{ RowCount: 3 }])
  })

  it('is sealed by the raw size that the clients gave', async () => {
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumRawDataSizeMB": 100}'`)
    await client.ingest('1\n', { ...waiting, rawDataSize: 60 * 1_048_576 })
    await batchesOpen(1)
    await client.ingest('2\n', { ...waiting, rawDataSize: 40 * 1_048_576 })
    await client.waitForCount('T', 2)
    expect(await sealed()).toEqual(['Size 2'])
  })

  it('is sealed at once when an item asks for it', async () => {
    await client.ingest('1\n', waiting)
    await batchesOpen(1)
    await client.ingest('2\n')
    await client.waitForCount('T', 2)
    expect(await sealed()).toEqual(['FlushImmediately 2'])
  })

  it('looks at the blob if nobody stated its size', async () => {
    const id = await client.ingest('1\n', { ...waiting, rawDataSize: null })
    await batchesOpen(1)
    clock.pass(5 * 60_000)
    expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
    expect(await sealed()).toEqual(['Time 1'])
  })

  it('is one for each set of properties', async () => {
    await client.ingest('1\n', waiting)
    await client.ingest('2\n', { ...waiting, properties: { tags: '["drop-by:a"]' } })
    await client.ingest('N\n4\n', { ...waiting, properties: { ignoreFirstRecord: true } })
    // Messages are taken in order: with its batch open, the others are in theirs.
    await client.ingest('[{"N": 3}]', { ...waiting, properties: { format: 'multijson' } })
    await batchesOpen(3)
    clock.pass(5 * 60_000)
    await client.waitForCount('T', 4)
    const extents = await client.rows(
      '.show table T extents | order by RowCount asc, Tags asc | project RowCount, Tags',
    )
    expect(extents).toEqual([
      { RowCount: 1, Tags: '' },
      { RowCount: 1, Tags: 'drop-by:a' },
      { RowCount: 2, Tags: '' },
    ])
  })

  it('follows a policy that changes while it is open', async () => {
    const id = await client.ingest('1\n', waiting)
    await batchesOpen(1)
    clock.pass(20_000)
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumBatchingTimeSpan": "00:00:10"}'`)
    expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
  })
})

describe('the batching policy', () => {
  it('is the table’s, else the database’s, else the default', async () => {
    await client.rows(
      `.alter database ${cluster.database} policy ingestionbatching '{"MaximumNumberOfItems": 1}'`,
    )
    const one = await client.ingest('1\n', waiting)
    expect(await client.ended(one)).toMatchObject({ Status: 'Succeeded' })
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 2}'`)
    await client.ingest('2\n', waiting)
    await batchesOpen(1)
    await client.ingest('3\n', waiting)
    await client.waitForCount('T', 3)
    await client.rows(`.delete database ${cluster.database} policy ingestionbatching`)
    await client.rows('.delete table T policy ingestionbatching')
    expect(await client.rows('.show table T policy ingestionbatching | project Policy')).toEqual([
      { Policy: 'null' },
    ])
    expect(await sealed(2)).toEqual(['Count 1', 'Count 2'])
  })

  it('keeps what .alter-merge leaves out, and resets what .alter leaves out', async () => {
    const policy = async (): Promise<unknown> =>
      JSON.parse(String((await client.rows('.show table T policy ingestionbatching'))[0]?.['Policy']))
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 7}'`)
    await client.rows(
      `.alter-merge table T policy ingestionbatching '{"MaximumBatchingTimeSpan": "00:00:30"}'`,
    )
    expect(await policy()).toMatchObject({ MaximumNumberOfItems: 7, MaximumBatchingTimeSpan: '00:00:30' })
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumRawDataSizeMB": 200}'`)
    expect(await policy()).toEqual({
      MaximumBatchingTimeSpan: '00:05:00',
      MaximumNumberOfItems: 500,
      MaximumRawDataSizeMB: 200,
    })
  })

  it.each([
    ['{"MaximumBatchingTimeSpan": "00:00:09"}', /batching time 9/],
    ['{"MaximumNumberOfItems": 0}', /number of items 0/],
    ['{"MaximumRawDataSizeMB": 5000}', /raw data size 5000/],
    ['{', /not valid JSON/],
  ])('refuses %s', async (policy, message) => {
    const alter = client.rows(`.alter table T policy ingestionbatching '${policy}'`)
    await expect(alter).rejects.toMatchObject({
      response: { status: 400, data: { error: { '@message': expect.stringMatching(message) as string } } },
    })
  })
})

describe('ingestIfNotExists', () => {
  it('skips data that an ingest-by tag says is already there', async () => {
    const properties = { tags: '["ingest-by:part-1"]', ingestIfNotExists: '["part-1"]' }
    const first = await client.ingest('1\n', { ...waiting, properties })
    expect(await client.ended(first)).toMatchObject({ Status: 'Succeeded' })
    const second = await client.ingest('1\n', { ...waiting, properties })
    expect(await client.ended(second)).toMatchObject({ Status: 'Skipped' })
    expect(await client.count('T')).toBe(1)
    expect(await sealed(2)).toEqual(['SingleBlob_IngestIfNotExists 1', 'SingleBlob_IngestIfNotExists 0'])
  })
})

test('a start and batches that land whole are notes in the log, no failures', () => {
  expect(failures).toEqual([])
})
