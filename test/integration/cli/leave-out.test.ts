import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunSummary } from '../../../electron/cli/run-summary'
import { CommandLineUnderTest } from './command-line-under-test'

let line: CommandLineUnderTest

beforeAll(async () => {
  line = await CommandLineUnderTest.start()
})
afterAll(() => line.close())

test('--leave-out-findings sends what arrives as it is, and says where the rest is', async () => {
  await line.createTable('LeaveOut', 'id: long, day: datetime')
  const path = line.file('some.csv', 'id,day\n1,2025-03-01\n2,13/04/2025\nx,2025-01-01\n4\n5,\n')
  const args = [
    'ingest',
    ...line.target('LeaveOut'),
    '--ignore-first-record',
    '--leave-out-findings',
    '--json',
  ]
  const run = await line.run([...args, path])
  const summary = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '') as RunSummary
  const rejected = join(line.folder, 'some.rejected.csv')
  expect(summary).toMatchObject({
    state: 'succeeded',
    expected: 2,
    landed: 2,
    missing: 0,
    jobs: [{ leftOut: { records: 3, files: [rejected] } }],
  })
  expect(summary.findings?.map(({ kind }) => kind).sort()).toEqual(['dayFirst', 'fewerFields', 'notOfType'])
  expect(run.stderr).toContain(`3 records left out, with line and reason: ${rejected}`)
  expect(run.exitCode).toBe(0)
  const lines = readFileSync(rejected, 'utf8').trimEnd().split('\n')
  expect(lines.map((one) => one.split(',')[0])).toEqual(['Line', '3', '4', '5'])
  // The same number as that of the finding, and of the service's error.
  const short = summary.findings?.find(({ kind }) => kind === 'fewerFields')
  expect(short).toMatchObject({ line: 5, record: 5 })
  expect(lines[3]).toContain('Record 5 (line 5) has 1 field where the others have 2')
  expect(summary.findings?.find(({ kind }) => kind === 'notOfType')).toMatchObject({ line: 4, record: 4 })
  expect(await line.client.rows('LeaveOut | summarize ids = make_list(id)')).toEqual([{ ids: [1, 5] }])
})

test('--leave-out-findings leaves everything in where nothing is found', async () => {
  await line.createTable('AllGood', 'a: long, b: string')
  const run = await line.run([
    'ingest',
    ...line.target('AllGood'),
    '--leave-out-findings',
    '--json',
    line.file('good.csv', '1,a\n2,b\n'),
  ])
  const summary = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '') as RunSummary
  expect(summary).toMatchObject({ state: 'succeeded', expected: 2, landed: 2, jobs: [{ leftOut: null }] })
})
