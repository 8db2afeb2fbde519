import { describe, expect, test } from 'vitest'
import { parseStudioArguments } from '../../../electron/cli/arguments'
import { helpText } from '../../../electron/cli/help'
import { translateLightIngest } from '../../../electron/cli/light-ingest'

/** The switches of LightIngest, from its documents and from `/??` of the tool. */
const documented =
  `database db table sourcePath source managedIdentity mi ingestWithManagedIdentity ingestmi imgestmi
  connectToStorageWithUserAuth storageUserAuth connectToStorageLoginUri storageLoginUri
  connectToStorageWithManagedIdentity storageMi prefix pattern zipPattern format f ingestionMappingPath mappingPath
  ingestionMappingRef mappingRef creationTimePattern ignoreFirstRow ignoreFirst tag dontWait compression cr limit l
  listOnly list ingestTimeout forceSync interactive i dataBatchSize batch filesInBatch devTracing trace noSizeLimit
  parallelRequests parallel ingestionRateCount rateCount listingRateCount listRateCount repeatPause pause
  repeatCount repeat`.split(/\s+/)

test.each(documented)('-%s is taken, or answered with a reason', (name) => {
  const written = `-${name}:1`
  let outcome: string
  try {
    const { args, notes } = translateLightIngest([written])
    expect(args).not.toContain(written)
    outcome = [...args, ...notes].join(' ')
  } catch (error) {
    outcome = String(error)
    expect(outcome).toContain(`-${name} of LightIngest: `)
  }
  expect(outcome).not.toBe('')
  expect(helpText()).toContain(`-${name}`)
})

test('a command line of LightIngest’s documents is understood', () => {
  const args = [
    'https://ingest-contoso.westeurope.kusto.windows.net;Fed=True;Initial Catalog=DB',
    '-table:Trips',
    '-source:D:\\MyFolder\\Data',
    '-pattern:*.csv.gz',
    '-format:csv',
    '-mappingRef:MAPPING',
    '-limit:2',
    '-ignoreFirst:true',
    '-cr:10.0',
    "-creationTimePattern:'historicalvalues'yyyyMMdd'.parquet'",
    '-tag:one',
    '-tag:drop-by:two',
    '-interactive:false',
  ]
  expect(parseStudioArguments(['ingest', ...args])).toEqual({
    command: 'ingest',
    cluster: 'https://ingest-contoso.westeurope.kusto.windows.net;Fed=True;Initial Catalog=DB',
    database: 'DB',
    table: 'Trips',
    format: 'csv',
    ignoreFirstRecord: true,
    mapping: 'MAPPING',
    mappingFile: undefined,
    zipPattern: undefined,
    ingestIfNotExists: undefined,
    prefix: undefined,
    tags: ['one', 'drop-by:two'],
    creationTimePattern: "'historicalvalues'yyyyMMdd'.parquet'",
    untagged: false,
    include: ['*.csv.gz'],
    exclude: [],
    limit: 2,
    listOnly: false,
    separateBlobs: false,
    strict: false,
    leaveOutFindings: false,
    json: false,
    notes: [
      '-cr is not needed here: the true uncompressed size is read from the file.',
      '-interactive is not needed here: there are no prompts; “undo” takes a job back.',
    ],
    paths: ['D:\\MyFolder\\Data'],
  })
})

describe('what is not LightIngest’s stays as it is', () => {
  test.each([
    [['ingest', '-', '--json']],
    [['ingest', '/tag', '/data/tag', 'https://account.blob.core.windows.net/c/b.csv?sas']],
    [['ingest', '--tag', '-table:T']],
    [['-h']],
  ])('%j', (args) => {
    expect(translateLightIngest(args)).toEqual({ args, notes: [] })
  })
})

test('yes and no', () => {
  expect(translateLightIngest(['-ignoreFirst']).args).toEqual(['--ignore-first-record'])
  expect(translateLightIngest(['/ignoreFirstRow:True']).args).toEqual(['--ignore-first-record'])
  expect(translateLightIngest(['-IGNOREFIRST:false']).args).toEqual([])
})

test.each([
  ['-table', '-table:VALUE; or use --table'],
  ['-dontWait:true', '“resume” continues'],
  ['-storageMi:system', 'AwsCredentials'],
])('%s alone is answered', (argument, words) => {
  expect(() => parseStudioArguments(['ingest', argument])).toThrowError(words)
})

test('a connection string with a key is refused, and the key is not repeated', () => {
  const args = ['ingest', 'https://ingest-contoso.kusto.windows.net;AppKey=hunter2', '-table:T', 'a.csv']
  try {
    parseStudioArguments(args)
    expect.unreachable()
  } catch (error) {
    expect(String(error)).toContain('--cluster: This connection string has a key')
    expect(String(error)).not.toContain('hunter2')
  }
})

test('the address of a cluster may name the database', () => {
  const query = ['query', '--cluster', 'help/Samples', 'T']
  expect(parseStudioArguments(query)).toMatchObject({ cluster: 'help/Samples', database: 'Samples' })
  expect(parseStudioArguments([...query, '--database', 'Mine'])).toMatchObject({ database: 'Mine' })
  expect(() => parseStudioArguments(['query', '--cluster', 'help', 'T'])).toThrowError('needs --database')
})

test('a blob is no cluster', () => {
  const blob = 'https://account.blob.core.windows.net/container/a.csv?sas'
  expect(translateLightIngest(['-db:D', blob]).args).toEqual(['--database=D', blob])
})

test('a container with its switches is understood', () => {
  const args = [
    'https://ingest-contoso.westeurope.kusto.windows.net;Fed=True',
    '-db:DB',
    '-table:Trips',
    '-source:https://account.blob.core.windows.net/landing;c2VjcmV0',
    '-prefix:2024/01',
    '-pattern:*.zip',
    '-zipPattern:\\.csv$',
    '-mappingPath:mapping.json',
    '-ingestIfNotExists:{path}',
  ]
  expect(parseStudioArguments(['ingest', ...args])).toMatchObject({
    prefix: '2024/01',
    include: ['*.zip'],
    zipPattern: '\\.csv$',
    mappingFile: 'mapping.json',
    ingestIfNotExists: '{path}',
    paths: ['https://account.blob.core.windows.net/landing;c2VjcmV0'],
  })
})
