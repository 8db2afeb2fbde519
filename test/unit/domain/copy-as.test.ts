import { describe, expect, test } from 'vitest'
import { copyAs, copyTools } from '../../../electron/domain/copy-as/copy-as'
import type { Recipe, RecipeSource } from '../../../electron/domain/copy-as/recipe'

const source = (change: Partial<RecipeSource> = {}): RecipeSource => ({
  kind: 'file',
  name: 'a.csv',
  location: '/data/a.csv',
  hasSecret: false,
  format: 'csv',
  ignoreFirstRecord: true,
  creationTime: null,
  onceTag: null,
  zipPattern: null,
  text: null,
  ...change,
})

const recipe = (change: Partial<Recipe> = {}): Recipe => ({
  clusterUri: 'https://adx.westeurope.kusto.windows.net',
  dataIngestionUri: 'https://ingest-adx.westeurope.kusto.windows.net',
  isLocalCluster: false,
  database: 'My Samples',
  table: "O'Brien",
  tags: [],
  mappingReference: null,
  mappingText: null,
  sources: [source()],
  notes: [],
  ...change,
})

test('a cluster in the cloud asks to sign in, by the address that each tool needs', () => {
  expect(copyAs(recipe(), 'node', 'posix')).toContain(
    'KustoConnectionStringBuilder.withUserPrompt("https://ingest-adx.westeurope.kusto.windows.net", {})',
  )
  expect(copyAs(recipe(), 'python', 'posix')).toContain(
    'KustoConnectionStringBuilder.with_interactive_login("https://ingest-adx.westeurope.kusto.windows.net")',
  )
  expect(copyAs(recipe(), 'lightIngest', 'posix')).toContain(
    `LightIngest 'https://ingest-adx.westeurope.kusto.windows.net;Fed=True' -database:'My Samples' -table:'O'\\''Brien' -sourcePath:'/data' -pattern:'a.csv' -format:csv -ignoreFirstRow:true`,
  )
  expect(copyAs(recipe(), 'kql', 'posix')).toContain(
    '// Run in the database My Samples of https://adx.westeurope.kusto.windows.net',
  )
})

test('PowerShell quotes in its own way, and knows paths of Windows', () => {
  const text = copyAs(
    recipe({ sources: [source({ location: 'C:\\data\\a.csv' })] }),
    'lightIngest',
    'windows',
  )
  expect(text).toContain(`-table:'O''Brien' -sourcePath:'C:\\data' -pattern:'a.csv'`)
})

test('a blob is picked by its container and path; words stand in place of its SAS', () => {
  const location = 'https://acct.blob.core.windows.net/landing/2026/x%20y.csv'
  const blob = recipe({ sources: [source({ kind: 'blob', name: 'x y.csv', location, hasSecret: true })] })
  expect(copyAs(blob, 'lightIngest', 'posix')).toContain(
    `-sourcePath:'https://acct.blob.core.windows.net/landing?PUT-THE-SAS-HERE' -prefix:'2026/x y.csv' -pattern:'*x y.csv'`,
  )
  for (const tool of copyTools) expect(copyAs(blob, tool, 'posix')).toContain('?PUT-THE-SAS-HERE')
  expect(copyAs(blob, 'kql', 'posix')).toContain(`  h"${location}?PUT-THE-SAS-HERE"`)
})

test('of files and short texts, only the files are told to be uploaded, by name', () => {
  const sources = [
    source({ name: 'small.csv', text: '1,2' }),
    ...'abcde'.split('').map((name) => source({ name })),
  ]
  const text = copyAs(recipe({ sources }), 'kql', 'posix')
  expect(text).toContain('Upload a, b, c and 2 more to a container')
})

test('a file too large to write down is told to be uploaded first, for KQL', () => {
  const text = copyAs(recipe(), 'kql', 'posix')
  expect(text).toContain('Upload a.csv to a container')
  expect(text).toContain('h"https://ACCOUNT.blob.core.windows.net/CONTAINER/a.csv?PUT-THE-SAS-HERE"')
})

test('sources with different properties go in different commands, and many blobs in several', () => {
  const blob = (index: number): RecipeSource =>
    source({ kind: 'blob', location: `https://acct.blob.core.windows.net/c/${index}.csv` })
  const many = recipe({
    sources: [...Array.from({ length: 150 }, (_, index) => blob(index)), { ...blob(150), format: 'tsv' }],
  })
  const commands = copyAs(many, 'kql', 'posix').match(/^\.ingest into/gm)
  expect(commands).toHaveLength(3)
  expect(copyAs(many, 'node', 'posix').match(/new IngestionProperties\(/g)).toHaveLength(2)
})

describe.each(copyTools)('%s', (tool) => {
  test('has every property that the ingestion has', () => {
    const text = copyAs(
      recipe({
        tags: ['mine'],
        mappingReference: 'my_mapping',
        notes: ['Something to know.'],
        sources: [source({ onceTag: 'once', zipPattern: '\\.csv$', name: 'a.zip' })],
      }),
      tool,
      'posix',
    )
    for (const part of ['mine', 'my_mapping', 'once', 'csv$', 'Something to know.'])
      expect(text).toContain(part)
  })

  test('keeps hostile names inside their quotes', () => {
    const table = `x'"); drop table y; //\\`
    const text = copyAs(recipe({ table }), tool, 'posix')
    const quoted = {
      kql: `['x\\'"); drop table y; //\\\\']`,
      lightIngest: `'x'\\''"); drop table y; //\\'`,
      node: JSON.stringify(table),
      python: JSON.stringify(table),
    }
    expect(text).toContain(quoted[tool])
  })
})

test('the local cluster’s token is read from its file when the copied text runs, and not in the text', () => {
  const tokenFile = "/home/o'neil/.kusto/local-cluster-token"
  const uri = 'http://127.0.0.1:4711'
  const local = recipe({ isLocalCluster: true, clusterUri: uri, dataIngestionUri: uri, tokenFile })
  expect(copyAs(local, 'node', 'posix')).toContain(
    `withAccessToken("${uri}", readFileSync("${tokenFile}", 'utf8'))`,
  )
  expect(copyAs(local, 'python', 'posix')).toContain(
    `with_aad_application_token_authentication("${uri}", open("${tokenFile}").read())`,
  )
  expect(copyAs(local, 'lightIngest', 'posix')).toContain(
    `"${uri};Fed=True;AppToken=$(cat '/home/o'\\''neil/.kusto/local-cluster-token')"`,
  )
})
