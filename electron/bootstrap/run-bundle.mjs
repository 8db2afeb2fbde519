import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { outFolder } from './project-paths.mjs'
import { say } from './say.mjs'

/**
 * Sets up and builds what is needed, then runs a bundled command in this very process: signals, standard
 * streams and the exit code are its own. Nothing is written to standard output before it.
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
