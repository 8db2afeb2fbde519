import { describe, expect, it } from 'vitest'
import { KustoError } from '../../../../electron/local-cluster/answers/kusto-error'
import { readCommand } from '../../../../electron/local-cluster/commands/read-command'

const id = '74be27de-1e4e-49d9-b579-fe0b331d3642'
const columns = [
  { name: 'a', type: 'string' },
  { name: 'b', type: 'long' },
] as const

/** A command, those of its words that it begins with, what its `run` gets, and the query after it. */
const cases: readonly (readonly [csl: string, words: string, args: unknown, pipedQuery?: string])[] = [
  [
    '.create table T (a:string, b:long)',
    'create table T',
    { verb: 'create', tables: [{ table: 'T', columns: columns }] },
  ],
  [
    "// made by hand\n\n  .create-merge table ['a b'] (a: string, b:int64) with (docstring = 'd', folder=\"f/g\")",
    'create-merge table T',
    { verb: 'create-merge', tables: [{ table: 'a b', columns: columns }], docString: 'd', folder: 'f/g' },
  ],
  [
    '.alter-merge table T (a:string, b:long)',
    'alter-merge table T',
    { verb: 'alter-merge', tables: [{ table: 'T', columns: columns }] },
  ],
  [
    '.ALTER TABLE T (a:string,b:long)',
    'alter table T',
    { verb: 'alter', tables: [{ table: 'T', columns: columns }] },
  ],
  [
    '.create tables A (a:string,b:long), ["B"] (a:string,b:long)',
    'create tables',
    {
      verb: 'create',
      tables: [
        { table: 'A', columns: columns },
        { table: 'B', columns: columns },
      ],
    },
  ],
  [
    '.create table New based-on Old ifnotexists with (folder="x")',
    'create table T based-on',
    { table: 'New', source: 'Old', ifNotExists: true, folder: 'x' },
  ],
  ['.drop table T', 'drop table T', { tables: ['T'], ifExists: false }],
  ['.drop table T ifexists;', 'drop table T', { tables: ['T'], ifExists: true }],
  ['.drop tables (T, U) ifexists', 'drop tables', { tables: ['T', 'U'], ifExists: true }],
  [
    '.drop table T columns (a, b)',
    'drop table T columns',
    { table: 'T', columns: ['a', 'b'], ifExists: false },
  ],
  ['.drop column T.a', 'drop column', { table: 'T', columns: ['a'], ifExists: false }],
  ['.rename table T to U', 'rename table T to', { renames: [{ from: 'T', to: 'U' }], ifExists: false }],
  [
    '.rename tables A=B, B=A ifexists',
    'rename tables',
    {
      renames: [
        { from: 'B', to: 'A' },
        { from: 'A', to: 'B' },
      ],
      ifExists: true,
    },
  ],
  ['.rename column T.a to c', 'rename column', { table: 'T', renames: [{ from: 'a', to: 'c' }] }],
  ['.clear table T data', 'clear table T data', { table: 'T' }],
  [".alter table T docstring 'x'", 'alter table T docstring', { table: 'T', docString: 'x' }],
  ['.show tables', 'show tables', { details: false }],
  ['.show tables details', 'show tables', { details: true }],
  ['.show tables (A, B)', 'show tables', { tables: ['A', 'B'], details: false }],
  ['.show table T details', 'show table T details', { tables: ['T'] }],
  ['.show table T', 'show table T', { table: 'T', format: 'columns' }],
  ['.show table T cslschema', 'show table T cslschema', { table: 'T', format: 'csl' }],
  ['.show table T schema as json', 'show table T schema as json', { table: 'T', format: 'json' }],
  [
    '.show tables | where TableName == "T" | count',
    'show tables',
    { details: false },
    '| where TableName == "T" | count',
  ],
  ['.show databases', 'show databases', { option: undefined }],
  ['.show database', 'show database', {}],
  ['.show database schema', 'show database schema', { format: 'rows' }],
  ['.show database D schema as json', 'show database N schema', { databases: ['D'], format: 'json' }],
  [
    '.show database ["my-db"] cslschema',
    'show database N cslschema',
    { databases: ['my-db'], format: 'tables' },
  ],
  ['.show databases (A,B) schema', 'show databases (N) schema', { databases: ['A', 'B'], format: 'rows' }],
  ['.create database D ifnotexists', 'create database', { database: 'D', ifNotExists: true }],
  [
    '.create database D persist (@"c:\\a", @"c:\\b")',
    'create database',
    { database: 'D', ifNotExists: false },
  ],
  ['.drop database D ifexists', 'drop database N', { database: 'D', ifExists: true }],
  [
    '.alter table T policy ingestionbatching @\'{"MaximumBatchingTimeSpan":"00:00:10"}\'',
    'alter table T policy',
    {
      policy: 'ingestionbatching',
      scopes: [{ level: 'table', table: 'T' }],
      value: '{"MaximumBatchingTimeSpan":"00:00:10"}',
      merge: false,
    },
  ],
  [
    '.alter-merge database D policy ingestionbatching\n```\n{\n  "MaximumNumberOfItems": 5\n}\n```',
    'alter-merge database N policy',
    {
      policy: 'ingestionbatching',
      scopes: [{ level: 'database', database: 'D' }],
      value: '\n{\n  "MaximumNumberOfItems": 5\n}\n',
      merge: true,
    },
  ],
  [
    '.alter tables (A, B) policy ingestionbatching "{}"',
    'alter tables (T) policy',
    {
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
    'alter table T policy',
    {
      policy: 'streamingingestion',
      scopes: [{ level: 'table', table: 'T' }],
      value: '{"IsEnabled":true}',
      merge: false,
    },
  ],
  [
    '.alter table T policy caching hot = 36h',
    'alter table T policy',
    {
      policy: 'caching',
      scopes: [{ level: 'table', table: 'T' }],
      value: '{"DataHotSpan":"1.12:00:00","IndexHotSpan":"1.12:00:00"}',
      merge: false,
    },
  ],
  [
    '.alter-merge table T policy retention softdelete = 10d recoverability = disabled',
    'alter-merge table T policy',
    {
      policy: 'retention',
      scopes: [{ level: 'table', table: 'T' }],
      value: '{"SoftDeletePeriod":"10.00:00:00","Recoverability":"Disabled"}',
      merge: true,
    },
  ],
  [
    '.delete table T policy ingestionbatching',
    'delete table T policy',
    { policy: 'ingestionbatching', scopes: [{ level: 'table', table: 'T' }] },
  ],
  [
    '.show table T policy ingestionbatching',
    'show table T policy',
    { policy: 'ingestionbatching', scopes: [{ level: 'table', table: 'T' }] },
  ],
  [
    '.show database D policy ingestionbatching | project Policy',
    'show database N policy',
    { policy: 'ingestionbatching', scopes: [{ level: 'database', database: 'D' }] },
    '| project Policy',
  ],
  ['.show table * policy retention', 'show table * policy', { policy: 'retention' }],
  ['.get ingestion resources', 'get ingestion resources', undefined],
  ['.get ingestion resources with (EnableBlobMetadata=true)', 'get ingestion resources', undefined],
  ['.get kusto identity token', 'get kusto identity token', undefined],
  [
    '.create table T ingestion csv mapping "m" \'[{"Column":"a"}]\'',
    'create table T ingestion',
    {
      verb: 'create',
      scope: { level: 'table', table: 'T' },
      mappingKind: 'csv',
      name: 'm',
      mapping: '[{"Column":"a"}]',
    },
  ],
  [
    '.create-or-alter table T ingestion json mapping "m" "[1," "2]"',
    'create-or-alter table T ingestion',
    {
      verb: 'create-or-alter',
      scope: { level: 'table', table: 'T' },
      mappingKind: 'json',
      name: 'm',
      mapping: '[1,2]',
    },
  ],
  [
    '.drop table T ingestion csv mapping "m"',
    'drop table T ingestion',
    { scope: { level: 'table', table: 'T' }, mappingKind: 'csv', name: 'm' },
  ],
  ['.show table T ingestion mappings', 'show table T ingestion', { scope: { level: 'table', table: 'T' } }],
  [
    '.show table T ingestion csv mapping "m"',
    'show table T ingestion',
    { scope: { level: 'table', table: 'T' }, mappingKind: 'csv', name: 'm' },
  ],
  ['.show version', 'show version', undefined],
  ['.show cluster', 'show cluster', { details: false }],
  ['.show capacity ingestions', 'show capacity', { resource: 'ingestions' }],
  [
    `.show ingestion failures with (OperationId='${id}') | count`,
    'show ingestion failures',
    { operationId: id },
    '| count',
  ],
  ['.show operations', 'show operations', { ids: [], details: false }],
  [`.show operations ${id}`, 'show operations', { ids: [id], details: false }],
  [
    '.show principal access with (principal="x", entity="y")',
    'show principal access',
    { principal: 'x', entity: 'y' },
  ],
  ['.show current principal roles', 'show current principal roles', undefined],
  [
    '.show database D principals',
    'show database N principals',
    { scope: { level: 'database', database: 'D' } },
  ],
  [
    '.ingest inline into table T with (format="csv", ignoreFirstRecord=true) <|\r\na,"b|c"\n1,2\n',
    'ingest inline into table T',
    { table: 'T', properties: { format: 'csv', ignorefirstrecord: 'true' }, data: 'a,"b|c"\n1,2\n' },
  ],
  [
    '.ingest inline into table T <| 1,a',
    'ingest inline into table T',
    { table: 'T', properties: {}, data: ' 1,a' },
  ],
  [
    '.ingest inline into table T [1,"a]b"] [2,c]',
    'ingest inline into table T',
    { table: 'T', properties: {}, data: '1,"a]b"\n2,c' },
  ],
  [
    ".ingest async into table T (h'https://a/b?c', 'https://d') with (format='json', creationTime=datetime(2020-01-01), tags='[\"x\"]')",
    'ingest async into table T',
    {
      table: 'T',
      async: true,
      sources: ['https://a/b?c', 'https://d'],
      properties: { format: 'json', creationtime: 'datetime(2020-01-01)', tags: '["x"]' },
    },
  ],
  [
    '.set-or-append T with (folder="x") <| U | where a > 1',
    'set-or-append T',
    {
      verb: 'set-or-append',
      table: 'T',
      async: false,
      properties: { folder: 'x' },
      query: ' U | where a > 1',
    },
  ],
  [
    '.execute database script with (ContinueOnErrors=true) <|\n// first\n.create table A (a:string)\n\n.create table B (\n  a:string)',
    'execute database script',
    {
      commands: ['.create table A (a:string)', '.create table B (\n  a:string)'],
      continueOnErrors: true,
      throwOnErrors: false,
    },
  ],
  [
    ".alter table T policy update with (AllowUnreferencedSourceTable=true) '[]'",
    'alter table T policy',
    {
      policy: 'update',
      scopes: [{ level: 'table', table: 'T' }],
      value: '[]',
      merge: false,
      properties: { allowunreferencedsourcetable: 'true' },
    },
  ],
  ['.alter column D.T.C type = long', 'alter column C type', { table: 'T', column: 'C', type: 'long' }],
  [
    '.delete async table T records with (whatif=true) <| T | where a == 1',
    'delete async table T records',
    { table: 'T', whatIf: true, predicate: ' T | where a == 1', async: true },
  ],
  [
    ".set database D viewers none skip-results 'why'",
    'set database N viewers',
    {
      verb: 'set',
      scope: { level: 'database', database: 'D' },
      role: 'viewers',
      principals: [],
      skipsResults: true,
      notes: 'why',
    },
  ],
]

describe('readCommand', () => {
  for (const [csl, words, args, pipedQuery] of cases) {
    it(csl, () => {
      const read = readCommand(csl)
      expect(read.command.words).toContain(words)
      expect([read.words, read.args, read.pipedQuery]).toEqual([words, args, pipedQuery])
    })
  }

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
    expect(() => readCommand(csl)).toThrow(KustoError)
    expect(() => readCommand(csl)).toThrow(new RegExp(`SYN0002.*\\[line:position=${position}\\]`, 's'))
  })

  it('takes the database from the names of tables', () => {
    expect(readCommand('.drop tables (D.A, D.B)')).toMatchObject({ database: 'D' })
    expect(readCommand('.show table D.T details')).toMatchObject({ database: 'D', names: ['T'] })
    expect(readCommand('.show table T details').database).toBeUndefined()
    expect(() => readCommand('.drop tables (D.A, E.B)')).toThrow('one database')
  })
})
