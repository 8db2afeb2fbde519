import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { prepareElectron } from './electron-launch.mjs'
import { outFolder, projectRoot } from './project-paths.mjs'
import { runNpm, runProcess } from './run-process.mjs'
import { say } from './say.mjs'
import { readTestReport } from './test-report.mjs'

const checks = ['typecheck', 'lint', 'format', 'layers']

/** In this order: the quick ones first. Each step is some projects of `vitest.config.ts`. */
const steps = [
  { name: 'unit', projects: ['unit', 'contract', 'component'], minutes: 5 },
  { name: 'integration', projects: ['integration', 'conformance'], minutes: 12 },
  { name: 'faults', projects: ['faults'], minutes: 14 },
  { name: 'e2e', projects: ['e2e'], minutes: 10 },
]

/**
 * `npm test`: sets everything up and runs every check and test. The last line is `N passed, N failed`.
 *
 * @returns {Promise<number>} the exit code
 */
async function test() {
  await ensureDependencies('everything')
  await build()
  const host = await prepareElectron({ display: 'virtual' })
  const totals = { passed: 0, failed: 0, skipped: 0 }
  try {
    const reports = join(outFolder, 'test-results')
    rmSync(reports, { recursive: true, force: true })
    mkdirSync(reports, { recursive: true })
    for (const check of checks) if (!(await runCheck(check))) totals.failed++
    const launch = { executable: host.runtime.executable, args: host.args }
    const env = { ...host.env, KUSTO_STUDIO_LAUNCH: JSON.stringify(launch) }
    for (const step of steps) {
      const counts = await runStep(step, join(reports, `${step.name}.json`), env)
      totals.passed += counts.passed
      totals.failed += counts.failed
      totals.skipped += counts.skipped
    }
  } finally {
    host.close()
  }
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${skipped}\n`)
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1
}

async function runCheck(/** @type {string} */ name) {
  try {
    await runNpm(['run', '--silent', name], { cwd: projectRoot, timeoutMs: 5 * 60_000, inheritOutput: true })
    say(`${name}: ok`)
    return true
  } catch (error) {
    say(`${name}: failed (${error instanceof Error ? error.message : String(error)})`)
    return false
  }
}

/**
 * @param {(typeof steps)[number]} step
 * @param {string} report where vitest writes its JSON
 * @param {NodeJS.ProcessEnv} env
 */
async function runStep(step, report, env) {
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const projects = step.projects.flatMap((project) => ['--project', project])
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const didEndWell = await runProcess(process.execPath, [vitest, 'run', ...projects, ...output], {
    cwd: projectRoot,
    env,
    timeoutMs: step.minutes * 60_000,
    inheritOutput: true,
  }).then(
    () => true,
    (error) => {
      say(`${step.name}: ${error instanceof Error ? error.message : String(error)}`)
      return false
    },
  )
  return readTestReport(report, didEndWell)
}

test().then(
  (code) => process.exit(code),
  (error) => {
    say(error instanceof Error ? error.message : String(error))
    process.stdout.write('\n0 passed, 1 failed\n')
    process.exit(1)
  },
)
