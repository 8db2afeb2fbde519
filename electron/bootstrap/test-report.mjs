import { existsSync, readFileSync } from 'node:fs'

/**
 * Counts the tests of one vitest run from its JSON report. Failures outside tests (a file that does not load, a stray
 * error, a run that was ended) count as one, so a run that ended badly never looks clean.
 *
 * @param {string} path
 * @param {boolean} didEndWell whether the exit code was 0
 * @returns {{ passed: number, failed: number, skipped: number, failures: string[] }} `failures` names what failed: a
 *   test with its file, or a file.
 */
export function readTestReport(path, didEndWell) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0, failures: [`no report in ${path}`] }
  /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests?: number, testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((assertion) => assertion.status === 'failed')
    if (failed.length > 0) return failed.map(({ fullName }) => `${name}: ${fullName}`)
    return status === 'failed' ? [name] : []
  })
  if (failures.length === 0 && !didEndWell) failures.push('the run itself: it ended badly')
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    failures,
  }
}
