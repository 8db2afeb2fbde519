import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobSnapshot } from '../../electron/domain/schema/job'
import type { StudioErrorCode } from '../../electron/domain/error-codes'
import { StudioError } from '../../electron/domain/studio-error'
import { createStudio } from '../../electron/services/create-studio'
import type { StudioServices } from '../../electron/services/studio-services'
import { slowness } from '../support/slowness'
import type { Fault, ProtocolStep } from './fault'
import { FaultProxy } from './fault-proxy'
import { startCheckedCluster, type CheckedCluster } from './checked-cluster'
import { checkedCsv, findRowFaults } from './row-checker'

const faults: Readonly<Record<string, Fault>> = {
  'black hole': { kind: 'blackHole' },
  latency: { kind: 'latency', milliseconds: 3000 },
  reset: { kind: 'reset' },
  'lost answer': { kind: 'lostAnswer' },
  '429 with Retry-After': { kind: 'status', status: 429, retryAfterSeconds: 1 },
  '503': { kind: 'status', status: 503 },
  '500': { kind: 'status', status: 500 },
  '401': { kind: 'status', status: 401 },
  '403': { kind: 'status', status: 403 },
  'cut body': { kind: 'cutBody' },
  'portal page': { kind: 'portalPage' },
  drip: { kind: 'drip', pauseMs: 100, pieces: 20 },
}
const steps: readonly ProtocolStep[] = [
  'metadata',
  'resources',
  'identityToken',
  'blob',
  'queue',
  'post',
  'query',
]
const table = 'Matrix'
const rows = 20

let checked: CheckedCluster
let cluster: CheckedCluster['cluster']
let folder: string

beforeAll(async () => {
  checked = await startCheckedCluster(table)
  ;({ cluster, folder } = checked)
})

afterAll(() => checked.close())

/** The faults that take the longest come first: black holes are waited out, up to two minutes. */
const cells = Object.entries(faults).flatMap(([name, fault]) => steps.map((step) => ({ step, name, fault })))

describe.concurrent(
  '12 faults by 7 steps: each ends in success or a typed error, and no row is doubled',
  () => {
    test.each(cells)('$name at $step', { timeout: 240_000 * slowness }, async ({ step, name, fault }) => {
      const item = `${step} ${name}`.replaceAll(/[^a-z0-9]+/gi, '-')
      const proxy = await FaultProxy.start(cluster.clusterUri)
      // A cluster that prefers REST has its queue used only by who wants that.
      const via = step === 'queue' ? 'queue' : 'auto'
      const studio = await createStudio({ homeFolder: join(folder, item), via })
      try {
        proxy.inject({ step, fault, times: 1 })
        const outcome = await ingest(studio, proxy.clusterUri, item)
        expect(proxy.pending, 'the fault has struck').toBe(0)
        if (outcome.error !== null) expect(outcome.error).toMatch(/^[A-Z][A-Za-z]+$/)
        // Whatever was said, the rows must agree with it: all there once after success, never there twice.
        const findings = await findRowFaultsOf(item)
        if (outcome.error === null) expect(findings).toEqual([])
        else expect(findings.filter(({ kind }) => kind !== 'lost')).toEqual([])
      } finally {
        await studio.close()
        await proxy.close()
      }
    })
  },
)

/** Opens the cluster, pastes the item's rows and waits for the end. Anything untyped is thrown on. */
async function ingest(
  studio: StudioServices,
  clusterUri: string,
  item: string,
): Promise<{ error: StudioErrorCode | null }> {
  try {
    await studio.connection.open(clusterUri)
    const job = await studio.jobs.start({
      database: cluster.database,
      table,
      sources: [{ kind: 'paste', name: 'Pasted rows', text: checkedCsv(item, rows), format: 'csv' }],
      tagged: true,
    })
    const settled = await settle(studio, job.jobId)
    const state = settled.sources[0]?.state
    if (state?.kind === 'succeeded') return { error: null }
    if (state?.kind === 'failed') return { error: state.error.code }
    if (state?.kind === 'unknown') return { error: 'TrackingLost' }
    throw new Error(`The job ended as ${settled.status} with its source ${state?.kind}`)
  } catch (error) {
    if (error instanceof StudioError) return { error: error.code }
    throw error
  }
}

async function settle(studio: StudioServices, jobId: string): Promise<JobSnapshot> {
  const deadline = Date.now() + 200_000 * slowness
  for (;;) {
    const job = studio.jobs.list({ limit: 10 }).find((candidate) => candidate.jobId === jobId)
    if (job !== undefined && job.status !== 'running' && job.status !== 'paused') return job
    if (Date.now() > deadline) throw new Error(`The job hangs: ${JSON.stringify(job?.counts)}`)
    await delay(100)
  }
}

async function findRowFaultsOf(item: string): Promise<Awaited<ReturnType<typeof findRowFaults>>> {
  const all = await findRowFaults(cluster.clusterUri, cluster.database, table, new Map([[item, rows]]))
  return all.filter((finding) => finding.item === item)
}
