import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findOfficialRuntime } from './official-runtime.mjs'
import { runProcess } from './run-process.mjs'
import { say } from './say.mjs'
import { findStandInRuntime } from './stand-in-runtime.mjs'

/**
 * Finds an Electron: the one that the environment names, else the official one (downloaded at first use), else, on
 * Linux x64, the stand-in. Prints one line saying which one and why.
 *
 * @returns {Promise<import('./official-runtime.mjs').ElectronRuntime>}
 * @throws {Error} listing what was tried, if there is none
 */
export async function findElectronRuntime() {
  const runtime = (await findOverride()) ?? (await findDownloaded())
  say(`Electron ${runtime.version}: ${runtime.reason}.`)
  return runtime
}

/** @returns {Promise<import('./official-runtime.mjs').ElectronRuntime | undefined>} */
async function findOverride() {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const [variable, executable] = process.env['KUSTO_STUDIO_ELECTRON']
    ? ['KUSTO_STUDIO_ELECTRON', process.env['KUSTO_STUDIO_ELECTRON']]
    : ['ELECTRON_OVERRIDE_DIST_PATH', folder === undefined ? undefined : join(folder, executableName())]
  if (!executable) return undefined
  if (!existsSync(executable)) throw new Error(`${variable} names ${executable}, which is not there.`)
  const version = await versionOf(executable)
  return { executable, version, kind: 'override', reason: `${variable} names it` }
}

/** @returns {Promise<import('./official-runtime.mjs').ElectronRuntime>} */
async function findDownloaded() {
  const official = await findOfficialRuntime()
  if ('executable' in official) return official
  const standIn = await findStandInRuntime()
  if ('executable' in standIn) {
    return { ...standIn, reason: `a stand-in for development and tests, since ${official.problem}` }
  }
  throw new Error(
    `No Electron to run on: ${official.problem}; ${standIn.problem}.\n` +
      'Set KUSTO_STUDIO_ELECTRON to the path of an Electron executable, or ELECTRON_MIRROR to a mirror of its releases.',
  )
}

/** The name of Electron's executable in its folder. */
function executableName() {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}

async function versionOf(/** @type {string} */ executable) {
  const file = join(dirname(executable), 'version')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim().replace(/^v/, '')
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const printed = await runProcess(executable, ['-p', 'process.versions.electron'], { env, quiet: true })
  return printed.trim()
}
