import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isFresh, writeStamp } from './build-stamp.mjs'
import { bundleNode } from './bundle-node.mjs'
import { bundlePage } from './bundle-page.mjs'
import { nodeTargets, pageTarget, targetNames } from './bundle-targets.mjs'
import { withFileLock } from './file-lock.mjs'
import { outFolder, projectRoot } from './project-paths.mjs'
import { say } from './say.mjs'

/**
 * Builds whatever is older than its sources into `out/`. Silent if everything is fresh; several processes may call it
 * at once.
 *
 * @param {readonly string[]} [names] which bundles; all by default
 * @returns {Promise<readonly string[]>} those that were built
 * @throws {Error} naming every bundle that could not be built
 */
export async function build(names = targetNames) {
  if (names.every((name) => isFresh(name, outputOf(name)))) return []
  mkdirSync(outFolder, { recursive: true })
  return await withFileLock(join(outFolder, '.build.lock'), async () => {
    const stale = names.filter((name) => !isFresh(name, outputOf(name)))
    if (stale.length === 0) return []
    const startedAt = Date.now()
    const results = await Promise.allSettled(stale.map((name) => buildOne(name)))
    const failures = results.flatMap((result, index) =>
      result.status === 'rejected' ? [`${stale[index] ?? ''}: ${firstLine(result.reason)}`] : [],
    )
    if (failures.length > 0) throw new Error(`Not built:\n  ${failures.join('\n  ')}`)
    say(`Built ${stale.join(', ')} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
    return stale
  })
}

async function buildOne(/** @type {string} */ name) {
  const target = targetOf(name)
  if (!existsSync(join(projectRoot, target.entry))) throw new Error(`${target.entry} is missing`)
  const startedAt = Date.now()
  const inputs = target === pageTarget ? await bundlePage() : await bundleNode(target)
  // The window's icon goes beside the bundles, in a packaged studio too.
  if (name === 'main') copyFileSync(join(projectRoot, 'assets', 'icon.png'), join(outFolder, 'icon.png'))
  writeStamp(name, inputs, startedAt)
}

function targetOf(/** @type {string} */ name) {
  const target = [...nodeTargets, pageTarget].find((candidate) => candidate.name === name)
  if (target === undefined)
    throw new Error(`There is no bundle “${name}”; there are ${targetNames.join(', ')}.`)
  return target
}

function outputOf(/** @type {string} */ name) {
  return targetOf(name).output
}

function firstLine(/** @type {unknown} */ error) {
  return (error instanceof Error ? error.message : String(error)).split('\n').slice(0, 3).join(' ')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { ensureDependencies } = await import('./dependencies.mjs')
  await ensureDependencies()
  await build(process.argv.length > 2 ? process.argv.slice(2) : targetNames)
}
