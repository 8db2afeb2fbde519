import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DataFormat } from '../../../../electron/domain/data-format'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { startLocalCluster, type LocalCluster } from '../../../../electron/local-cluster/local-cluster'
import { createStudio } from '../../../../electron/services/create-studio'
import type { StartJobRequest, StudioServices } from '../../../../electron/services/studio-services'
import { ClusterClient } from '../../../support/cluster-client'
import { eventually } from '../../../support/eventually'
import { startUserStorage, type StorageContainer, type UserStorage } from '../../../support/storage-container'
import { zipArchive } from '../../../support/zip-archive'

const folder = mkdtempSync(join(tmpdir(), 'studio-containers-'))
const dataDir = join(folder, 'cluster')
const homeFolder = join(folder, 'home')
let cluster: LocalCluster
let storage: UserStorage
let client: ClusterClient
let studio: StudioServices

beforeAll(async () => {
  cluster = await startLocalCluster({ dataDir, allowLocalBlobs: true })
  storage = await startUserStorage()
  client = new ClusterClient(cluster)
  await openStudio()
})
afterAll(async () => {
  await studio.close()
  client.client.close()
  await cluster.close()
  await storage.close()
  rmSync(folder, { recursive: true, force: true })
})

async function openStudio(): Promise<void> {
  studio = await createStudio({ homeFolder, log: () => undefined })
  await studio.connection.open(cluster.clusterUri)
}

/** A table whose batches are sealed after so many items. */
async function makeTable(name: string, columns = 'a: long, b: string', items = 1): Promise<void> {
  await client.rows(`.create table ${name} (${columns})`)
  const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: items })
  await client.rows(`.alter table ${name} policy ingestionbatching '${policy}'`)
}

let containers = 0
async function containerOf(blobs: Readonly<Record<string, string | Buffer>>): Promise<StorageContainer> {
  containers += 1
  const container = await storage.makeContainer(`landing${containers}`)
  for (const [name, content] of Object.entries(blobs)) await container.upload(name, content)
  return container
}

/** Queues all blobs of a container that have no obstacle. */
async function queue(
  container: StorageContainer,
  table: string,
  request: Partial<StartJobRequest> = {},
  format?: DataFormat,
): Promise<JobSnapshot> {
  const { blobs } = await studio.sources.listBlobs({ uri: `${container.uri}?${container.sas()}`, prefix: '' })
  const sources = blobs.flatMap(({ handle, format: named, obstacle }) =>
    obstacle === null ? [{ kind: 'blob' as const, handle, format: format ?? named ?? 'csv' }] : [],
  )
  return await studio.jobs.start({ database: cluster.database, table, tagged: true, sources, ...request })
}

async function settled({ jobId }: JobSnapshot): Promise<JobSnapshot> {
  const find = (): JobSnapshot => {
    const job = studio.jobs.list({ limit: 100 }).find((candidate) => candidate.jobId === jobId)
    if (job === undefined) throw new Error('No such job')
    return job
  }
  return await eventually(find, ({ status }) => status !== 'running', 40_000)
}

test('blobs of a container land, each with the creation time of its path', async () => {
  await makeTable('Dated')
  const container = await containerOf({ '2024/01/05/a.csv': '1,x\n2,y\n', '2024/02/29/b c.csv': '3,z\n' })
  const job = await settled(await queue(container, 'Dated', { creationTimePattern: "'/'yyyy/MM/dd'/'" }))
  expect(job).toMatchObject({
    status: 'succeeded',
    rows: { expected: 3, landed: 3, refused: 0 },
    sources: [{ name: '2024/01/05/a.csv' }, { name: '2024/02/29/b c.csv' }],
  })
  const extents = await client.rows(
    '.show table Dated extents | project MinCreatedOn, RowCount | sort by RowCount',
  )
  expect(
    extents.map(({ MinCreatedOn }) => new Date(String(MinCreatedOn)).toISOString().slice(0, 10)),
  ).toEqual(['2024-01-05', '2024-02-29'])
  expect(await client.rows('Dated | where a == 3 | count')).toEqual([{ Count: 1 }])
})

test('more blobs than the service is asked to report on, one of which cannot be counted', async () => {
  await makeTable('Many', 'a: long', 86)
  const container = await containerOf({
    'z.csv.zip': zipArchive([{ name: 'z.csv', content: '1000\n1001\n' }]),
  })
  await container.uploadAll(
    Array.from({ length: 257 }, (_, index) => [`${index}.csv`, `${index}\n`] as const),
  )
  const job = await settled(await queue(container, 'Many'))
  expect(job).toMatchObject({
    status: 'succeeded',
    sourceCount: 258,
    counts: { succeeded: 258 },
    rows: { expected: null, landed: 259 },
  })
}, 60_000)

describe('a zip pattern', () => {
  const archive = zipArchive([
    { name: 'readme.txt', content: 'not data\n' },
    { name: 'a.csv', content: '1,x\n' },
    { name: 'b.csv', content: '2,y\n3,z\n' },
  ])

  test('picks the files of a blob', async () => {
    await makeTable('ZippedBlob')
    const container = await containerOf({ 'all.zip': archive })
    const job = await settled(await queue(container, 'ZippedBlob', { zipPattern: '\\.csv$' }))
    expect(job).toMatchObject({ status: 'succeeded', rows: { landed: 3 } })
  })

  test('picks the files of an archive on this machine, and what is counted is what they hold', async () => {
    await makeTable('ZippedFile')
    const path = join(folder, 'all.zip')
    writeFileSync(path, archive)
    const [refused] = await studio.sources.register([path])
    expect(refused?.problem).not.toBeNull()
    const zipPattern = '^b\\.csv$'
    const [file] = await studio.sources.register([path], undefined, { include: [], exclude: [], zipPattern })
    expect(file).toMatchObject({ problem: null, records: 2, format: 'csv' })
    const sources = [{ kind: 'file' as const, handle: file?.handle ?? '' }]
    const request = { database: cluster.database, table: 'ZippedFile', tagged: true, sources, zipPattern }
    const job = await settled(await studio.jobs.start(request))
    expect(job).toMatchObject({ status: 'succeeded', rows: { expected: 2, landed: 2 } })
  })

  test('that is no regular expression is refused before anything is sent', async () => {
    await expect(
      queue(await containerOf({ 'x.zip': archive }), 'ZippedBlob', { zipPattern: '*.csv' }),
    ).rejects.toMatchObject({
      code: 'PropertyInvalid',
      nextStep: 'For all names that end in .csv write \\.csv$ instead of *.csv.',
    })
  })
})

