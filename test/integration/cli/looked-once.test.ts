import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../../electron/bootstrap/build.mjs'
import { outFolder } from '../../../electron/bootstrap/project-paths.mjs'
import { parseStudioArguments } from '../../../electron/cli/arguments'
import { ingest } from '../../../electron/cli/ingest'
import type { ParentMessage } from '../../../electron/inspection/protocol'
import { startLocalCluster, type LocalCluster } from '../../../electron/local-cluster/local-cluster'
import { createStudio } from '../../../electron/services/create-studio'
import { forkInspection } from '../../../electron/services/inspection/inspection-process'
import type { StudioServices } from '../../../electron/services/studio-services'
import { ClusterClient } from '../../support/cluster-client'

const folder = mkdtempSync(join(tmpdir(), 'looked-once-'))
const sent: ParentMessage[] = []
let cluster: LocalCluster
let client: ClusterClient
let studio: StudioServices

beforeAll(async () => {
  await build(['inspection'])
  cluster = await startLocalCluster({})
  client = new ClusterClient(cluster)
  studio = await createStudio({
    homeFolder: join(folder, 'home'),
    log: () => undefined,
    startInspection: () => {
      const started = forkInspection(join(outFolder, 'inspection', 'entry.cjs'))
      return {
        ...started,
        send(message) {
          sent.push(message)
          started.send(message)
        },
      }
    },
  })
})
afterAll(async () => {
  await studio.close()
  client.client.close()
  await cluster.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the job takes over what the command line found: each file is looked into and checked once', async () => {
  await client.rows('.create table Once (id: long, town: string)')
  await client.rows(
    `.alter table Once policy ingestionbatching '{"MaximumNumberOfItems":1,"MaximumBatchingTimeSpan":"00:00:10"}'`,
  )
  const path = join(folder, 'towns.csv')
  const rows = Array.from({ length: 60_000 }, (_, row) => `${row === 50_000 ? 'x' : row},town ${row}\n`)
  writeFileSync(path, `id,town\n${rows.join('')}`)
  const target = ['--cluster', cluster.clusterUri, '--database', cluster.database, '--table', 'Once']
  const args = parseStudioArguments(['ingest', ...target, '--json', path])
  if (args.command !== 'ingest') throw new Error('Other arguments')
  const results: string[] = []
  const nothing = (): void => undefined
  const terminal = {
    note: nothing,
    notes: nothing,
    progress: nothing,
    endProgress: nothing,
    result: (line: string): void => void results.push(line),
  }
  const { signal } = new AbortController()
  const outcome = await ingest(args, studio, { homeFolder: folder, terminal, signal })
  expect(await outcome()).toBe(1)
  expect(JSON.parse(results.at(-1) ?? '')).toMatchObject({
    landed: 60_000,
    state: 'valuesDiffer',
    findings: [{ kind: 'notOfType', column: 'id', line: 50_002, value: 'x' }],
    jobs: [{ values: { basis: 'whole' } }],
  })
  // As it is recognised and as it is sent is the same here.
  expect(sent.filter((one) => one.kind === 'call' && one.call.method === 'look')).toHaveLength(1)
  expect(sent.filter(({ kind }) => kind === 'check')).toHaveLength(1)
})
