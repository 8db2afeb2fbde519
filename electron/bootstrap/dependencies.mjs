import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-paths.mjs'
import { runNpm } from './run-process.mjs'
import { say } from './say.mjs'

/**
 * How much to install: `running` is package.json's `dependencies` (build, window, cluster, tour); `everything` adds its
 * `devDependencies` (tests, checks, packaging).
 *
 * @typedef {'running' | 'everything'} DependencyScope
 */

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean }} LockedPackage
 */

/**
 * Installs missing or outdated packages with `npm ci`. Silent if there is nothing to do.
 *
 * @param {DependencyScope} [scope]
 */
export async function ensureDependencies(scope = 'running') {
  assertNodeVersion()
  if (areDependenciesInstalled(projectRoot, scope)) return
  // Once everything is installed, it stays installed, whoever refreshes it.
  const omit = scope === 'running' && !hasDevelopmentPackages(projectRoot) ? ['--omit=dev'] : []
  say(omit.length > 0 ? 'Installing what the studio runs on…' : 'Installing packages…')
  // Errors only: npm would warn at length about packages that ask for a newer Node but work with this one.
  await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error', ...omit], { cwd: projectRoot })
}

/**
 * Whether `node_modules` holds what the lockfile names. Compares it with npm's own list of what it installed, which
 * takes a few milliseconds.
 *
 * @param {string} root
 * @param {DependencyScope} scope
 */
export function areDependenciesInstalled(root, scope) {
  const installed = installedPackages(root)
  if (installed === undefined) return false
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed[path]
    if (found !== undefined) return found.version === wanted.version
    const isLeftOut = scope === 'running' && (wanted.dev === true || wanted.devOptional === true)
    return isLeftOut || wanted.optional === true || wanted.devOptional === true
  })
}

function hasDevelopmentPackages(/** @type {string} */ root) {
  return Object.values(installedPackages(root) ?? {}).some(({ dev }) => dev === true)
}

/** @returns {Record<string, LockedPackage> | undefined} undefined if nothing is installed */
function installedPackages(/** @type {string} */ root) {
  const path = join(root, 'node_modules', '.package-lock.json')
  return existsSync(path) ? readPackages(path) : undefined
}

/** @returns {Record<string, LockedPackage>} */
function readPackages(/** @type {string} */ lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? {}
}

/** @throws {Error} if this Node is too old for the packages */
function assertNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(
    `Node ${process.versions.node} is too old: install Node 22.12 or newer (https://nodejs.org).`,
  )
}