describe('ingestIfNotExists', () => {
  test('skips every blob that was ingested before, and takes the new one', async () => {
    await makeTable('Once')
    const container = await containerOf({ 'a.csv': '1,x\n', 'b.csv': '2,y\n' })
    const once = { ingestIfNotExists: '{path}' }
    expect(await settled(await queue(container, 'Once', once))).toMatchObject({
      status: 'succeeded',
      counts: { succeeded: 2 },
      rows: { expected: 2, landed: 2 },
    })
    await container.upload('c.csv', '3,z\n')
    expect(await settled(await queue(container, 'Once', once))).toMatchObject({
      status: 'succeeded',
      counts: { skipped: 2, succeeded: 1 },
      rows: { expected: 1, landed: 1 },
    })
    expect(await client.count('Once')).toBe(3)
    const [extent] = await client.rows(
      `.show table Once extents where tags has 'ingest-by:${container.uri}/c.csv'`,
    )
    expect(extent).toMatchObject({ RowCount: 1 })
  })

  test('gives a file one blob of its own, which is skipped the second time', async () => {
    await makeTable('OnceFile')
    const paths = ['one.csv', 'two.csv'].map((name, index) => {
      const path = join(folder, name)
      writeFileSync(path, `${index},x\n`)
      return path
    })
    for (const expected of [{ succeeded: 2 }, { skipped: 2 }]) {
      const files = await studio.sources.register(paths)
      const sources = files.map(({ handle }) => ({ kind: 'file' as const, handle }))
      const request = { database: cluster.database, table: 'OnceFile', tagged: true, sources }
      const job = await settled(await studio.jobs.start({ ...request, ingestIfNotExists: '{name}' }))
      expect(job).toMatchObject({ status: 'succeeded', counts: expected })
    }
    expect(await client.count('OnceFile')).toBe(2)
  })

  test('with one tag for several sources is refused: the service would lose all but the first', async () => {
    const container = await containerOf({ 'a.csv': '1,x\n', 'b.csv': '2,y\n' })
    await expect(queue(container, 'Once', { ingestIfNotExists: 'load-7' })).rejects.toMatchObject({
      code: 'PropertyInvalid',
      message:
        '“a.csv” and “b.csv” would both get the tag ingest-by:load-7, and the service would skip the second.',
    })
  })
})

describe('a mapping of the user’s own', () => {
  const mappingText =
    '[{"column":"b","Properties":{"Path":"$.name"}},{"column":"a","Properties":{"Path":"$.id"}}]'

  test('is sent with each message', async () => {
    await makeTable('Mapped')
    const container = await containerOf({ 'a.json': '{"id":7,"name":"x"}\n' })
    expect(await settled(await queue(container, 'Mapped', { mappingText }))).toMatchObject({
      status: 'succeeded',
    })
    expect(await client.rows('Mapped')).toEqual([{ a: 7, b: 'x' }])
  })

  test('of another kind is refused before anything is sent', async () => {
    const container = await containerOf({ 'a.csv': '1,x\n' })
    await expect(queue(container, 'Mapped', { mappingText })).rejects.toMatchObject({
      code: 'PropertyInvalid',
      message: 'Entry 1 of the mapping, for column “b”, has no ordinal: it is no mapping for Csv.',
    })
  })
})

test('after a restart the secret of the container is asked for once, and was not written anywhere', async () => {
  await makeTable('Restarted', 'a: long, b: string', 3)
  const container = await containerOf({ 'a.csv': '1,x\n', 'b.csv': '2,y\n', 'c/d.csv': '3,z\n' })
  const job = await queue(container, 'Restarted')
  await studio.jobs.pause(job.jobId)
  await studio.close()
  const signature = new URLSearchParams(container.sas()).get('sig') ?? ''
  for (const name of readdirSync(homeFolder, { recursive: true, withFileTypes: true })) {
    if (name.isFile()) expect(readFileSync(join(name.parentPath, name.name), 'latin1')).not.toContain('sig=')
  }
  expect(signature).not.toBe('')
  await openStudio()
  await studio.jobs.resume(job.jobId)
  const asking = await settled(job)
  expect(asking.counts).toEqual({ failed: 3 })
  const [first] = asking.sources
  expect(first?.state).toMatchObject({ error: { code: 'SasNeeded' } })
  const request = { jobId: job.jobId, sourceId: first?.sourceId ?? '' }
  await expect(
    studio.jobs.provideBlobUri({ ...request, uri: `${container.uri}x?${container.sas()}` }),
  ).rejects.toMatchObject({ code: 'BlobUriInvalid' })
  await studio.jobs.provideBlobUri({ ...request, uri: `${container.uri}?${container.sas()}` })
  expect(await settled(job)).toMatchObject({ status: 'succeeded', rows: { expected: 3, landed: 3 } })
})
