import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { prepareElectron } from './electron-launch.mjs'
import { outFolder, projectRoot } from './project-paths.mjs'
import { endDescendants } from './process-tree.mjs'
import { runNpm, runProcess } from './run-process.mjs'
import { say } from './say.mjs'
import { measureSlowness } from './slowness.mjs'
import { readTestReport } from './test-report.mjs'

const checks = ['typecheck', 'lint', 'format', 'layers']

/**
 * Groups run one after another, the quick ones first; the steps of a group run side by side. Each step is one or more
 * projects of `vitest.config.ts`. A limit is about twice what the step takes on two quiet cores. Tests of faults and of
 * the window share a group because both spend most of their time waiting.
 */
const groups = [
  [{ name: 'unit', projects: ['unit', 'contract', 'inspection', 'component'], minutes: 3 }],
  [{ name: 'integration', projects: ['integration', 'conformance', 'hostile', 'sdks'], minutes: 10 }],
  [
    { name: 'e2e', projects: ['e2e'], minutes: 7 },
    { name: 'faults', projects: ['faults'], minutes: 8 },
  ],
]

/**
 * `npm test`: sets everything up and runs every check and test. The last line is `N passed, N failed`.
 *
 * @returns {Promise<number>} the exit code
 */
async function test() {
  endWithUs()
  await ensureDependencies('everything')
  await build()
  const host = await prepareElectron({ display: 'virtual' })
  const totals = { passed: 0, failed: 0, skipped: 0 }
  /** @type {string[]} */
  const failures = []
  try {
    const reports = join(outFolder, 'test-results')
    rmSync(reports, { recursive: true, force: true })
    mkdirSync(reports, { recursive: true })
    const areGood = await Promise.all(checks.map((check) => runCheck(check)))
    totals.failed += areGood.filter((isGood) => !isGood).length
    const launch = { executable: host.runtime.executable, args: host.args }
    const env = { ...host.env, KUSTO_STUDIO_LAUNCH: JSON.stringify(launch) }
    for (const group of groups) {
      const slowness = await measureSlowness()
      if (slowness > 1.5)
        say(`This machine is ${slowness.toFixed(1)} times slower than usual; limits of tests grow.`)
      for (const counts of await Promise.all(group.map((step) => runStep(step, reports, env, slowness)))) {
        totals.passed += counts.passed
        totals.failed += counts.failed
        totals.skipped += counts.skipped
        failures.push(...counts.failures)
      }
    }
  } finally {
    host.close()
  }
  // At the end once more: of a long log, often only the end is kept.
  for (const failure of failures) say(`Failed: ${failure.replace(projectRoot, '.')}`)
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
  process.stdout.write(`\n${totals.passed} passed, ${totals.failed} failed${skipped}\n`)
  return totals.failed === 0 && totals.passed > 0 ? 0 : 1
}

/** When asked to end, leave nothing running that we started: no cluster, no window. */
function endWithUs() {
  for (const [name, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])) {
    process.once(name, () => void endDescendants().then(() => process.exit(code)))
  }
}

async function runCheck(/** @type {string} */ name) {
  const startedAt = Date.now()
  try {
    await runNpm(['run', '--silent', name], {
      cwd: projectRoot,
      timeoutMs: 5 * 60_000,
      prefix: `[${name}] `,
    })
    say(`${name}: ok in ${secondsSince(startedAt)} s`)
    return true
  } catch (error) {
    say(`${name}: failed (${error instanceof Error ? error.message : String(error)})`)
    return false
  }
}

/**
 * @param {(typeof groups)[number][number]} step
 * @param {string} reports the folder for vitest's JSON
 * @param {NodeJS.ProcessEnv} env
 * @param {number} slowness how much slower than usual the machine is
 */
async function runStep(step, reports, env, slowness) {
  const startedAt = Date.now()
  const report = join(reports, `${step.name}.json`)
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const projects = step.projects.flatMap((project) => ['--project', project])
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const full = process.env['KUSTO_STUDIO_FULL'] === undefined ? 1 : 4
  const didEndWell = await runProcess(process.execPath, [vitest, 'run', ...projects, ...output], {
    cwd: projectRoot,
    // At least 2: the tests of a step compete with each other too.
    env: { ...env, KUSTO_STUDIO_SLOWNESS: Math.max(2, slowness).toFixed(2) },
    timeoutMs: step.minutes * 60_000 * full,
    prefix: `[${step.name}] `,
  }).then(
    () => true,
    (error) => {
      say(`${step.name}: ${error instanceof Error ? error.message : String(error)}`)
      return false
    },
  )
  say(`${step.name}: ${secondsSince(startedAt)} s`)
  return readTestReport(report, didEndWell)
}

function secondsSince(/** @type {number} */ startedAt) {
  return Math.round((Date.now() - startedAt) / 1000)
}

test().then(
  (code) => process.exit(code),
  (error) => {
    say(error instanceof Error ? error.message : String(error))
    process.stdout.write('\n0 passed, 1 failed\n')
    process.exit(1)
  },
)
