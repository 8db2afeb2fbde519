import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { outFolder, projectRoot } from './project-paths.mjs'

/** Every bundle depends on these in addition to its sources. */
const alwaysWatched = [
  'package-lock.json',
  'electron/bootstrap/bundle-node.mjs',
  'electron/bootstrap/bundle-page.mjs',
  'electron/bootstrap/bundle-targets.mjs',
]

function stampPath(/** @type {string} */ name) {
  return join(outFolder, '.stamps', `${name}.json`)
}

/** Whether a bundle exists and none of its inputs has changed since. */
export function isFresh(/** @type {string} */ name, /** @type {string} */ output) {
  if (!existsSync(stampPath(name)) || !existsSync(join(outFolder, output))) return false
  /** @type {Record<string, string>} */
  const stamp = JSON.parse(readFileSync(stampPath(name), 'utf8'))
  return Object.entries(stamp).every(([file, mark]) => markOf(file) === mark)
}

/**
 * Records the state of a bundle's inputs.
 *
 * @param {string} name
 * @param {readonly string[]} inputs relative to the project
 * @param {number} startedAt when the build started: a file changed since then makes the stamp stale at once
 */
export function writeStamp(name, inputs, startedAt) {
  const marks = [...inputs, ...alwaysWatched].map((file) => [file, markOf(file, startedAt)])
  mkdirSync(dirname(stampPath(name)), { recursive: true })
  writeFileSync(stampPath(name), JSON.stringify(Object.fromEntries(marks)))
}

/** The inputs of a bundle that was built, relative to the project. @returns {string[]} */
export function readStamp(/** @type {string} */ name) {
  return Object.keys(JSON.parse(readFileSync(stampPath(name), 'utf8')))
}

/** A file's size and time, which change whenever it is written. */
function markOf(/** @type {string} */ file, startedAt = Infinity) {
  const found = statSync(join(projectRoot, file), { throwIfNoEntry: false })
  if (found === undefined) return 'missing'
  return found.mtimeMs > startedAt ? 'changed while building' : `${found.size}:${found.mtimeMs}`
}
