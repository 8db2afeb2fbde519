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
    cluster: 'https://ingest-contoso.westeurope.kusto.windows.net',
    database: 'DB',
    table: 'Trips',
    format: 'csv',
    ignoreFirstRecord: true,
    mapping: 'MAPPING',
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
  ['-mappingPath:x.json', '--mapping NAME'],
  ['-prefix:a/b', '--include'],
])('%s alone is answered', (argument, words) => {
  expect(() => parseStudioArguments(['ingest', argument])).toThrowError(words)
})

test('a blob is no cluster', () => {
  const blob = 'https://account.blob.core.windows.net/container/a.csv?sas'
  expect(translateLightIngest(['-db:D', blob]).args).toEqual(['--database=D', blob])
})
