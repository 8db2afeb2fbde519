import { randomUUID } from 'node:crypto'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ClusterClient } from '../support/cluster-client'
import { clusterProgram } from '../support/cluster-program'
import { eventually } from '../support/eventually'
import { rounds, seedOf } from '../support/rounds'

const senders = 8

let folder: string
let child: ChildProcess | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-kill-'))
})

afterAll(async () => {
  child?.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<ClusterClient> {
  const cluster = spawn(process.execPath, [clusterProgram, '--json', '--data-dir', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child = cluster
  for await (const line of createInterface({ input: cluster.stdout }))
    return new ClusterClient(JSON.parse(line) as { clusterUri: string; database: string })
  throw new Error('The cluster ended before it was ready')
}

async function kill(): Promise<void> {
  const ended = new Promise((resolve) => child?.once('exit', resolve))
  child?.kill('SIGKILL')
  await ended
}

/** Uploads one row and posts its message without the SDKs, which would ask a killed cluster again for minutes. */
async function sender(client: ClusterClient): Promise<(number: number) => Promise<void>> {
  const [container, queue] = [
    new URL(await client.resource('TempStorage')),
    new URL(await client.resource('SecuredReadyForAggregationQueue')),
  ]
  return async (number) => {
    const id = randomUUID()
    const blob = `${container.origin}${container.pathname}/${id}.csv${container.search}`
    await mustBeCreated(blob, {
      method: 'PUT',
      headers: { 'x-ms-blob-type': 'BlockBlob' },
      body: `${number}\n`,
    })
    const message = {
      Id: id,
      BlobPath: blob,
      DatabaseName: client.database,
      TableName: 'T',
      RawDataSize: 10,
      AdditionalProperties: { format: 'csv', authorizationContext: 'x' },
    }
    const text = Buffer.from(JSON.stringify(message)).toString('base64')
    await mustBeCreated(`${queue.origin}${queue.pathname}/messages${queue.search}`, {
      method: 'POST',
      body: `<QueueMessage><MessageText>${text}</MessageText></QueueMessage>`,
    })
  }
}

async function mustBeCreated(uri: string, request: RequestInit): Promise<void> {
  const response = await fetch(uri, request)
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
}

/** Moments that look random and are the same in each run. */
function* moments(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 48_271) % 2_147_483_647
    yield state / 2_147_483_647
  }
}

it('what storage has acknowledged lands once, whenever the cluster is killed', async () => {
  const random = moments(seedOf('STORAGE_KILL_SEED', true))
  const acknowledged = new Set<number>()
  let next = 0
  let client = await start()
  await client.rows('.create table T (N: long)')
  await client.rows(`.alter table T policy ingestionbatching '{"MaximumBatchingTimeSpan": "00:00:10"}'`)
  while (acknowledged.size < rounds.acknowledgedMessages) {
    const put = await sender(client)
    let isGone = false
    const send = async (): Promise<void> => {
      while (!isGone) {
        const number = next++
        try {
          await put(number)
          acknowledged.add(number)
        } catch (error) {
          // Of a killed cluster; the row may have arrived, but nobody said so.
          if (!isGone) throw error
        }
      }
    }
    const sending = Promise.all(Array.from({ length: senders }, send))
    await Promise.race([sending, delay(500 + (random.next().value as number) * 2_500)])
    isGone = true
    await kill()
    await sending
    client = await start()
    // The batch would wait for its time; the next kill would count as an attempt of what is in it.
    await client.ingest(`${next}\n`)
    acknowledged.add(next++)
    const landed = async (): Promise<number[]> =>
      (await client.rows('T | project N')).map((row) => Number(row['N']))
    const missing = (numbers: readonly number[]): number[] => {
      const there = new Set(numbers)
      return [...acknowledged].filter((number) => !there.has(number))
    }
    const numbers = await eventually(landed, (all) => missing(all).length === 0, 30_000).catch(landed)
    expect(missing(numbers)).toEqual([])
    expect(new Set(numbers).size).toBe(numbers.length)
  }
})
