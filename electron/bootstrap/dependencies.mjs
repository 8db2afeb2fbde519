import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-paths.mjs'
import { runNpm } from './run-process.mjs'
import { say } from './say.mjs'

/** Installs the packages with `npm ci` when they are missing or not those of the lockfile. Silent when they are there. */
export async function ensureDependencies() {
  assertNodeVersion()
  if (areDependenciesInstalled(projectRoot)) return
  say('Installing packages (npm ci)…')
  await runNpm(['ci', '--no-audit', '--no-fund'], { cwd: projectRoot })
}

/**
 * Whether `node_modules` holds what the lockfile names. The times are asked first; where they say no (a fresh
 * checkout of the same lockfile, for example), the two lists are compared.
 *
 * @param {string} root
 */
export function areDependenciesInstalled(root) {
  const wanted = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  if (statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return true
  const wantedPackages = packagesOf(wanted)
  const installedPackages = packagesOf(installed)
  return Object.entries(wantedPackages).every(([path, { version, optional }]) => {
    if (path === '') return true
    const found = installedPackages[path]
    return found === undefined ? optional === true : found.version === version
  })
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(/** @type {string} */ lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages ?? {}
}

/** @throws {Error} when this Node is too old for the packages */
function assertNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Error(
    `Node ${process.versions.node} is too old: install Node 20.19 or newer (https://nodejs.org).`,
  )
}
