import { describe, expect, it } from 'vitest'
import { KustoError } from '../../../../electron/local-cluster/answers/kusto-error'
import type { ManagementCommand } from '../../../../electron/local-cluster/kql/management-command'
import { parseManagementCommand } from '../../../../electron/local-cluster/kql/parse-management-command'

const id = '74be27de-1e4e-49d9-b579-fe0b331d3642'
const columns = [
  { name: 'a', type: 'string' },
  { name: 'b', type: 'long' },
] as const

const cases: readonly (readonly [csl: string, command: ManagementCommand])[] = [
  [
    '.create table T (a:string, b:long)',
    { kind: 'defineTables', mode: 'create', tables: [{ table: 'T', columns }] },
  ],
  [
    "// made by hand\n\n  .create-merge table ['a b'] (a: string, b:int64) with (docstring = 'd', folder=\"f/g\")",
    {
      kind: 'defineTables',
      mode: 'createMerge',
      tables: [{ table: 'a b', columns }],
      docString: 'd',
      folder: 'f/g',
    },
  ],
  [
    '.alter-merge table T (a:string, b:long)',
    { kind: 'defineTables', mode: 'alterMerge', tables: [{ table: 'T', columns }] },
  ],
  [
    '.ALTER TABLE T (a:string,b:long)',
    { kind: 'defineTables', mode: 'alter', tables: [{ table: 'T', columns }] },
  ],
  [
    '.create tables A (a:string,b:long), ["B"] (a:string,b:long)',
    {
      kind: 'defineTables',
      mode: 'create',
      tables: [
        { table: 'A', columns },
        { table: 'B', columns },
      ],
    },
  ],
  [
    '.create table New based-on Old ifnotexists with (folder="x")',
    { kind: 'createTableBasedOn', table: 'New', source: 'Old', ifNotExists: true, folder: 'x' },
  ],
  ['.drop table T', { kind: 'dropTables', tables: ['T'], ifExists: false }],
  ['.drop table T ifexists;', { kind: 'dropTables', tables: ['T'], ifExists: true }],
  ['.drop tables (T, U) ifexists', { kind: 'dropTables', tables: ['T', 'U'], ifExists: true }],
  ['.drop table T columns (a, b)', { kind: 'dropColumns', table: 'T', columns: ['a', 'b'], ifExists: false }],
  ['.drop column T.a', { kind: 'dropColumns', table: 'T', columns: ['a'], ifExists: false }],
  ['.rename table T to U', { kind: 'renameTables', renames: [{ from: 'T', to: 'U' }], ifExists: false }],
  [
    '.rename tables A=B, B=A ifexists',
    {
      kind: 'renameTables',
      renames: [
        { from: 'B', to: 'A' },
        { from: 'A', to: 'B' },
      ],
      ifExists: true,
    },
  ],
  ['.rename column T.a to c', { kind: 'renameColumns', table: 'T', renames: [{ from: 'a', to: 'c' }] }],
  ['.clear table T data', { kind: 'clearTableData', table: 'T', async: false }],
  [".alter table T docstring 'x'", { kind: 'setTableDocString', table: 'T', docString: 'x' }],
  ['.show tables', { kind: 'showTables', details: false }],
  ['.show tables details', { kind: 'showTables', details: true }],
  ['.show tables (A, B)', { kind: 'showTables', tables: ['A', 'B'], details: false }],
  ['.show table T details', { kind: 'showTables', tables: ['T'], details: true }],
  ['.show table T', { kind: 'showTableSchema', table: 'T', format: 'columns' }],
  ['.show table T cslschema', { kind: 'showTableSchema', table: 'T', format: 'csl' }],
  ['.show table T schema as json', { kind: 'showTableSchema', table: 'T', format: 'json' }],
  [
    '.show tables | where TableName == "T" | count',
    { kind: 'showTables', details: false, pipedQuery: '| where TableName == "T" | count' },
  ],
  ['.show databases', { kind: 'showDatabases', details: false }],
  ['.show database', { kind: 'showDatabase', database: undefined, details: false }],
  ['.show database schema', { kind: 'showDatabaseSchema', databases: undefined, format: 'rows' }],
  ['.show database D schema as json', { kind: 'showDatabaseSchema', databases: ['D'], format: 'json' }],
  ['.show database ["my-db"] cslschema', { kind: 'showDatabaseSchema', databases: ['my-db'], format: 'csl' }],
  ['.show databases (A,B) schema', { kind: 'showDatabaseSchema', databases: ['A', 'B'], format: 'rows' }],
  ['.create database D ifnotexists', { kind: 'createDatabase', database: 'D', ifNotExists: true }],
  [
    '.create database D persist (@"c:\\a", @"c:\\b")',
    { kind: 'createDatabase', database: 'D', ifNotExists: false },
  ],
  ['.drop database D ifexists', { kind: 'dropDatabase', database: 'D', ifExists: true }],
  [
    '.alter table T policy ingestionbatching @\'{"MaximumBatchingTimeSpan":"00:00:10"}\'',
    {
      kind: 'alterPolicy',
      policy: 'ingestionbatching',
      scopes: [{ level: 'table', table: 'T' }],
      value: '{"MaximumBatchingTimeSpan":"00:00:10"}',
      merge: false,
    },
  ],
  [
    ".alter table T policy update with (AllowUnreferencedSourceTable=true) '[]'",
    {
      kind: 'alterPolicy',
      policy: 'update',
      scopes: [{ level: 'table', table: 'T' }],
      value: '[]',
      merge: false,
      properties: { allowunreferencedsourcetable: 'true' },
    },
  ],
  [
    '.alter-merge database D policy ingestionbatching\n```\n{\n  "MaximumNumberOfItems": 5\n}\n```',
    {
      kind: 'alterPolicy',
      policy: 'ingestionbatching',
      scopes: [{ level: 'database', database: 'D' }],
      value: '\n{\n  "MaximumNumberOfItems": 5\n}\n',
      merge: true,
    },
  ],
  [
    '.alter tables (A, B) policy ingestionbatching "{}"',
    {
      kind: 'alterPolicy',
      policy: 'ingestionbatching',
      scopes: [
        { level: 'table', table: 'A' },
        { level: 'table', table: 'B' },
      ],
      value: '{}',
      merge: false,
    },
  ],
  [
    '.alter table T policy streamingingestion enable',
    {
      kind: 'alterPolicy',
      policy: 'streamingingestion',
      scopes: [{ level: 'table', table: 'T' }],
      value: '{"IsEnabled":true}',
      merge: false,
    },
  ],
  [
    '.alter table T policy caching hot = 36h',
    {
      kind: 'alterPolicy',
      policy: 'caching',
      scopes: [{ level: 'table', table: 'T' }],
      value: '{"DataHotSpan":"1.12:00:00","IndexHotSpan":"1.12:00:00"}',
      merge: false,
    },
  ],
  [
    '.alter-merge table T policy retention softdelete = 10d recoverability = disabled',
    {
      kind: 'alterPolicy',
      policy: 'retention',
      scopes: [{ level: 'table', table: 'T' }],
      value: '{"SoftDeletePeriod":"10.00:00:00","Recoverability":"Disabled"}',
      merge: true,
    },
  ],
  [
    '.delete table T policy ingestionbatching',
    { kind: 'deletePolicy', policy: 'ingestionbatching', scopes: [{ level: 'table', table: 'T' }] },
  ],
  [
    '.show table T policy ingestionbatching',
    { kind: 'showPolicy', policy: 'ingestionbatching', scope: { level: 'table', table: 'T' } },
  ],
  [
    '.show database D policy ingestionbatching | project Policy',
    {
      kind: 'showPolicy',
      policy: 'ingestionbatching',
      scope: { level: 'database', database: 'D' },
      pipedQuery: '| project Policy',
    },
  ],
  ['.show table * policy retention', { kind: 'showPolicy', policy: 'retention', scope: { level: 'tables' } }],
  ['.get ingestion resources', { kind: 'getIngestionResources' }],
  ['.get ingestion resources with (EnableBlobMetadata=true)', { kind: 'getIngestionResources' }],
  ['.get kusto identity token', { kind: 'getKustoIdentityToken' }],
  [
    '.create table T ingestion csv mapping "m" \'[{"Column":"a"}]\'',
    {
      kind: 'defineMapping',
      mode: 'create',
      scope: { level: 'table', table: 'T' },
      mappingKind: 'csv',
      name: 'm',
      mapping: '[{"Column":"a"}]',
    },
  ],
  [
    '.create-or-alter table T ingestion json mapping "m" "[1," "2]"',
    {
      kind: 'defineMapping',
      mode: 'createOrAlter',
      scope: { level: 'table', table: 'T' },
      mappingKind: 'json',
      name: 'm',
      mapping: '[1,2]',
    },
  ],
  [
    '.drop table T ingestion csv mapping "m"',
    { kind: 'dropMapping', scope: { level: 'table', table: 'T' }, mappingKind: 'csv', name: 'm' },
  ],
  ['.show table T ingestion mappings', { kind: 'showMappings', scope: { level: 'table', table: 'T' } }],
  [
    '.show table T ingestion csv mapping "m"',
    { kind: 'showMappings', scope: { level: 'table', table: 'T' }, mappingKind: 'csv', name: 'm' },
  ],
  ['.show version', { kind: 'showVersion' }],
  ['.show cluster', { kind: 'showCluster', details: false }],
  ['.show capacity ingestions', { kind: 'showCapacity', resource: 'ingestions' }],
  [
    `.show ingestion failures with (OperationId='${id}') | count`,
    { kind: 'showIngestionFailures', operationId: id, pipedQuery: '| count' },
  ],
  ['.show operations', { kind: 'showOperations', ids: [], details: false }],
  [`.show operations ${id}`, { kind: 'showOperations', ids: [id], details: false }],
  ['.show principal access with (principal="x", entity="y")', { kind: 'showPrincipalAccess' }],
  ['.show current principal roles', { kind: 'showPrincipalRoles' }],
  ['.show database D principals', { kind: 'showPrincipals', scope: { level: 'database', database: 'D' } }],
  [
    '.ingest inline into table T with (format="csv", ignoreFirstRecord=true) <|\r\na,"b|c"\n1,2\n',
    {
      kind: 'ingestInline',
      table: 'T',
      async: false,
      properties: { format: 'csv', ignorefirstrecord: 'true' },
      data: 'a,"b|c"\n1,2\n',
    },
  ],
  [
    '.ingest inline into table T <| 1,a',
    { kind: 'ingestInline', table: 'T', async: false, properties: {}, data: ' 1,a' },
  ],
  [
    '.ingest inline into table T [1,"a]b"] [2,c]',
    { kind: 'ingestInline', table: 'T', async: false, properties: {}, data: '1,"a]b"\n2,c' },
  ],
  [
    `.ingest async into table T (h'https://a/b?c', 'https://d') with (format='json', creationTime=datetime(2020-01-01), tags='["x"]')`,
    {
      kind: 'ingestFrom',
      table: 'T',
      async: true,
      sources: ['https://a/b?c', 'https://d'],
      properties: { format: 'json', creationtime: 'datetime(2020-01-01)', tags: '["x"]' },
    },
  ],
  [
    '.set-or-append T with (folder="x") <| U | where a > 1',
    {
      kind: 'ingestQuery',
      mode: 'setOrAppend',
      table: 'T',
      async: false,
      properties: { folder: 'x' },
      query: ' U | where a > 1',
    },
  ],
  [
    '.execute database script with (ContinueOnErrors=true) <|\n// first\n.create table A (a:string)\n\n.create table B (\n  a:string)',
    {
      kind: 'executeScript',
      continueOnErrors: true,
      throwOnErrors: false,
      commands: ['.create table A (a:string)', '.create table B (\n  a:string)'],
    },
  ],
]

describe('parseManagementCommand', () => {
  it.each(cases)('%s', (csl, command) => {
    expect(parseManagementCommand(csl)).toEqual(command)
  })

  it.each([
    ['.frobnicate T', '1:1'],
    ['.create table T', '1:15'],
    ['.create table T (a:strin)', '1:24'],
    ['.create table T (a:string, a:long)', '1:28'],
    ['.show table T extents where tags like 1', '1:33'],
    ['.drop table T please', '1:14'],
    ['\n.show tables details )', '2:21'],
    ['.alter table T policy ingestionbatching {"a":1}', '1:40'],
    ['.alter table T docstring "no end', '1:25'],
  ])('refuses %s at %s', (csl, position) => {
    expect(() => parseManagementCommand(csl)).toThrow(KustoError)
    expect(() => parseManagementCommand(csl)).toThrow(
      new RegExp(`SYN0002.*\\[line:position=${position}\\]`, 's'),
    )
  })
})
