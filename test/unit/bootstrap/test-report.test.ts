import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readTestReport } from '../../../electron/bootstrap/test-report.mjs'

const folder = mkdtempSync(join(tmpdir(), 'test-report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Report {
  passed?: number
  failed?: number
  pending?: number
  /** States of the files and of the tests in each. */
  files?: readonly (readonly [string, readonly string[]])[]
}

function reportOf({ passed = 0, failed = 0, pending = 0, files = [] }: Report): string {
  const path = join(folder, `${Math.random()}.json`)
  const report = {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 1,
    testResults: files.map(([status, tests]) => ({
      name: 'a.test.ts',
      status,
      assertionResults: tests.map((state) => ({ status: state, fullName: `test that ${state}` })),
    })),
  }
  writeFileSync(path, JSON.stringify(report))
  return path
}

test('a good run', () => {
  const path = reportOf({ passed: 5, pending: 2, files: [['passed', ['passed']]] })
  expect(readTestReport(path, true)).toEqual({ passed: 5, failed: 0, skipped: 3, failures: [] })
})

test('a failed test is counted once, not its file too', () => {
  const path = reportOf({ passed: 5, failed: 1, files: [['failed', ['passed', 'failed']]] })
  expect(readTestReport(path, false)).toMatchObject({
    passed: 5,
    failed: 1,
    failures: ['a.test.ts: test that failed'],
  })
})

test('a file that did not load is a failure', () => {
  const path = reportOf({ passed: 5, files: [['failed', []]] })
  expect(readTestReport(path, false)).toMatchObject({ failed: 1, failures: ['a.test.ts'] })
})

test('a run that ended badly without a failed test is a failure', () => {
  expect(readTestReport(reportOf({ passed: 5 }), false)).toMatchObject({ failed: 1 })
})

test('a run that left no report is a failure', () => {
  expect(readTestReport(join(folder, 'none.json'), true)).toMatchObject({ passed: 0, failed: 1, skipped: 0 })
})
