import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../../../electron/bootstrap/build.mjs'
import { outFolder } from '../../../../electron/bootstrap/project-paths.mjs'
import type { JobSnapshot } from '../../../../electron/domain/schema/job'
import { valueDifferenceWords, valueLines } from '../../../../electron/domain/value-words'
import { startLocalCluster, type LocalCluster } from '../../../../electron/local-cluster/local-cluster'
import { createStudio } from '../../../../electron/services/create-studio'
import { forkInspection } from '../../../../electron/services/inspection/inspection-process'
import type { StartJobRequest, StudioServices } from '../../../../electron/services/studio-services'
import { ClusterClient } from '../../../support/cluster-client'

const folder = mkdtempSync(join(tmpdir(), 'values-'))
let cluster: LocalCluster
let client: ClusterClient
let studio: StudioServices

beforeAll(async () => {
  await build(['inspection'])
  cluster = await startLocalCluster({})
  client = new ClusterClient(cluster)
  studio = await createStudio({
    homeFolder: join(folder, 'home'),
    log: () => undefined,
    startInspection: () => forkInspection(join(outFolder, 'inspection', 'entry.cjs')),
  })
  await studio.connection.open(cluster.clusterUri)
})

afterAll(async () => {
  await studio.close()
  client.client.close()
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

let tables = 0

async function ingest(
  schema: string,
  sources: (name: string) => Promise<StartJobRequest['sources']>,
  mapping?: string,
  by = studio,
): Promise<JobSnapshot> {
  const table = `V${++tables}`
  await client.rows(`.create table ${table} (${schema})`)
  const policy = JSON.stringify({ MaximumBatchingTimeSpan: '00:00:10', MaximumNumberOfItems: 1 })
  await client.rows(`.alter table ${table} policy ingestionbatching '${policy}'`)
  if (mapping !== undefined)
    await client.rows(`.create table ${table} ingestion json mapping 'M' '${mapping}'`)
  const request = { database: cluster.database, table, sources: await sources(table), tagged: true }
  const started = await by.jobs.start({ ...request, ...(mapping === undefined ? {} : { mapping: 'M' }) })
  return await ended(started, by)
}

async function ended(started: JobSnapshot, by = studio): Promise<JobSnapshot> {
  return await new Promise((resolve) => {
    const forget = by.jobs.onChange((change) => {
      const job = change.snapshot()
      if (job.jobId !== started.jobId || job.status === 'running') return
      forget()
      resolve(job)
    })
  })
}

async function file(name: string, content: string, by = studio): Promise<{ kind: 'file'; handle: string }> {
  const path = join(folder, name)
  writeFileSync(path, content)
  const [registered] = await by.sources.register([path])
  if (registered === undefined) return expect.fail('nothing was listed')
  return { kind: 'file', handle: registered.handle }
}

const dates = 'id,day\n1,2025-03-01\n2,13/04/2025\n3,31/12/2025\n4,\n'

test('values that became null are told as loudly as missing rows, by column and with the number foreseen', async () => {
  const job = await ingest('id: long, day: datetime', async () => [
    { ...(await file('dates.csv', dates)), ignoreFirstRecord: true },
  ])
  expect(job.status).toBe('valuesDiffer')
  expect(job.rows).toEqual({ expected: 4, landed: 4, refused: 0 })
  expect(job.values).toEqual({
    basis: 'whole',
    isAccepted: false,
    columns: [
      { column: 'id', type: 'long', nulls: 0, becameNull: 0, unforeseen: 0 },
      { column: 'day', type: 'datetime', nulls: 3, becameNull: 2, unforeseen: 0 },
    ],
  })
  if (job.values === null) return expect.fail('nothing is known of the values')
  expect(valueDifferenceWords(job.values)).toBe('2 became null')
  expect(valueLines(job.values, 4)).toEqual(['2 of 4 values of day became null: they are no datetime.'])
})

test('a job that is run again is looked at again: values that became null since are told', async () => {
  const sources = async (): Promise<StartJobRequest['sources']> => [
    { ...(await file('again.csv', 'id,day\n1,2025-03-01\n')), ignoreFirstRecord: true },
  ]
  const job = await ingest('id: long, day: datetime', sources)
  expect(job.status).toBe('succeeded')
  await file('again.csv', dates)
  const again = await ended(await studio.jobs.runAgain(job.jobId))
  expect(again.status).toBe('valuesDiffer')
  expect(again.values).toMatchObject({ basis: 'whole', columns: [{}, { column: 'day', becameNull: 2 }] })
})

test('a string that is cut and dates whose day and month change places are as loud as a missing row', async () => {
  const rows = `1,05/04/2024,${'x'.repeat(1_048_580)}\n2,13/04/2024,y\n`
  const sources = async (): Promise<StartJobRequest['sources']> => [await file('changed.csv', rows)]
  const job = await ingest('id: long, day: datetime, note: string', sources)
  expect(job.status).toBe('valuesDiffer')
  expect(job.values?.columns).toEqual([
    { column: 'id', type: 'long', nulls: 0, becameNull: 0, unforeseen: 0 },
    { column: 'day', type: 'datetime', nulls: 1, becameNull: 1, unforeseen: 0, changed: 1 },
    { column: 'note', type: 'string', nulls: 0, becameNull: 0, unforeseen: 0, cut: 1 },
  ])
  if (job.values === null) return expect.fail('nothing is known of the values')
  expect(valueDifferenceWords(job.values)).toBe('1 became null, 1 cut, 1 changed')
  expect(valueLines(job.values, 2)).toEqual([
    '1 of 2 values of day became null: they are no datetime.',
    '1 of 2 values of day arrived as others than the source has.',
    '1 of 2 strings of note were cut to 1 MB.',
  ])
})

test('numbers of JSON that do not keep their digits are told by line, and land as they were foreseen', async () => {
  const records = [
    '{"a":1e999,"b":1.5,"c":12345678901234567890,"s":0.1234567890123456789}',
    '{"a":0.1234567890123456789,"b":0.1234567890123456789,"c":3,"s":"x \\"1.5"}',
    '{"a":12345678901234567890,"b":1234567890123456.789012345678901234,"c":2,"s":null}',
    '{"a":1e-999,"b":1e-19,"c":1,"s":1.25}',
    '{"a":0.30000000000000004,"b":0.12345678901234561,"c":1,"s":true}',
  ]
  const text = `${records.join('\n')}\n`
  const schema = 'a: real, b: decimal, c: long, s: string'
  const job = await ingest(schema, async () => [await file('numbers.json', text)])
  expect(job.values?.columns).toEqual([
    { column: 'a', type: 'real', nulls: 0, becameNull: 0, unforeseen: 0, changed: 4 },
    { column: 'b', type: 'decimal', nulls: 0, becameNull: 0, unforeseen: 0, changed: 2 },
    { column: 'c', type: 'long', nulls: 1, becameNull: 1, unforeseen: 0 },
    { column: 's', type: 'string', nulls: 1, becameNull: 0, unforeseen: 0 },
  ])
  const landed = await client.rows(`${job.table} | project b = tostring(b), s`)
  expect(landed.map(({ b, s }) => [String(b), s])).toEqual([
    ['1.5', '0.1234567890123456789'],
    ['0.123456789012345679', 'x "1.5'],
    ['1234567890123456.789012345678901234', ''],
    ['0', '1.25'],
    ['0.12345678901234561', 'true'],
  ])
  const columns = (await studio.catalog.table({ database: cluster.database, table: job.table })).columns
  const { handle } = await file('numbers.json', text)
  const source = { kind: 'file', handle } as const
  const look = await studio.inspection.look({ source, target: { columns: [...columns], mapping: null } })
  const told = look.findings.map(({ kind, column, examples }) => [
    kind,
    column,
    examples.map(({ line, value }) => [line, value]),
  ])
  expect(told).toEqual(
    expect.arrayContaining([
      [
        'digitsLost',
        'b',
        [
          [2, '0.1234567890123456789'],
          [4, '1e-19'],
        ],
      ],
      ['outOfRange', 'c', [[1, '12345678901234567890']]],
    ]),
  )
  expect(told.find(([, column]) => column === 'a')?.[2]).toEqual([
    [1, '1e999'],
    [2, '0.1234567890123456789'],
    [3, '12345678901234567890'],
    [4, '1e-999'],
  ])
})

test('a value that another one took the place of between check and table is told', async () => {
  const job = await ingest('id: long, name: string, at: datetime, size: real', async (table) => {
    const path = join(folder, 'replaced.csv')
    const source = await file('replaced.csv', '1,ab,2024-01-02,1.5\n2,cd,2024-01-03,2.5\n')
    const { columns } = await studio.catalog.table({ database: cluster.database, table })
    const target = { columns: [...columns], mapping: null }
    const { lookId } = await studio.inspection.look({ source, target })
    await studio.inspection.whole(lookId, new AbortController().signal)
    writeFileSync(path, '3,ab,2024-02-01,2.5\n2,cde,2024-01-03,2.5\n')
    return [{ ...source, look: { lookId, isAccepted: true } }]
  })
  expect(job.status).toBe('valuesDiffer')
  expect(job.values?.columns.map(({ column, differs }) => [column, differs])).toEqual([
    ['id', { what: 'minimum', foreseen: '1', landed: '2' }],
    ['name', { what: 'sum', foreseen: '4', landed: '5' }],
    ['at', { what: 'minimum', foreseen: '2024-01-02T00:00:00Z', landed: '2024-01-03T00:00:00Z' }],
    ['size', { what: 'minimum', foreseen: '1.5', landed: '2.5' }],
  ])
})

test('what the user has seen and sent all the same is a success, and still told', async () => {
  const job = await ingest('id: long, day: datetime', async (table) => {
    const source = await file('seen.csv', dates)
    const { columns } = await studio.catalog.table({ database: cluster.database, table })
    const { lookId } = await studio.inspection.look({
      source,
      target: { columns: [...columns], mapping: null },
    })
    return [{ ...source, ignoreFirstRecord: true, look: { lookId, isAccepted: true } }]
  })
  expect(job.status).toBe('succeeded')
  expect(job.values?.columns[1]).toEqual({
    column: 'day',
    type: 'datetime',
    nulls: 3,
    becameNull: 2,
    unforeseen: 0,
  })
  if (job.values === null) return expect.fail('nothing is known of the values')
  expect(valueLines(job.values, 4)).toEqual([
    '2 of 4 values of day became null, as foreseen: they are no datetime.',
  ])
})

test('several sources are summed, and all is green where every value arrived', async () => {
  const job = await ingest('id: long, name: string', async () => [
    { ...(await file('one.csv', 'id,name\n1,a\n2,\n')), ignoreFirstRecord: true },
    await file('two.csv', '3,c\n'),
    { kind: 'paste', text: '4,d\n5,\n', format: 'csv', name: 'Pasted rows' },
  ])
  expect(job.status).toBe('succeeded')
  expect(job.values).toMatchObject({ basis: 'whole', columns: [{ nulls: 0 }, { nulls: 2, unforeseen: 0 }] })
})

test('keys that differ by case leave their columns empty: that was foreseen, and is told', async () => {
  const job = await ingest('DeviceId: string, Temp: real', async () => [
    await file('case.json', '{"deviceId":"a","Temp":1}\n{"deviceId":"b","Temp":"x"}\n'),
  ])
  expect(job.status).toBe('valuesDiffer')
  expect(job.values?.columns).toEqual([
    { column: 'DeviceId', type: 'string', nulls: 2, becameNull: 0, unforeseen: 0, notFound: 2 },
    { column: 'Temp', type: 'real', nulls: 1, becameNull: 1, unforeseen: 0 },
  ])
})

test('rows that are empty in every column are told although nobody could look into their source', async () => {
  const blind = await createStudio({
    homeFolder: join(folder, 'blind'),
    log: () => undefined,
    startInspection: () => {
      throw new Error('It cannot be started here')
    },
  })
  try {
    await blind.connection.open(cluster.clusterUri)
    const rows = Array.from({ length: 1000 }, (_, index) => JSON.stringify({ wrong: index, other: 'x' }))
    const job = await ingest(
      'Id: long, Name: string, At: datetime',
      async () => [await file('no-key.json', rows.join('\n'), blind)],
      undefined,
      blind,
    )
    expect(job.status).toBe('valuesDiffer')
    if (job.values === null) return expect.fail('nothing is known of the values')
    expect(job.values.basis).toBe('nothing')
    expect(valueLines(job.values, 1000)).toEqual([
      'Every column is empty in all 1,000 rows: no key, path or field of the records went into one.',
    ])
    const fine = await ingest(
      'Id: long, Name: string',
      async () => [await file('a-key.json', '{"Id":1}\n{"Id":2}\n', blind)],
      undefined,
      blind,
    )
    expect(fine.status).toBe('succeeded')
  } finally {
    await blind.close()
  }
})

test('a job of many sources is compared with as many as can be read while it lands', async () => {
  const job = await ingest('id: long, day: datetime', async () => {
    const paths = Array.from({ length: 201 }, (_, index) => {
      const path = join(folder, `many-${index}.csv`)
      writeFileSync(path, `${index},${index === 100 ? '31/12/2024' : '2024-12-31'}\n`)
      return path
    })
    return (await studio.sources.register(paths)).map(({ handle }) => ({ kind: 'file', handle }))
  })
  expect(job.status).toBe('valuesDiffer')
  if (job.values === null) return expect.fail('nothing is known of the values')
  expect(valueLines(job.values, 201)[0]).toMatch(
    /1 of 201 values of day became null: they are no datetime\.$/,
  )
  expect(job.values.read?.sources?.read ?? 201).toBeGreaterThan(20)
})

test('values go by the mapping of the job', async () => {
  const mapping = JSON.stringify([
    { column: 'id', path: '$.n', datatype: 'long' },
    { column: 'site', Properties: { ConstValue: 'north' }, datatype: 'string' },
  ])
  const job = await ingest(
    'id: long, site: string',
    async () => [await file('mapped.json', '{"n":1}\n{"n":"two"}\n')],
    mapping,
  )
  expect(job.values?.columns).toEqual([
    { column: 'id', type: 'long', nulls: 1, becameNull: 1, unforeseen: 0 },
    { column: 'site', type: 'string', nulls: 0, becameNull: null, unforeseen: null },
  ])
})
