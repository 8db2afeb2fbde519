import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { clusterProgram } from '../../support/cluster-program'
import { eventually } from '../../support/eventually'
import { HandClock } from '../../support/hand-clock'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cluster-test-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const waiting = { flushImmediately: false }

describe('a data folder', () => {
  it('keeps tables, rows, policies, mappings and extents over a restart', async () => {
    let cluster = await startLocalCluster({ dataDir: folder, databases: ['One', 'Two'] })
    let client = new ClusterClient(cluster)
    await client.rows('.create table [\'A b\'] (N: int, [\'c d\']: string) with (folder="F", docstring="D")')
    await client.rows(`.alter table ['A b'] policy ingestionbatching '{"MaximumNumberOfItems": 9}'`)
    await client.rows(`.create table ['A b'] ingestion csv mapping 'M' '[{"column":"N","Ordinal":"0"}]'`)
    const options = { table: 'A b', properties: { tags: '["drop-by:x"]' } }
    await client.ended(await client.ingest('1,a\n2,b\n', options))
    const before = await Promise.all(stateQueries.map((query) => client.rows(query)))
    await cluster.close()

    cluster = await startLocalCluster({ dataDir: folder, databases: ['One', 'Two'] })
    client = new ClusterClient(cluster)
    expect(await Promise.all(stateQueries.map((query) => client.rows(query)))).toEqual(before)
    expect(before.every((rows) => rows.length > 0)).toBe(true)
    await cluster.close()
  })

  it('is for its owner only, and for one process at a time', async () => {
    const cluster = await startLocalCluster({ dataDir: folder })
    expect((await stat(join(folder, 'storage-account.json'))).mode & 0o777).toBe(0o600)
    await expect(startLocalCluster({ dataDir: folder })).rejects.toMatchObject({
      code: 'LocalCluster_FolderInUse',
    })
    await cluster.close()
    await (await startLocalCluster({ dataDir: folder })).close()
  })

  it.each([0, 1 / 2])(
    'is opened although its storage files were cut to %d of their length',
    async (share) => {
      let cluster = await startLocalCluster({ dataDir: folder })
      let client = new ClusterClient(cluster)
      await client.rows('.create table T (N: int)')
      await client.ended(await client.ingest('1\n'))
      await cluster.close()
      for (const name of ['blob.json', 'blob-extents.json', 'queue.json', 'table.json']) {
        const path = join(folder, 'storage', name)
        await truncate(path, Math.floor((await stat(path)).size * share))
      }

      cluster = await startLocalCluster({ dataDir: folder })
      client = new ClusterClient(cluster)
      await client.ended(await client.ingest('2\n'))
      expect(await client.count('T')).toBe(2)
      await cluster.close()
    },
  )

  it('keeps an open batch, which is sealed on time after a restart', async () => {
    const clock = new HandClock(Date.now())
    let cluster = await startLocalCluster({ dataDir: folder, clock })
    let client = new ClusterClient(cluster)
    await client.rows('.create table T (N: int)')
    const id = await client.ingest('1\n', waiting)
    await eventually(
      () => clock.alarms,
      (open) => open === 1,
    )
    clock.pass(4 * 60_000)
    await cluster.close()
    expect(clock.alarms).toBe(0)

    cluster = await startLocalCluster({ dataDir: folder, clock })
    client = new ClusterClient(cluster)
    expect(clock.alarms).toBe(1)
    expect(await client.count('T')).toBe(0)
    clock.pass(60_000)
    expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(1)
    await cluster.close()
  })
})

const stateQueries = [
  '.show databases',
  ".show table ['A b'] cslschema",
  ".show table ['A b'] policy ingestionbatching",
  ".show table ['A b'] ingestion mappings",
  ".show table ['A b'] extents",
  "['A b'] | order by N asc | extend t = ingestion_time(), tags = extent_tags()",
]

describe('a message that comes again', () => {
  let cluster: LocalCluster
  let client: ClusterClient

  beforeEach(async () => {
    cluster = await startLocalCluster()
    client = new ClusterClient(cluster)
    await client.rows('.create table T (N: int)')
  })

  afterEach(async () => {
    await cluster.close()
  })

  it('lands once, and its sender is told again', async () => {
    const id = randomUUID()
    const blob = await client.upload('1\n')
    await client.post(blob, { id })
    await client.ended(id)
    const table = await client.statusTable()
    await table.updateEntity({ partitionKey: id, rowKey: id, Status: 'Pending' }, 'Replace')
    await client.post(blob, { id })
    expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(1)
  })

  it('while the first waits joins it', async () => {
    const id = randomUUID()
    const blob = await client.upload('1\n')
    await client.post(blob, { id, ...waiting })
    await client.post(blob, { id, ...waiting })
    await client.ended(await client.ingest('2\n'))
    expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(2)
  })

  it('after it failed may succeed', async () => {
    const id = randomUUID()
    const options = { id, table: 'Later' }
    const blob = await client.upload('1\n')
    await client.post(blob, options)
    expect(await client.ended(id)).toMatchObject({ Status: 'Failed', ErrorCode: 'BadRequest_TableNotExist' })
    await client.rows('.create table Later (N: int)')
    await client.post(blob, options)
    await client.waitForCount('Later', 1)
    await eventually(
      () => client.ended(id),
      ({ Status }) => Status === 'Succeeded',
    )
  })
})

describe('a cluster that is killed', () => {
  const children: ChildProcess[] = []

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  const run = async (): Promise<{ child: ChildProcess; client: ClusterClient }> => {
    const child = spawn(process.execPath, [clusterProgram, '--json', '--data-dir', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    children.push(child)
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve)
      child.once('exit', (code) => reject(new Error(`The cluster ended with ${code}`)))
    })
    return { child, client: new ClusterClient(JSON.parse(line) as { clusterUri: string; database: string }) }
  }

  it('continues with what it had accepted, losing and doubling nothing', async () => {
    let { child, client } = await run()
    await client.rows('.create table T (Item: int, N: int)')
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 4}'`)
    const items = Array.from({ length: 10 }, (_, item) => ({ item, id: randomUUID() }))
    const content = (item: number): string =>
      Array.from({ length: 100 }, (_, row) => `${item},${row}\n`).join('')
    for (const { item, id } of items) await client.ingest(content(item), { id, ...waiting })
    // Two batches of four were sealed and the last two items wait; once counts show, all ten are in the store.
    await client.waitForCount('T', 800)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))

    ;({ child, client } = await run())
    expect(await client.count('T')).toBe(800)
    // The sender does not know what arrived and sends everything again, as new blobs: the old ones may be gone.
    for (const { item, id } of items) await client.ingest(content(item), { id })
    await client.waitForCount('T', 1000)
    const sums = await client.rows('T | summarize n = count(), d = dcount(N) by Item | where n != 100')
    expect(sums).toEqual([])
    for (const { id } of items) expect(await client.ended(id)).toMatchObject({ Status: 'Succeeded' })
    expect(await client.count('T')).toBe(1000)
  })
})
