import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClusterProcess } from '../../support/cluster-process'
import { FaultProxy } from '../../faults/fault-proxy'
import { eventually } from '../../support/eventually'
import { CommandLineUnderTest, csv, lastLine } from './command-line-under-test'

let dataDir: string
let cluster: ClusterProcess
let studio: CommandLineUnderTest
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'studio-held-up-'))
  cluster = await ClusterProcess.start(dataDir)
  studio = await CommandLineUnderTest.start(cluster)
})
afterAll(async () => {
  await studio.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('while a cluster is away its job says so, once, and goes on when it is back', async () => {
  await studio.createTable('Away', 'a: long, b: string', 2)
  const run = studio.launch(['ingest', ...studio.target('Away'), '--json', studio.file('away.csv', csv(20))])
  await studio.wrote(run, 'stderr', /1 queued/)
  await cluster.kill()
  await studio.wrote(run, 'stderr', /nothing listens at that address.*Trying again\.\n/)
  await cluster.restart()
  const ended = await run.ended
  expect(ended.exitCode).toBe(0)
  expect(lastLine(ended)).toMatchObject({ complete: true, landed: 20, jobs: [{ trouble: null }] })
  expect(ended.stderr.match(/Trying again\./g)?.length).toBeLessThanOrEqual(2)
})

test('a program that reads along is told what a job waits for and until when, and that it goes on', async () => {
  await studio.createTable('Throttled')
  const proxy = await FaultProxy.start(cluster.clusterUri)
  try {
    const busy = { kind: 'status', status: 429, retryAfterSeconds: 1 } as const
    const args = studio
      .target('Throttled')
      .map((one) => (one === cluster.clusterUri ? proxy.clusterUri : one))
    proxy.inject({ step: 'resources', fault: busy, times: Infinity })
    const startedAt = Date.now()
    const run = studio.launch(['ingest', ...args, '--json', studio.file('busy.csv', csv(20))])
    const waiting = await eventually(
      () => events(run.written.stdout).filter(({ event }) => event === 'waiting'),
      (told) => told.length > 1,
      30_000,
    )
    for (const { message, since, nextTryAt, givesUpAt } of waiting) {
      expect(message).toContain('is busy')
      expect([startedAt < since, since <= nextTryAt, nextTryAt < givesUpAt]).toEqual([true, true, true])
    }
    proxy.heal()
    const ended = await run.ended
    expect(ended.stderr).toMatch(/is busy.*Trying again until \d\d:\d\d:\d\d at most\./)
    expect(lastLine(ended)).toMatchObject({ complete: true, expected: 20, landed: 20, surplus: 0 })
    expect(events(ended.stdout).at(-1)).toMatchObject({ event: 'goingOn', jobId: waiting[0]?.jobId })
  } finally {
    await proxy.close()
  }
})

interface Told {
  readonly event: string
  readonly jobId: string
  readonly message: string
  readonly since: number
  readonly nextTryAt: number
  readonly givesUpAt: number
}

/** The events among what a run has written; the line that is being written is left out. */
function events(stdout: string): Told[] {
  const lines = stdout.split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Told).filter(({ event }) => event !== undefined)
}
