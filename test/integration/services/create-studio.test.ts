import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { studioBatchingPolicy } from '../../../electron/domain/batching-policy'
import type { Connection } from '../../../electron/domain/schema/connection'
import type { TableWatch } from '../../../electron/domain/schema/table-watch'
import { stormEventsSchema } from '../../../electron/domain/storm-events'

import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { createStudio } from '../../../electron/services/create-studio'
import type { Studio } from '../../../electron/services/studio-services'

let cluster: LocalCluster
let home: string
let studio: Studio
let database: string

beforeAll(async () => {
  cluster = await startLocalCluster()
  database = cluster.database
})
afterAll(async () => {
  await cluster.close()
})
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'studio-'))
  studio = await createStudio({ homeFolder: home, isLocalCluster: (uri) => uri === cluster.clusterUri })
})
afterEach(async () => {
  await studio.close()
  await rm(home, { recursive: true, force: true })
})

const columns = [...stormEventsSchema]
/** Every item is a batch of its own. */
const oneItem = { ...studioBatchingPolicy, maximumNumberOfItems: 1 }

describe('the studio', () => {
  it('opens the local cluster and reports each step', async () => {
    const heard: Connection[] = []
    studio.connection.onChange((info) => heard.push(info))
    expect(studio.connection.current()).toBeNull()
    const info = await studio.connection.open(cluster.clusterUri)
    expect(info).toEqual({
      clusterUri: cluster.clusterUri,
      dataIngestionUri: cluster.clusterUri,
      displayName: 'Local cluster',
      isLocalCluster: true,
      state: 'open',
      signIn: { kind: 'notNeeded' },
      error: null,
    })
    expect(heard.map((change) => change.state)).toEqual(['opening', 'open'])
    expect(studio.connection.current()).toEqual(info)
    expect(await studio.connection.signIn({ way: 'browser', tenant: null })).toMatchObject({
      signIn: { kind: 'notNeeded' },
    })
    expect(studio.settings.read().recentClusters).toEqual([])
  })

  it('needs a cluster before it can do anything', async () => {
    await expect(studio.catalog.databases()).rejects.toMatchObject({
      code: 'RequestInvalid',
      nextStep: 'Connect to a cluster first.',
    })
    await expect(studio.rowCounts.watch({ database, table: 'T' })).rejects.toMatchObject({
      code: 'RequestInvalid',
    })
    await expect(studio.connection.signIn({ way: 'browser', tenant: null })).rejects.toMatchObject({
      code: 'RequestInvalid',
    })
    await expect(studio.connection.signOut()).rejects.toMatchObject({ code: 'RequestInvalid' })
  })

  it('shows a cluster that is not there as failed, and works when it is', async () => {
    await expect(studio.connection.open('http://127.0.0.1:1')).rejects.toMatchObject({
      code: 'ClusterUnreachable',
    })
    expect(studio.connection.current()).toMatchObject({
      state: 'failed',
      error: { code: 'ClusterUnreachable', serviceCode: 'ECONNREFUSED' },
    })
    await expect(studio.catalog.databases()).rejects.toMatchObject({ code: 'RequestInvalid' })
    await studio.connection.open(cluster.clusterUri)
    expect(await studio.catalog.databases()).toContainEqual({ name: database })
  })

  it('ends up on the later of two clusters opened at once', async () => {
    const first = studio.connection.open('http://127.0.0.1:1')
    const second = studio.connection.open(cluster.clusterUri)
    await expect(first).rejects.toMatchObject({ name: 'StudioError' })
    await second
    expect(studio.connection.current()).toMatchObject({ state: 'open', clusterUri: cluster.clusterUri })
  })

  it('ingests the sample, and the chart shows it: before and after a restart', async () => {
    await studio.connection.open(cluster.clusterUri)
    const table = 'Sampled'
    await studio.catalog.createTable({ database, table, columns, batchingPolicy: studioBatchingPolicy })
    const changes: TableWatch[] = []
    studio.rowCounts.onChange((change) => changes.push(change.watch()))
    const first = await studio.rowCounts.watch({ database, table })
    expect(first).toMatchObject({ points: [{ rows: 0, ours: 0 }], markers: [], error: null })

    const sample = await studio.sources.sample()
    const job = await studio.jobs.start({
      database,
      table,
      sources: [{ kind: 'file', handle: sample.handle, ignoreFirstRecord: sample.hasHeader }],
      tagged: true,
    })
    await expect
      .poll(() => changes.at(-1)?.batches.some((batch) => !batch.sealed), { timeout: 20_000 })
      .toBe(true)
    await expect
      .poll(() => changes.at(-1)?.points.at(-1), { timeout: 40_000, interval: 200 })
      .toMatchObject({ rows: 1000, ours: 1000 })
    await expect
      .poll(() => changes.at(-1)?.markers.map((marker) => marker.kind), { timeout: 10_000 })
      .toEqual(['queued', 'landed'])
    // Our own rows are never shown as someone else's, not for a moment.
    expect(changes.flatMap(({ points }) => points).filter(({ rows, ours }) => rows !== ours)).toEqual([])
    const last = changes.at(-1)
    expect(last?.markers[1]).toMatchObject({ jobId: job.jobId, name: 'stormevents.csv', rows: 1000 })
    expect(last?.batches).toMatchObject([{ sealed: true }])
    expect(changes.map((change) => change.revision)).toEqual(
      [...changes.map((change) => change.revision)].sort((left, right) => left - right),
    )
    expect((await studio.catalog.lastRow({ database, table, timeColumn: 'EndTime' })).rows[0]?.[2]).toBe(
      'HAWAII',
    )
    expect((await studio.sources.sample()).ingestedBefore).toMatchObject({ table, jobId: job.jobId })

    await studio.close()
    studio = await createStudio({ homeFolder: home })
    await studio.connection.open(cluster.clusterUri)
    const again = await studio.rowCounts.watch({ database, table })
    expect(again.points[0]).toMatchObject({ rows: 0 })
    expect(again.points.at(-1)).toMatchObject({ rows: 1000, ours: 1000 })
    expect(again.markers.map((marker) => marker.kind)).toEqual(['queued', 'landed'])

    await studio.jobs.undo(job.jobId)
    await studio.close()
    studio = await createStudio({ homeFolder: home })
    await studio.connection.open(cluster.clusterUri)
    const undone = await studio.rowCounts.watch({ database, table })
    expect(undone.markers.map((marker) => marker.kind)).toEqual(['queued', 'landed', 'undone'])
  })

  it('goes on counting after a failure, and says what is wrong', async () => {
    await studio.connection.open(cluster.clusterUri)
    const ref = { database, table: 'Later' }
    const info = await studio.rowCounts.watch(ref)
    expect(info).toMatchObject({ points: [], error: { code: 'TableNotFound' } })
    let latest: TableWatch | undefined
    studio.rowCounts.onChange((change) => (latest = change.watch()))
    await studio.catalog.createTable({ ...ref, columns, batchingPolicy: null })
    await expect.poll(() => latest?.points.at(-1)?.rows, { timeout: 20_000 }).toBe(0)
    expect(latest?.error).toBeNull()
  })

  it('stops counting when no one watches', async () => {
    await studio.connection.open(cluster.clusterUri)
    const ref = { database, table: 'Quiet' }
    await studio.catalog.createTable({ ...ref, columns, batchingPolicy: null })
    await studio.rowCounts.watch(ref)
    let changes = 0
    studio.rowCounts.onChange(() => changes++)
    await expect.poll(() => changes, { timeout: 10_000 }).toBeGreaterThan(0)
    studio.rowCounts.unwatch()
    const seen = changes
    // In the time in which another studio, at the same pace, hears of the table twice.
    const otherHome = await mkdtemp(join(tmpdir(), 'studio-'))
    const other = await createStudio({ homeFolder: otherHome })
    try {
      await other.connection.open(cluster.clusterUri)
      await other.rowCounts.watch(ref)
      let heard = 0
      other.rowCounts.onChange(() => heard++)
      await expect.poll(() => heard, { timeout: 20_000 }).toBeGreaterThanOrEqual(2)
    } finally {
      await other.close()
      await rm(otherHome, { recursive: true, force: true })
    }
    expect(changes).toBe(seen)
  })

  it('gives each window a session: its own cluster, the same jobs, and an end that ends no job', async () => {
    const [one, other] = [studio.openSession(), studio.openSession()]
    await one.connection.open(cluster.clusterUri)
    expect(other.connection.current()).toBeNull()
    await expect(other.catalog.databases()).rejects.toMatchObject({ code: 'RequestInvalid' })
    // The same cluster by another name is another one to the studio.
    const byName = cluster.clusterUri.replace('127.0.0.1', 'localhost')
    await other.connection.open(byName)
    expect(one.connection.current()?.clusterUri).toBe(cluster.clusterUri)

    const table = 'Windows'
    await one.catalog.createTable({
      database,
      table,
      columns: [{ name: 'Id', type: 'long' }],
      batchingPolicy: oneItem,
    })
    const [ofOne, ofOther] = [one, other].map(({ rowCounts }) => {
      const rows: (number | undefined)[] = []
      rowCounts.onChange((change) => rows.push(change.watch().points.at(-1)?.rows))
      return rows
    })
    await one.rowCounts.watch({ database, table })
    const heard: string[] = []
    other.jobs.onChange((change) => heard.push(change.jobId))
    const source = {
      kind: 'paste',
      name: 'Pasted',
      text: '1\n2\n',
      format: 'csv',
      ignoreFirstRecord: false,
    } as const
    const request = { database, table, sources: [source], tagged: true }
    const [job, elsewhere] = [await one.jobs.start(request), await other.jobs.start(request)]
    expect([job.clusterUri, elsewhere.clusterUri]).toEqual([cluster.clusterUri, byName])
    await one.close()
    const both = [job.jobId, elsewhere.jobId]
    await expect
      .poll(() => both.map((jobId) => other.history.job({ jobId }).entry.outcome), { timeout: 20_000 })
      .toEqual(['landed', 'landed'])
    expect(new Set(heard)).toEqual(new Set(both))
    expect(ofOther).toEqual([])
    expect(ofOne?.at(-1)).not.toBe(4)
    await other.close()
  })

  it('keeps no secret on disk', async () => {
    await studio.connection.open(cluster.clusterUri)
    await expect(
      studio.sources.inspectBlob(`${cluster.clusterUri}/x/b.csv?sig=CANARY`),
    ).rejects.toMatchObject({ name: 'StudioError' })
    const log = await readFile(join(home, 'studio.log'), 'utf8').catch(() => '')
    expect(log).not.toContain('CANARY')
  })
})
