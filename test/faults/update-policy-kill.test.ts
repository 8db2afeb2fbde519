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
import { rounds } from '../support/rounds'

/** Rows of each blob: enough for its transaction, with its updates, to take longer than what is around it. */
const rowsOfBlob = 60_000

let folder: string
let child: ChildProcess | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-policy-kill-'))
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

it('a kill leaves a source and the tables that follow it in one transaction both or neither', async () => {
  let client = await start()
  await client.rows('.create tables Raw (N: long), B (N: long), C (Rows: long)')
  const policy = (source: string, query: string): string =>
    `\`\`\`[{"Source": "${source}", "Query": "${query}", "IsTransactional": true}]\`\`\``
  await client.rows(`.alter table B policy update ${policy('Raw', 'Raw | extend N = N + 1')}`)
  await client.rows(`.alter table C policy update ${policy('B', 'B | summarize Rows = count()')}`)
  const counts = async (): Promise<readonly number[]> => {
    const [row] = await client.rows(
      'print raw = toscalar(Raw | count), b = toscalar(B | count), c = toscalar(C | summarize coalesce(sum(Rows), 0))',
    )
    return [Number(row?.['raw']), Number(row?.['b']), Number(row?.['c'])]
  }
  const content = Array.from({ length: rowsOfBlob }, (_, number) => `${number}\n`).join('')
  for (let round = 1; round <= rounds.kills; round++) {
    await client.ingest(content, { table: 'Raw', rawDataSize: content.length })
    // From before the transaction begins to after it has ended.
    await delay((round / rounds.kills) * 300)
    await kill()
    client = await start()
    const [raw, b, c] = await counts()
    expect([b, c]).toEqual([raw, raw])
    const all = round * rowsOfBlob
    expect(await eventually(counts, ([landed = 0]) => landed >= all, 60_000)).toEqual([all, all, all])
  }
})
