import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ComparedColumn, Comparison } from '../../../../electron/domain/schema/comparison'
import { scalarTypes } from '../../../../electron/domain/scalar-type'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { numberQuery } from '../../../../electron/domain/snapshot/number-query'
import { startLocalCluster, type LocalCluster } from '../../../../electron/local-cluster/local-cluster'
import { createStudio } from '../../../../electron/services/create-studio'
import { Journal } from '../../../../electron/services/jobs/journal/journal'
import type { StudioServices } from '../../../../electron/services/studio-services'
import { ClusterClient } from '../../../support/cluster-client'
import { eventually } from '../../../support/eventually'

const folder = mkdtempSync(join(tmpdir(), 'snapshots-'))
const failures: unknown[] = []
let cluster: LocalCluster
let client: ClusterClient
let studio: StudioServices

const open = async (): Promise<StudioServices> => {
  const opened = await createStudio({
    homeFolder: join(folder, 'home'),
    log: (_scope, _message, error) => failures.push(error),
  })
  await opened.connection.open(cluster.clusterUri)
  return opened
}

beforeAll(async () => {
  cluster = await startLocalCluster({})
  client = new ClusterClient(cluster)
  studio = await open()
})

afterAll(async () => {
  await studio.close()
  client.client.close()
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

const nobodyElse = { others: 0, otherIngestions: 0, otherWriters: 0 }
const notTold = { others: null, otherIngestions: null, otherWriters: null }

let tables = 0

async function createTable(schema: string): Promise<string> {
  const table = `S ${++tables}`
  await client.rows(`.create table ['${table}'] (${schema})`)
  const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: 1 })
  await client.rows(`.alter table ['${table}'] policy ingestionbatching '${policy}'`)
  return table
}

async function ingest(table: string, content: string): Promise<JobSnapshot> {
  const path = join(folder, `${Math.random()}.csv`)
  writeFileSync(path, content)
  const [file] = await studio.sources.register([path])
  if (file === undefined) return expect.fail('nothing was listed')
  const { database } = cluster
  const { jobId } = await studio.jobs.start({
    database,
    table,
    sources: [{ kind: 'file', handle: file.handle }],
    tagged: true,
  })
  return await eventually(
    () => studio.jobs.list({ database, table, limit: 50 }).find((job) => job.jobId === jobId) as JobSnapshot,
    (job) => job.status !== 'running',
  )
}

/** Leaves the journal as a studio does that ended before it looked at the table after an ingestion. */
function forgetLater(jobId: string): void {
  const journal = new Journal(join(folder, 'home'), (error) => failures.push(error))
  const later = "DELETE FROM snapshots WHERE job_id = ? AND json_extract(head, '$.moment') = 'after'"
  expect(journal.database.prepare(later).run(jobId).changes).toBe(1)
  journal.close()
}

function column(comparison: Comparison, name: string): ComparedColumn {
  return comparison.columns.find((one) => one.name === name) ?? expect.fail(`no column ${name}`)
}

const days = (year: number, rows: number): string =>
  Array.from({ length: rows }, (_, row) => {
    const at = new Date(Date.UTC(year, 0, 1 + row)).toISOString()
    return `${at},${row},${row % 2 === 0 ? 'Radar' : 'Spotter'},${row * 1.5}`
  }).join('\n')

