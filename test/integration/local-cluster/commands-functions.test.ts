import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { commandFailure } from '../../support/command-failure'

let cluster: LocalCluster
let client: ClusterClient

beforeAll(async () => {
  cluster = await startLocalCluster({})
  client = new ClusterClient(cluster)
  await client.rows('.set T <| datatable (a: long, s: string) [1, "x", 2, "y", 3, "z"]')
})

afterAll(async () => {
  await cluster.close()
})

beforeEach(async () => {
  for (const row of await client.rows('.show functions')) {
    await client.rows(`.drop function ['${String(row['Name'])}']`)
  }
})

const failure = (csl: string): Promise<string> => commandFailure(client, csl)

const values = async (csl: string): Promise<unknown[]> =>
  (await client.rows(csl)).map((row) => Object.values(row)[0])

it('are created once, shown, changed and dropped', async () => {
  const created = await client.rows(
    `.create function with (docstring = "Rows above", folder = 'Demo') Above(least: long) { T | where a > least }`,
  )
  const shown = {
    Name: 'Above',
    Parameters: '(least: long)',
    Body: '{ T | where a > least }',
    Folder: 'Demo',
    DocString: 'Rows above',
  }
  expect(created).toEqual([shown])
  expect(await client.rows('.show function Above')).toEqual([shown])
  expect(await failure('.create function Above() { T }')).toContain('BadRequest_EntityAlreadyExists')
  expect(await client.rows('.create function ifnotexists Above() { T }')).toEqual([shown])
  await client.rows('.alter function Above(least: long = 1) { T | where a >= least }')
  await client.rows('.alter function Above docstring "New"')
  await client.rows('.alter function Above folder "Other"')
  expect(await client.rows('.show functions | project Name, Parameters, Folder, DocString')).toEqual([
    { Name: 'Above', Parameters: '(least: long = 1)', Folder: 'Other', DocString: 'New' },
  ])
  await client.rows('.create-or-alter function Second() { print 1 }')
  expect(await values('.drop function Above')).toEqual(['Second'])
  expect(await failure('.drop function Above')).toContain('BadRequest_EntityNotFound')
  expect(await failure('.show function Above')).toContain("'Above' of kind 'Function'")
  await client.rows('.drop function Above ifexists')
  await client.rows('.drop functions (Second, Above) ifexists')
  expect(await client.rows('.show functions')).toEqual([])
})

it('are called with scalars, defaults, names and tables, bare, by invoke, and from each other', async () => {
  await client.rows(
    '.create function Above(least: long = 2, tail: string = "!") { T | where a >= least | extend s = strcat(s, tail) }',
  )
  await client.rows('.create function Twice(n: long) { let two = 2; n * two }')
  await client.rows('.create function Keep(U: (a: long), least: long) { U | where a >= Twice(least) }')
  await client.rows(".create function ['All of it']() { Above(1) | union (Above | where false) }")
  expect(await values('Above(3) | project a')).toEqual([3])
  expect(await values('Above | project a | order by a asc')).toEqual([2, 3])
  expect(await values('Above(tail = "?") | order by a asc | project s')).toEqual(['y?', 'z?'])
  expect(await values('T | invoke Keep(1) | order by a asc | project a')).toEqual([2, 3])
  expect(await values('Keep(T, 1) | count')).toEqual([2])
  expect(await values('T | summarize sum(Twice(a))')).toEqual([12])
  expect(await values("['All of it']() | count")).toEqual([3])
  expect(await values('let Twice = (n: long) { n + 100 }; print Twice(1)')).toEqual([101])
  expect(await values('let T = datatable (a: long, s: string) [9, "q"]; Above(1) | count')).toEqual([3])
})

it('know the time of ingestion of the rows they read', async () => {
  await client.rows('.create function Times() { T | project t = ingestion_time() | where isnotnull(t) }')
  expect(await values('Times() | count')).toEqual([3])
})

it('are checked when they are made, unless told otherwise', async () => {
  const message = await failure('.create function Wrong() { T | where nothing > 1 }')
  expect(message).toContain('SEM0100')
  expect(message).toContain("'nothing'")
  expect(message).toContain('[line:position=1:37]')
  expect(await failure('.create function Open() { T ')).toContain('SYN0002')
  expect(await client.rows('.show functions')).toEqual([])
  await client.rows('.create function with (skipvalidation = "true") Later() { NotYet | count }')
  expect(await failure('Later()')).toContain('SEM')
  await client.rows('.set NotYet <| print 1')
  expect(await values('Later()')).toEqual([1])
  await client.rows('.drop table NotYet')
})

it('name the call where their body has something unsupported', async () => {
  await client.rows('.create function Odd() { T | reduce by s }')
  const message = await failure('T | count; Odd()')
  expect(message).toContain('BadRequest_NotSupported')
  expect(message).toContain('[line:position=1:11]')
})

it('are in the schema of the database', async () => {
  await client.rows('.create function with (docstring="D") F(U: (x: string), n: long = 5) { U | take n }')
  const [row] = await client.rows('.show database schema as json')
  const json = JSON.parse(String(row?.['DatabaseSchema'])) as {
    Databases: Record<string, { Functions: Record<string, unknown> }>
  }
  expect(Object.values(json.Databases)[0]?.Functions['F']).toMatchObject({
    Name: 'F',
    InputParameters: [
      { Name: 'U', Columns: [{ Name: 'x', Type: 'System.String', CslType: 'string' }] },
      { Name: 'n', Type: 'System.Int64', CslType: 'long', CslDefaultValue: '5' },
    ],
    Body: '{ U | take n }',
    DocString: 'D',
  })
  const script = (await values('.show database schema as csl script')).map(String)
  const [command] = script.filter((line) => line.startsWith('.create-or-alter function'))
  await client.rows('.drop function F')
  await client.rows(command ?? '')
  expect(await values('.show function F | project DocString')).toEqual(['D'])
})

it('can be made by a script', async () => {
  await client.rows(`.execute database script <|
    .create-or-alter function A() {
      T
      | where a > 1
    }
    .create-or-alter function B() { A() | count }`)
  expect(await values('B()')).toEqual([2])
})

it('outlive a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cluster-test-'))
  try {
    let own = await startLocalCluster({ dataDir })
    await new ClusterClient(own).rows('.create function with (folder="x") F(n: long) { print n + 1 }')
    const before = await new ClusterClient(own).rows('.show functions')
    await own.close()
    own = await startLocalCluster({ dataDir })
    expect(await new ClusterClient(own).rows('.show functions')).toEqual(before)
    expect(await new ClusterClient(own).rows('F(4)')).toEqual([{ print_0: 5 }])
    await own.close()
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
