import { randomUUID } from 'node:crypto'
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ClusterClient } from '../../support/cluster-client'
import { clusterProgram } from '../../support/cluster-program'
import { eventually } from '../../support/eventually'
import { filesIn, secretsIn } from '../../support/planted-secrets'

const children: ChildProcess[] = []
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-test-'))
})

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

interface Ready {
  readonly clusterUri: string
  readonly database: string
}

/** Starts a cluster in its own process; `kill` gives it no time for anything. */
async function start(): Promise<Ready & { readonly kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [clusterProgram, '--json', '--data-dir', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) {
    const kill = (): Promise<void> =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGKILL')
      })
    return { ...(JSON.parse(line) as Ready), kill }
  }
  throw new Error('The cluster ended before it was ready')
}

it('an operation survives a kill at the moment it is answered, and its blobs land once', async () => {
  const first = await start()
  const client = new ClusterClient(first)
  await client.rows('.create table T (N: int)')
  const blobs = await Promise.all(
    ['1\n2\n', '3\n', '4\n5\n6\n'].map(async (content) => ({
      url: await client.upload(content),
      sourceId: randomUUID(),
      rawSize: content.length,
    })),
  )
  const path = `/v1/rest/ingestion/queued/${first.database}/T`
  const body = JSON.stringify({
    blobs,
    properties: { format: 'csv', enableTracking: true, skipBatching: true },
  })
  const post = async ({ clusterUri }: Ready): Promise<string> => {
    const response = await fetch(`${clusterUri}${path}`, { method: 'POST', body })
    return ((await response.json()) as { ingestionOperationId: string }).ingestionOperationId
  }
  const operation = await post(first)
  await first.kill()

  const second = await start()
  const status = async (id: string): Promise<unknown> =>
    ((await (await fetch(`${second.clusterUri}${path}/${id}`)).json()) as { status: unknown }).status
  const done = { succeeded: 3, failed: 0, inProgress: 0, canceled: 0 }
  await eventually(
    () => status(operation),
    (value) => JSON.stringify(value) === JSON.stringify(done),
  )
  // As if the client missed the answer and posted again.
  const again = await post(second)
  expect(await status(again)).toEqual(done)
  expect(await new ClusterClient(second).count('T')).toBe(6)
})

it('what a run signed ends with its kill, and what it left in its queues lands', async () => {
  const first = await start()
  const client = new ClusterClient(first)
  await client.rows('.create table T (N: int)')
  const signed = await client.upload('1\n')
  const uris = await Promise.all(Array.from({ length: 100 }, (_, number) => client.upload(`${number}\n`)))
  await Promise.all(uris.map((uri) => client.post(uri, { flushImmediately: false })))
  await first.kill()

  const second = await start()
  const now = new ClusterClient(second)
  await now.ingest('100\n')
  await now.waitForCount('T', 101)
  expect(await now.rows('T | summarize min(N), max(N), dcount(N)')).toEqual([
    { min_N: 0, max_N: 100, dcount_N: 101 },
  ])
  expect(await now.rows('.show ingestion failures')).toEqual([])
  const moved = `${new URL(await now.resource('TempStorage')).origin}${signed.slice(new URL(signed).origin.length)}`
  expect((await fetch(moved)).status).toBe(403)
  const kinds = ['TempStorage', 'SecuredReadyForAggregationQueue', 'IngestionsStatusTable']
  const signatures = await Promise.all(
    kinds.map(async (kind) => {
      const signature = new URL(await client.resource(kind)).searchParams.get('sig')
      return [kind, signature ?? ''] as const
    }),
  )
  const files = new Map(filesIn(folder).map((path) => [path, readFileSync(path)]))
  expect(secretsIn(files, new Map(signatures))).toEqual([])
})