test('an ingestion is compared with what was there: rows, size, time, nulls and new values, the changed columns first', async () => {
  const table = await createTable('At: datetime, N: long, Source: string, V: real')
  await ingest(table, `${days(2024, 100)}\n`)
  const job = await ingest(table, `${days(2025, 40)}\n,7,Drone,9\n,8,Buoy,999.5\n`)
  const comparison = await studio.snapshots.compare({ jobId: job.jobId })

  expect(comparison.rows).toEqual({ before: 100, after: 142, added: 42, ...nobodyElse })
  expect(comparison.extents).toEqual({ before: 1, after: 2, added: 1 })
  expect(comparison.originalSize.after).toBeGreaterThan(comparison.originalSize.before ?? Number.NaN)
  expect([comparison.before?.moment, comparison.after.moment]).toEqual(['before', 'after'])
  expect(comparison.sampledOneOf).toBeNull()

  const at = column(comparison, 'At')
  expect(at.changes).toEqual([
    { tone: 'warning', about: 'nulls', by: 'ours', words: '2 new nulls' },
    { tone: 'news', about: 'range', by: 'ours', words: '10 months later' },
  ])
  expect(at.before).toMatchObject({ rows: 100, nulls: 0, distinct: 100, min: '2024-01-01T00:00:00.0000000Z' })
  expect(at.after).toMatchObject({ rows: 142, nulls: 2, distinct: 140, max: '2025-02-09T00:00:00.0000000Z' })
  expect(at.bins.reduce((sum, { before }) => sum + before, 0)).toBe(100)
  expect(at.bins.reduce((sum, { added }) => sum + added, 0)).toBe(40)
  const firstAdded = at.bins.find(({ added }) => added > 0)
  const place = (firstAdded?.at ?? 0) * (at.width ?? 0) * 1000
  expect(place).toBeLessThanOrEqual(Date.UTC(2025, 0, 1))
  expect(place + (at.width ?? 0) * 1000).toBeGreaterThan(Date.UTC(2025, 0, 1))

  const source = column(comparison, 'Source')
  expect([...source.newValues].sort()).toEqual(['Buoy', 'Drone'])
  expect(source.changes).toEqual([{ tone: 'news', about: 'values', by: 'ours', words: '2 new values' }])
  expect(source.values.find(({ value }) => value === 'Radar')).toEqual({
    value: 'Radar',
    before: 50,
    added: 20,
    others: 0,
  })
  expect(column(comparison, 'V').changes).toEqual([
    { tone: 'news', about: 'range', by: 'ours', words: 'new maximum' },
    { tone: 'news', about: 'spread', by: 'ours', words: 'more in 0 – 64: 98%, 43% before' },
  ])
  // Within the old range, but only in its lower part.
  expect(column(comparison, 'N').changes.map(({ words }) => words)).toEqual([
    'more in 0 – 39: 100%, 40% before',
  ])
  expect(comparison.columns.map(({ name }) => name)).toEqual(['At', 'N', 'Source', 'V'])
  const changes = comparison.columns.map(({ name, changes: words }) => ({ name, changes: words }))
  expect(await studio.snapshots.changes(job)).toEqual(changes)
  expect(failures).toEqual([])
})

test('rows of other writers are told apart from this ingestion’s', async () => {
  const table = await createTable('At: datetime, N: long')
  await ingest(table, '2024-01-01,1\n2024-01-02,2\n')
  const job = await ingest(table, '2024-01-03,3\n')
  const early = await studio.snapshots.compare({ jobId: job.jobId })
  await client.rows(`.append ['${table}'] <| print At = datetime(2024-01-01), N = 9`)
  expect(early.rows).toEqual({ before: 2, after: 3, added: 1, ...nobodyElse })
  const { database } = cluster
  const now = await studio.snapshots.take({ database, table })
  const [latest, ...earlier] = studio.snapshots.list({ database, table })
  expect(latest).toEqual(now)
  const first = earlier.at(-1)
  expect(first).toMatchObject({ moment: 'before', rows: 0 })
  const between = await studio.snapshots.compare({
    beforeId: first?.snapshotId ?? '',
    afterId: now.snapshotId,
  })
  expect(between.rows).toEqual({ before: 0, after: 4, added: 4, ...notTold })
})

test('an ingestion that a restart left without a later snapshot is looked at when it is compared, others apart', async () => {
  const table = await createTable('N: long, S: string')
  await client.rows(`.append ['${table}'] <| range N from 1 to 5 step 1 | extend S = "a"`)
  const job = await ingest(table, '6,b\n7,\n')
  await studio.snapshots.idle()
  await client.rows(`.append ['${table}'] <| range N from 1 to 3 step 1 | extend S = "c"`)
  await studio.close()
  forgetLater(job.jobId)
  studio = await open()
  const kept = studio.snapshots.list({ database: cluster.database, table })
  expect(kept.map(({ moment }) => moment)).toEqual(['before'])
  const { rows } = await studio.snapshots.compare({ jobId: job.jobId })
  expect(rows).toEqual({ before: 5, after: 10, added: 2, others: 3, otherIngestions: 0, otherWriters: 3 })
})

