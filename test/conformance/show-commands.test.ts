import { Client } from 'azure-kusto-data'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connection, database, makeTable, rows } from './cluster-under-test'

const client = new Client(connection())
let table = ''

beforeAll(async () => {
  table = await makeTable('shown', 'Number: long, Text: string')
  await rows(
    `.create table ${table} ingestion csv mapping 'first' '[{"Column": "Number", "Properties": {"Ordinal": 0}}]'`,
  )
  await rows(`.ingest inline into table ${table} <|\n1,a\n2,b\n`)
})

afterAll(() => client.close())

/** Columns that clients read, of each command; T stands for the table and D for the database. */
const commands = [
  ['.show tables', ['TableName', 'DatabaseName', 'Folder', 'DocString']],
  ['.show tables details', ['TableName', 'TotalExtents', 'TotalRowCount']],
  ['.show table T', ['AttributeName', 'AttributeType']],
  ['.show table T details', ['TableName', 'TotalExtents', 'TotalRowCount']],
  ['.show table T cslschema', ['TableName', 'Schema', 'DatabaseName']],
  ['.show table T schema as json', ['TableName', 'Schema']],
  [
    '.show databases',
    ['DatabaseName', 'PersistentStorage', 'Version', 'IsCurrent', 'DatabaseAccessMode', 'PrettyName'],
  ],
  ['.show database', ['DatabaseName']],
  ['.show database D schema', ['DatabaseName', 'TableName', 'ColumnName', 'ColumnType']],
  ['.show database D schema as json', ['DatabaseSchema']],
  ['.show schema', ['DatabaseName', 'TableName']],
  [
    '.show database D policy retention',
    ['PolicyName', 'EntityName', 'Policy', 'ChildEntities', 'EntityType'],
  ],
  ['.show table T policy ingestionbatching', ['PolicyName', 'EntityName', 'Policy']],
  ['.show table T policy streamingingestion', ['PolicyName', 'EntityName', 'Policy']],
  ['.show table T policy caching', ['PolicyName', 'EntityName', 'Policy']],
  ['.show table T extents', ['ExtentId', 'DatabaseName', 'TableName', 'MaxCreatedOn', 'RowCount', 'Tags']],
  ['.show database D extents', ['ExtentId', 'TableName']],
  ['.show cluster extents', ['ExtentId', 'TableName']],
  ['.show table T ingestion mappings', ['Name', 'Kind', 'Mapping']],
  ['.show table T ingestion csv mapping "first"', ['Name', 'Kind', 'Mapping']],
  [
    '.show ingestion failures',
    [
      'OperationId',
      'Database',
      'Table',
      'FailedOn',
      'IngestionSourcePath',
      'Details',
      'FailureKind',
      'ErrorCode',
    ],
  ],
  ['.show operations', ['OperationId', 'Operation', 'State', 'Status']],
  ['.show version', ['BuildVersion', 'ServiceType', 'ProductVersion']],
  ['.show cluster', ['NodeId', 'Address']],
  ['.show diagnostics', ['IsHealthy']],
  ['.show capacity', ['Resource', 'Total', 'Consumed', 'Remaining']],
  ['.show database D principals', ['Role', 'PrincipalType', 'PrincipalDisplayName', 'PrincipalFQN']],
  ['.show queries', ['ClientActivityId', 'Text', 'State']],
  ['.show export containers', ['StorageRoot']],
  ['.get ingestion resources', ['ResourceTypeName', 'StorageRoot']],
  ['.get kusto identity token', ['AuthorizationContext']],
] as const

describe('commands that show', () => {
  it.each(commands)('%s', async (command, columns) => {
    const csl = command.replace(/\bT\b/, table).replace(/\bD\b/, database)
    const { primaryResults } = await client.execute(database, csl)
    expect(primaryResults).toHaveLength(1)
    expect(primaryResults[0]?.columns.map(({ name }) => name)).toEqual(expect.arrayContaining([...columns]))
  })
})

describe('what they show', () => {
  it('tables', async () => {
    expect(
      await rows(`.show tables | where TableName == '${table}' | project TableName, DatabaseName`),
    ).toEqual([{ TableName: table, DatabaseName: database }])
    expect(await rows(`.show table ${table} cslschema | project Schema`)).toEqual([
      { Schema: 'Number:long,Text:string' },
    ])
    expect(await rows(`.show table ${table} details | project TotalRowCount, TotalExtents`)).toEqual([
      { TotalRowCount: 2, TotalExtents: 1 },
    ])
  })

  it('extents', async () => {
    expect(await rows(`.show table ${table} extents | project TableName, RowCount`)).toEqual([
      { TableName: table, RowCount: 2 },
    ])
  })

  it('policies', async () => {
    const [policy] = await rows(`.show table ${table} policy ingestionbatching | project Policy`)
    expect(JSON.parse(String(policy?.['Policy']))).toMatchObject({
      MaximumBatchingTimeSpan: '00:00:10',
      MaximumNumberOfItems: 1,
      MaximumRawDataSizeMB: 1024,
    })
  })

  it('mappings', async () => {
    const [mapping] = await rows(`.show table ${table} ingestion csv mappings`)
    expect(mapping).toMatchObject({ Name: 'first', Kind: 'Csv' })
    expect(JSON.parse(String(mapping?.['Mapping']))).toMatchObject([{ Column: 'Number' }])
  })

  it('every resource that a client needs for ingestion', async () => {
    const kinds = new Set((await rows('.get ingestion resources')).map((row) => row['ResourceTypeName']))
    expect([...kinds].sort()).toEqual([
      'FailedIngestionsQueue',
      'IngestionsStatusTable',
      'SecuredReadyForAggregationQueue',
      'SuccessfulIngestionsQueue',
      'TempStorage',
    ])
  })
})
