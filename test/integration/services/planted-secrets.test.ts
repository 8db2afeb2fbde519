import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MethodName } from '../../../electron/contract/names'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { createHandlers } from '../../../electron/main/ipc/handlers/all-handlers'
import { answerRequest } from '../../../electron/main/ipc/answer-request'
import { RequestRegistry } from '../../../electron/main/ipc/requests'
import { LinkInbox } from '../../../electron/main/link-inbox'
import { LocalClusterSupervisor } from '../../../electron/main/local-cluster-supervisor'
import { createStudio } from '../../../electron/services/create-studio'
import { writeDiagnostics } from '../../../electron/services/diagnostics/write-diagnostics'
import { openLogFile } from '../../../electron/services/logger'
import type { Studio } from '../../../electron/services/studio-services'
import { eventually } from '../../support/eventually'
import { everyText, filesIn, planted, plantedSecrets, secretsIn } from '../../support/planted-secrets'
import { idleHost } from '../../support/studio-host'

const root = mkdtempSync(join(tmpdir(), 'planted-secrets-'))
const [home, dataDir, temporary] = [join(root, 'home'), join(root, 'cluster'), join(root, 'tmp')]
let cluster: LocalCluster
let studio: Studio
/** What the page would get, and what programs wrote. */
const seen: string[] = []

/** Storage and a cluster that repeat in their answers whatever they were sent, and more. */
const parrot = createServer((request, response) => {
  const body = JSON.stringify({ error: { code: 'X', message: everyText, '@message': everyText } })
  response.writeHead(request.url?.includes('metadata') === true ? 200 : 400, { 'x-ms-error-code': 'X' })
  response.end(`${body} ${request.url} ${JSON.stringify(request.headers)}`)
})
const parrotUri = (): string => `http://127.0.0.1:${(parrot.address() as AddressInfo).port}`

