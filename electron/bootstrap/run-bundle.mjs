import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { outFolder } from './project-paths.mjs'
import { say } from './say.mjs'

/**
 * Sets up and builds what is needed, then runs a bundled command in this same process, so that signals, standard
 * streams and the exit code are its own. Writes nothing to standard output before that.
 *
 * @param {string} name
 * @param {string} output
 * @param {readonly string[]} [others] bundles that this one loads
 */
export async function runBundle(name, output, others = []) {
  try {
    await ensureDependencies()
    await build([name, ...others])
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exit(1)
  }
  createRequire(import.meta.url)(join(outFolder, output))
}