test('a column that was added since is news, and one without a single value a warning', async () => {
  const table = await createTable('N: long, S: string')
  await ingest(table, '1,a\n2,b\n')
  const ref = { database: cluster.database, table }
  const { snapshotId: beforeId } = await studio.snapshots.take(ref)
  await client.rows(`.alter-merge table ['${table}'] (Flag: bool)`)
  const job = await ingest(table, '3,,true\n4,,false\n')
  const words = ({ columns }: Comparison): unknown =>
    columns.map(({ name, changes }) => [name, ...changes.map((change) => change.words)])
  expect(words(await studio.snapshots.compare({ jobId: job.jobId }))).toEqual([
    ['S', 'all new ones empty'],
    ['N', 'new maximum'],
    ['Flag', '2 new values'],
  ])
  const { snapshotId: afterId } = await studio.snapshots.take(ref)
  expect(words(await studio.snapshots.compare({ beforeId, afterId }))).toEqual([
    ['S', 'all new ones empty'],
    ['Flag', 'new column', '2 new nulls'],
    ['N', 'new maximum'],
  ])
})

test('an ingestion that was undone is shown as it was before the undo, without asking its cluster', async () => {
  const table = await createTable('N: long, S: string')
  await ingest(table, '1,a\n2,b\n')
  const job = await ingest(table, '3,c\n4,\n5,\n')
  const landed = await studio.snapshots.compare({ jobId: job.jobId })
  await studio.jobs.undo(job.jobId)
  await ingest(table, '6,f\n')
  await client.rows(`.drop table ['${table}']`)
  expect(await studio.snapshots.compare({ jobId: job.jobId })).toEqual(landed)
  expect(landed.rows).toEqual({ before: 2, after: 5, added: 3, ...nobodyElse })
})

test('what came in beside an ingestion is told by whom: this studio’s other ingestions, or other writers', async () => {
  const table = await createTable('N: long, S: string')
  const jobs = [ingest(table, '1,a\n'), ingest(table, '2,b\n3,c\n')]
  await client.rows(`.append ['${table}'] <| range N from 1 to 4 step 1 | extend S = "d"`)
  jobs.push(ingest(table, '5,e\n6,e\n7,\n'))
  let total = 0
  for (const job of await Promise.all(jobs)) {
    const { before, after } = job.otherIngestions
    const change = (job.rowsAfter ?? Number.NaN) - (job.rowsBefore ?? Number.NaN)
    const others = change - (job.rows.landed ?? Number.NaN)
    const ofWriters = others - ((after ?? Number.NaN) - (before ?? Number.NaN))
    expect([0, 4]).toContain(ofWriters)
    const { rows } = await studio.snapshots.compare({ jobId: job.jobId })
    // While others land, nobody can tell whose the rows were that came during the look.
    if (rows.otherWriters !== null) expect([0, 4]).toContain(rows.otherWriters)
    total += job.rows.landed ?? Number.NaN
  }
  expect(total).toBe(6)
})

test('the rows that came in can be seen, and only those', async () => {
  const table = await createTable('N: long')
  await ingest(table, '1\n2\n')
  const job = await ingest(table, '3\n4\n')
  const { rows } = await studio.snapshots.newRows({ jobId: job.jobId })
  expect(rows.map(([value]) => Number(value)).sort()).toEqual([3, 4])
})