beforeAll(async () => {
  for (const folder of [home, dataDir, temporary]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  await new Promise<void>((resolve) => parrot.listen(0, '127.0.0.1', resolve))
  cluster = await startLocalCluster({ dataDir, allowLocalBlobs: true, log: (line) => seen.push(line) })
  studio = await createStudio({ homeFolder: home })
  await call('connection/open', { clusterUri: cluster.clusterUri })
  for (const query of [
    '.create table T (a: string)',
    `.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 1}'`,
  ]) {
    await call('table/query', { database: 'Samples', query, isConfirmed: true })
  }
})
afterAll(async () => {
  await studio.close()
  await cluster.close()
  parrot.closeAllConnections()
  parrot.close()
  rmSync(root, { recursive: true, force: true })
})

async function call(
  method: MethodName,
  request: unknown,
): Promise<{ readonly ok: boolean; readonly value?: unknown }> {
  const supervisor = new LocalClusterSupervisor(
    () => Promise.reject(new Error(everyText)),
    (info) => seen.push(JSON.stringify(info)),
  )
  const { handlers } = createHandlers(studio, supervisor, async () => [], {
    ...idleHost,
    writeDiagnostics: () =>
      writeDiagnostics({
        version: '1',
        homeFolder: home,
        appFolder: process.cwd(),
        settings: studio.settings.read(),
        state: [everyText],
        lastErrors: [everyText],
      }),
    chooseSavePath: async () => join(home, 'exported.csv'),
  })
  const log = openLogFile(join(home, 'studio.log'))
  const reply = await answerRequest(method, request, undefined, {
    handlers,
    requests: new RequestRegistry(),
    log,
  })
  seen.push(JSON.stringify(reply))
  return reply
}

/** Ways to fail with a text that holds a secret. */
const ways: readonly (readonly [string, (text: string) => Promise<unknown>])[] = [
  ['a cluster', (text) => call('connection/open', { clusterUri: text })],
  ['a blob', (text) => call('sources/inspectBlob', { uri: text })],
  ['a container', (text) => call('sources/listBlobs', { uri: text })],
  [
    'a blob that storage refuses',
    (text) => call('sources/inspectBlob', { uri: `${parrotUri()}/a/b.csv?x=${encodeURIComponent(text)}` }),
  ],
  [
    'a container that storage refuses',
    (text) => call('sources/listBlobs', { uri: `${parrotUri()}/a/b?${encodeURIComponent(text)}` }),
  ],
  [
    'a query with a mistake',
    (text) => call('table/query', { database: 'Samples', query: `T | where x == ${JSON.stringify(text)} |` }),
  ],
  [
    'a query that fails',
    (text) =>
      call('table/query', { database: 'Samples', query: `Nothing | where x == ${JSON.stringify(text)}` }),
  ],
  [
    'a command with a mistake',
    (text) =>
      call('table/query', {
        database: 'Samples',
        query: `.ingest into table T ("${text}"`,
        isConfirmed: true,
      }),
  ],
  [
    'a command that fails',
    (text) =>
      call('table/query', {
        database: 'Samples',
        query: `.ingest into table T (h@'${text}') with (format=csv)`,
        isConfirmed: true,
      }),
  ],
  ['the diagnostics', () => call('studio/diagnostics', {})],
  ['a setting', (text) => call('settings/write', { recentClusters: [text] })],
  [
    'a favorite',
    (text) => call('settings/write', { favoriteTables: [{ clusterUri: text, database: 'D', table: 'T' }] }),
  ],
  [
    'a link',
    async (text) => {
      const inbox = new LinkInbox()
      inbox.receive(`kusto-studio://open?cluster=${encodeURIComponent(text)}`)
      seen.push(JSON.stringify(inbox.take()))
    },
  ],
  [
    'a job',
    (text) =>
      call('jobs/start', {
        database: 'Samples',
        table: 'T',
        sources: [{ kind: 'blob', uri: text, format: 'csv', rawDataSizeBytes: null }],
      }),
  ],
  [
    'a job that storage refuses',
    (text) =>
      call('jobs/start', {
        database: 'Samples',
        table: 'T',
        sources: [
          {
            kind: 'blob',
            uri: `${parrotUri()}/a/b.csv?sig=${encodeURIComponent(text)}`,
            format: 'csv',
            rawDataSizeBytes: null,
          },
        ],
      }),
  ],
  [
    'a job to be copied',
    async (text) => {
      const start = {
        database: 'Samples',
        table: 'T',
        sources: [{ kind: 'blob', uri: text, format: 'csv', rawDataSizeBytes: null }],
      }
      for (const tool of ['kql', 'node', 'python', 'lightIngest'])
        await call('jobs/copyAs', { what: { start }, tool })
    },
  ],
  ['a table that is not there', (text) => call('catalog/table', { database: 'Samples', table: text })],
  ['a database that is not there', (text) => call('catalog/tables', { database: text })],
  [
    'mappings of a table that is not there',
    (text) => call('catalog/mappings', { database: 'Samples', table: text }),
  ],
  ['a method with a wrong request', (text) => call('jobs/list', { limit: text })],
  [
    'a bug',
    async (text) =>
      openLogFile(join(home, 'studio.log'))('test', text, new Error(text, { cause: new Error(text) })),
  ],
]

test.each(ways)('%s', async (_what, fail) => {
  await call('connection/open', { clusterUri: cluster.clusterUri })
  for (const { text } of Object.values(planted)) await fail(text)
})

test('a cluster that repeats what it is told', async () => {
  await call('connection/open', { clusterUri: parrotUri() })
  await call('catalog/databases', {})
  await call('table/query', { database: 'Samples', query: 'print 1' })
})

test('the command line, in its text and in its JSON', async () => {
  const run = promisify(execFile)
  const env = { ...process.env, KUSTO_STUDIO_HOME: join(root, 'cli-home'), TMPDIR: temporary }
  const commands = [
    [
      'ingest',
      planted['sas']?.text ?? '',
      '--cluster',
      planted['appKey']?.text ?? '',
      '--database',
      'D',
      '--table',
      'T',
      '--json',
    ],
    ['query', '--cluster', planted['password']?.text ?? '', '--database', 'D', everyText],
    [everyText, `--${everyText}`],
    [
      'ingest',
      planted['accountKey']?.text ?? '',
      planted['password']?.text ?? '',
      '--cluster',
      cluster.clusterUri,
      '--database',
      'Samples',
      '--table',
      'T',
      '--json',
    ],
    ['inspect', planted['sas']?.text ?? '', planted['password']?.text ?? '', '--json'],
  ]
  for (const args of commands) {
    const { stdout, stderr } = await run(process.execPath, ['electron/bootstrap/studio.mjs', ...args], {
      env,
    }).catch((error: unknown) => error as { stdout: string; stderr: string })
    expect(stdout + stderr).not.toBe('')
    seen.push(stdout, stderr)
  }
})

test('none of them is anywhere', async () => {
  await call('connection/open', { clusterUri: cluster.clusterUri })
  // The jobs whose storage refused have failed for good by now; others are tried again for a minute.
  const failures = { database: 'Samples', query: '.show ingestion failures | count' }
  await eventually(
    async () => JSON.stringify((await call('table/query', failures)).value),
    (answer) => /"rows":\[\["?[1-9]/.test(answer ?? ''),
  )
  await call('jobs/list', { limit: 100 })
  await call('settings/write', { theme: 'dark' })
  await call('history/list', { offset: 0, limit: 100 })
  await call('history/export', {})
  // What was typed in this session stays in memory to be called back; the file has only what holds no secret.
  await call('table/query', { database: 'Samples', query: '.show ingestion failures' })
  await call('table/query', { database: 'Samples', query: '.show operations' })
  const places = new Map([['answers, output and logs', Buffer.from(seen.join('\n'))]])
  for (const folder of [home, join(root, 'cli-home'), temporary]) {
    for (const path of filesIn(folder)) places.set(path, readFileSync(path))
  }
  for (const name of ['engine.duckdb', 'engine.duckdb.wal']) {
    const path = filesIn(dataDir).find((one) => one.endsWith(name))
    if (path !== undefined) places.set(path, readFileSync(path))
  }
  // What is looked for would be found: the addresses without their secrets are there.
  const names = [...places.keys()].join(' ')
  for (const expected of ['journal.sqlite', 'studio.log', 'engine.duckdb', 'settings.json'])
    expect(names).toContain(expected)
  expect(Buffer.concat([...places.values()]).includes('acct.blob.core.windows.net/c/f.csv')).toBe(true)
  expect(secretsIn(places, plantedSecrets)).toEqual([])
})
