import { afterAll, beforeAll, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'

let cluster: LocalCluster
let client: ClusterClient

beforeAll(async () => {
  cluster = await startLocalCluster({ databases: ['Samples'] })
  client = new ClusterClient(cluster)
  await client.rows('.set T <| datatable (a: long, s: string) [1, "x", 2, "y"]')
})

afterAll(async () => {
  await cluster.close()
})

it.each([
  ['.show tables details', 'TableName'],
  ['.show table T details', 'TotalRowCount'],
  ['.show table T cslschema', 'Schema'],
  ['.show table T schema as json', 'Schema'],
  ['.show database schema', 'ColumnName'],
  ['.show database schema as json', 'DatabaseSchema'],
  ['.show databases', 'DatabaseName'],
  ['.show cluster', 'NodeId'],
  ['.show version', 'BuildVersion'],
  ['.show capacity', 'Resource'],
  ['.show principal roles', 'Role'],
  ['.show database Samples principals', 'Role'],
  ['.show table T extents', 'ExtentId'],
  ['.drop extents whatif <| .show table T extents', 'ExtentId'],
  ['.show table T policy retention', 'PolicyName'],
  ['.show table * policy caching', 'PolicyName'],
  ['.execute database script <| .create-merge table S (a: long)', 'Result'],
])('%s answers with rows that have the column %s', async (csl, column) => {
  const [row] = await client.rows(csl)
  expect(Object.keys(row ?? {})).toContain(column)
})

it.each([
  '.show operations',
  '.show running queries by user "someone"',
  '.show materialized-views',
  '.show functions',
  '.show ingestion failures',
  '.show ingestion mappings',
])('%s answers with an empty list', async (csl) => {
  expect(await client.rows(csl)).toEqual([])
})

it.each([
  ['retention', '\'{"SoftDeletePeriod": "10.00:00:00"}\'', '\'{"Recoverability": "Disabled"}\''],
  ['ingestionbatching', '\'{"MaximumNumberOfItems": 9}\'', '\'{"MaximumRawDataSizeMB": 300}\''],
])('keeps, merges, shows and deletes the policy %s', async (policy, first, second) => {
  await client.rows(`.alter table T policy ${policy} ${first}`)
  await client.rows(`.alter-merge table T policy ${policy} ${second}`)
  const [row] = await client.rows(`.show table T policy ${policy}`)
  const kept = JSON.parse(String(row?.['Policy'])) as object
  const wanted = [first, second].map((text) => JSON.parse(text.slice(1, -1)) as object)
  expect(kept).toMatchObject(Object.assign({}, ...wanted) as object)
  await client.rows(`.delete table T policy ${policy}`)
  expect(await client.rows(`.show table T policy ${policy} | project Policy`)).toEqual([{ Policy: 'null' }])
})

it('shows all policies that an entity has', async () => {
  await client.rows('.alter table T policy caching hot = 3d')
  await client.rows(`.alter database Samples policy retention '{"SoftDeletePeriod": "10.00:00:00"}'`)
  expect(await client.rows('.show table T policy * | project PolicyName, EntityName')).toEqual([
    { PolicyName: 'CachingPolicy', EntityName: '[Samples].[T]' },
  ])
  expect(await client.rows('.show database policy * | project PolicyName')).toEqual([
    { PolicyName: 'RetentionPolicy' },
  ])
  const [details] = await client.rows('.show table T details')
  expect(details?.['RetentionPolicy']).toContain('10.00:00:00')
  await client.rows('.delete table T policy caching')
  await client.rows('.delete database Samples policy retention')
  expect(await client.rows('.show table T policy *')).toEqual([])
})
