import { existsSync, readFileSync } from 'node:fs'

/**
 * Counts the tests of one vitest run from its JSON report. Failures outside tests (a file that does not load, a stray
 * error, a run that was ended) count as one, so a run that ended badly never looks clean.
 *
 * @param {string} path
 * @param {boolean} didEndWell whether the exit code was 0
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function readTestReport(path, didEndWell) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 }
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests?: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = report.numFailedTests + brokenFiles
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !didEndWell ? 1 : failed,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}
