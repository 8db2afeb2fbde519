import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies } from './dependencies.mjs'
import { projectRoot } from './project-paths.mjs'
import { runProcess } from './run-process.mjs'
import { say } from './say.mjs'

/**
 * `npm run check:fast`: the checks of `npm run check`, plus the unit tests, for files that are not committed yet or, if
 * there are none, those of the last commit. If any belongs to the page, the page's tests run too.
 *
 * @returns {Promise<number>} the exit code
 */
async function checkFast() {
  await ensureDependencies('everything')
  const startedAt = Date.now()
  const uncommitted = await changedFiles('HEAD')
  const base = uncommitted.length > 0 ? 'HEAD' : await lastParent()
  const files = uncommitted.length > 0 ? uncommitted : await changedFiles(base)
  if (files.length === 0) {
    say('Nothing has changed.')
    return 0
  }
  const code = files.filter((file) => /\.(ts|tsx|mjs|js|cjs)$/.test(file))
  const layered = code.filter((file) => /^(electron|renderer)\//.test(file))
  const results = await Promise.all([
    run('typecheck', 'typescript/bin/tsc', ['-b']),
    run('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '--ignore-unknown', ...files]),
    run('lint', 'eslint/bin/eslint.js', ['--no-warn-ignored', '--pass-on-no-patterns', ...code]),
    layered.length > 0 ? run('layers', 'dependency-cruiser/bin/dependency-cruise.mjs', layered) : true,
    run('unit', 'vitest/vitest.mjs', [
      ...['run', '--project', 'unit', '--project', 'contract', '--changed', base],
      ...(code.some(isOfPage) ? ['--project', 'component'] : []),
      ...['--passWithNoTests', '--reporter=dot'],
    ]),
  ])
  say(`${files.length} files checked in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
  return results.every(Boolean) ? 0 : 1
}

/** The commit before the last; the last itself if there is none, as in a clone without history. */
async function lastParent() {
  try {
    return (await git('rev-parse', '--verify', '--quiet', 'HEAD~1')).trim()
  } catch {
    return 'HEAD'
  }
}

/** Whether a file belongs to the page or its tests. */
function isOfPage(/** @type {string} */ file) {
  return /^(renderer|test\/component)\//.test(file)
}

/** Files that are new or changed, committed or not, and still exist. */
async function changedFiles(/** @type {string} */ base) {
  const listed = [
    await git('diff', '--name-only', '-z', base),
    await git('ls-files', '--others', '--exclude-standard', '-z'),
  ]
  const names = listed.flatMap((text) => text.split('\0')).filter((name) => name !== '')
  return [...new Set(names)].filter((name) => existsSync(join(projectRoot, name)))
}

async function git(/** @type {string[]} */ ...args) {
  return await runProcess('git', args, { cwd: projectRoot, quiet: true })
}

/**
 * @param {string} name
 * @param {string} program below node_modules
 * @param {readonly string[]} args
 */
async function run(name, program, args) {
  const path = join(projectRoot, 'node_modules', program)
  try {
    await runProcess(process.execPath, [path, ...args], { cwd: projectRoot, prefix: `[${name}] ` })
    return true
  } catch {
    // The problem has been printed.
    say(`${name}: failed`)
    return false
  }
}

checkFast().then(
  (code) => process.exit(code),
  (error) => {
    say(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