test('of a large table a sample is read, which says how many rows each stands for; what came in is read whole', async () => {
  const table = await createTable('Id: long, At: datetime, Kind: string')
  await client.rows(
    `.append ['${table}'] <| range Id from 1 to 1500000 step 1 | extend At = datetime(2020-01-01) + Id * 1m, Kind = strcat('k', tostring(Id % 3))`,
  )
  const job = await ingest(table, ',2026-01-01,new\n2,2026-01-02,k1\n')
  const comparison = await studio.snapshots.compare({ jobId: job.jobId })
  expect(comparison.rows).toEqual({ before: 1_500_000, after: 1_500_002, added: 2, ...nobodyElse })
  expect(comparison.sampledOneOf).toBe(15)
  const id = column(comparison, 'Id')
  expect(id.changes[0]).toEqual({ tone: 'warning', about: 'nulls', by: 'ours', words: '1 new null' })
  expect(id.after?.distinctIsLeast).toBe(true)
  const sum = (part: 'before' | 'added' | 'others'): number =>
    Math.round(column(comparison, 'At').bins.reduce((total, bin) => total + bin[part], 0))
  // Two samples differ by chance, which is no other writer.
  expect([sum('before'), sum('added'), sum('others')]).toEqual([1_500_000, 2, 0])
  expect(column(comparison, 'Kind').newValues).toEqual(['new'])
})

test('columns of every type are compared, and the KQL of every number runs as it is', async () => {
  const types = scalarTypes
  const table = await createTable(types.map((type) => `['a ${type}']: ${type}`).join(', '))
  const values = 'true,2025-03-01,1.5,"{""k"":1}",74be27de-1e4e-49d9-b579-fe0b331d3642,7,8,NaN,text,01:30:00'
  const job = await ingest(table, `${values}\n${values.replace('NaN', '2.25')}\n,,,,,,,,,\n`)
  const comparison = await studio.snapshots.compare({ jobId: job.jobId })
  expect(comparison.columns.map(({ name, after }) => [name, after?.nulls])).toEqual(
    expect.arrayContaining(types.map((type) => [`a ${type}`, 1])),
  )
  expect(column(comparison, 'a timespan').after).toMatchObject({ min: '01:30:00', max: '01:30:00' })
  expect(column(comparison, 'a real').bins.reduce((sum, { added }) => sum + added, 0)).toBe(1)
  const where = { table, tag: job.tag }
  const asked = comparison.columns.flatMap((one) =>
    (['nulls', 'distinct', 'range', 'spread'] as const)
      .filter((what) => one.after !== null && (what !== 'distinct' || one.after.distinct !== null))
      .filter((what) => what !== 'range' || (one.after?.min ?? null) !== null)
      .map((what) => numberQuery(where, what, one)),
  )
  const all = [
    ...asked,
    numberQuery(where, 'rows'),
    numberQuery(where, 'extents'),
    numberQuery(where, 'newRows'),
  ]
  for (const query of all) {
    const rows = await client.rows(query)
    expect([query, rows.length > 0]).toEqual([query, true])
  }
})

test('of a dynamic column, keys, other types and lengths of arrays are told', async () => {
  const table = await createTable('Body: dynamic')
  await ingest(table, `"{""a"":1}"\n"[1,2]"\n`)
  const job = await ingest(table, `"{""a"":1,""b"":2}"\n"{""b"":2}"\n"[1,2,3,4]"\nplain\n`)
  const comparison = await studio.snapshots.compare({ jobId: job.jobId })
  const body = column(comparison, 'Body')
  expect(body.newValues).toEqual(['.b', 'string'])
  expect(body.changes.map(({ words }) => words)).toEqual(['1 new key', 'now string too'])
  expect(body.values).toEqual(
    expect.arrayContaining([
      { value: '.a', before: 1, added: 1, others: 0 },
      { value: '.b', before: 0, added: 2, others: 0 },
      { value: 'array', before: 1, added: 1, others: 0 },
    ]),
  )
  expect(body).toMatchObject({ before: { min: '2', max: '2' }, after: { min: '2', max: '4' } })
  const where = { table, tag: null }
  expect(await client.rows(numberQuery(where, 'range', body))).toEqual([{ Shortest: 2, Longest: 4 }])
  expect(await client.rows(numberQuery(where, 'spread', body))).toEqual(
    expect.arrayContaining([{ Value: '.a', Rows: 2 }]),
  )
})
