import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobClient } from '@azure/storage-blob'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { ClusterClient } from '../../support/cluster-client'
import { eventually } from '../../support/eventually'
import { filesIn, secretsIn } from '../../support/planted-secrets'
import { rawRequest } from '../../support/raw-request'

let folder = ''
let cluster: LocalCluster
let client: ClusterClient
/** Another server on this machine, which serves rows to whoever asks. */
const hits: string[] = []
const server = createServer((request, response) => {
  hits.push(`${request.method} ${request.url}`)
  response.end('1\n')
})
let port = 0

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  folder = await mkdtemp(join(tmpdir(), 'cluster-walls-'))
  await chmod(folder, 0o755)
  cluster = await startLocalCluster({ dataDir: folder })
  client = new ClusterClient(cluster)
  await client.rows('.create table T (N: int)')
})

afterAll(async () => {
  await cluster.close()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

describe('a blob URI', () => {
  const targets = (): string[] => [
    `http://127.0.0.1:${port}/a/b.csv`,
    `http://localhost:${port}/a/b.csv`,
    `https://0.0.0.0:${port}/a/b.csv`,
    `https://[::ffff:127.0.0.1]:${port}/a/b.csv`,
    'https://169.254.169.254/latest/meta-data/b.csv',
    'https://[fe80::1]/a/b.csv',
  ]

  it('does not lead the cluster to other servers on this machine or its link', async () => {
    for (const uri of targets()) {
      const id = await client.post(uri)
      expect(await client.ended(id), uri).toMatchObject({ Status: 'Failed', ErrorCode: 'Download_Forbidden' })
      await expect(client.rows(`.ingest into table T ('${uri}') with (format=csv)`), uri).rejects.toThrow()
    }
    // Its size is asked for if the message does not say it.
    expect(
      await client.ended(
        await client.post(targets()[0] ?? '', { rawDataSize: null, flushImmediately: true }),
      ),
    ).toMatchObject({ Details: expect.stringContaining('--allow-local-blobs') as unknown })
    expect(hits).toEqual([])
  })

  it('leads to the cluster’s own storage, and with the switch to the others', async () => {
    expect(await client.ended(await client.ingest('1\n'))).toMatchObject({ Status: 'Succeeded' })
    const open = await startLocalCluster({ allowLocalBlobs: true })
    try {
      const other = new ClusterClient(open)
      await other.rows('.create table T (N: int)')
      expect(await other.ended(await other.post(`http://127.0.0.1:${port}/a/b.csv`))).toMatchObject({
        Status: 'Succeeded',
      })
    } finally {
      await open.close()
    }
  })
})

describe('a web page', () => {
  it.each(['cross-site', 'same-site'])('is refused by what its browser says: %s', async (site) => {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }
    const answer = await rawRequest(cluster.clusterUri, '/v1/rest/auth/metadata', { method: 'GET', headers })
    expect(answer.status).toBe(403)
  })

  it('is not what a person opens or a program asks', async () => {
    for (const headers of [{ 'sec-fetch-site': 'none' }, {}]) {
      const answer = await rawRequest(cluster.clusterUri, '/v1/rest/auth/metadata', {
        method: 'GET',
        headers,
      })
      expect(answer.status).toBe(200)
    }
  })
})

describe('the data folder', () => {
  it('is private to its owner, although it was not', async () => {
    const modes = await Promise.all(
      ['', 'engine.duckdb', 'storage-account.json'].map(
        async (name) => (await stat(join(folder, name))).mode,
      ),
    )
    expect(modes.map((mode) => mode & 0o077)).toEqual([0, 0, 0])
  })

  it('holds no SAS, key or password in any file, and shows none in the failures', async () => {
    const secrets = ['canary-sig-1', 'canary-pass-2', 'canary-key-3', 'canary-tag-4', 'canary-token-5']
    const [sig, pass, key, tag, token] = secrets
    const waiting = { flushImmediately: false, properties: { authorizationContext: token } }
    const foreign = `https://storage.example/c/b.csv?sv=1&sig=${sig}`
    // Some wait, with their URIs; some fail and are listed.
    await client.post(foreign, waiting)
    await client.post(`https://user:${pass}@storage.example/c/b.csv`, waiting)
    await client.post(`https://storage.example/c/b.csv;${key}`, waiting)
    const failed = await Promise.all([
      client.post(`https://169.254.169.254/c/b.csv?sig=${sig}`),
      client.post(`https://user:${pass}@169.254.169.254/c/b.csv`),
      client.post(`https://169.254.169.254/c/b.csv;${key}`),
      client.post(`DefaultEndpointsProtocol=https;AccountKey=${key}`),
      client.ingest('1\n', { properties: { format: `x?sig=${tag}` } }),
    ])
    for (const id of failed) expect((await client.ended(id)).Status).toBe('Failed')
    const shown = JSON.stringify(await client.rows('.show ingestion failures'))
    const own = new URL(await client.resource('TempStorage')).searchParams.get('sig') ?? ''
    const wanted = new Map([...secrets, own].map((secret) => [secret, secret]))
    expect(secretsIn(new Map([['the failures', Buffer.from(shown)]]), wanted)).toEqual([])
    // A message leaves its queue, and the disk, right after the store has it.
    const found = (): string[] =>
      secretsIn(new Map(filesIn(folder).map((path) => [path, readFileSync(path)])), wanted)
    await eventually(found, (lines) => lines.length === 0)
    const stored = Buffer.concat(filesIn(folder).map((path) => readFileSync(path))).toString('latin1')
    // What is looked for would be found: the addresses themselves are there.
    expect(stored).toContain('https://storage.example/c/b.csv')
  })

  it('lets what was signed end with the run, and still ingests what waits', async () => {
    const uri = await client.upload('5\n')
    const id = randomUUID()
    await client.post(uri, { id, flushImmediately: false })
    expect(await new BlobClient(uri).exists()).toBe(true)
    await cluster.close()
    cluster = await startLocalCluster({ dataDir: folder })
    client = new ClusterClient(cluster)
    const moved = uri.replace(/^http:\/\/[^/]+/, new URL(await client.resource('TempStorage')).origin)
    await expect(new BlobClient(moved).getProperties()).rejects.toMatchObject({ statusCode: 403 })
    await client.rows(`.alter table T policy ingestionbatching '{"MaximumNumberOfItems": 1}'`)
    await client.ingest('6\n', { flushImmediately: true })
    await client.waitForCount('T', 3)
    expect((await client.ended(id)).Status).toBe('Succeeded')
  })
})
