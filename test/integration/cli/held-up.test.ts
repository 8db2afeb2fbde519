import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ClusterProcess } from '../../support/cluster-process'
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
