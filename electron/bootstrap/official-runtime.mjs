import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runProcess } from './run-process.mjs'
import { say } from './say.mjs'

/**
 * An Electron to run on.
 *
 * @typedef {object} ElectronRuntime
 * @property {string} executable
 * @property {string} version for example `45.4.1`
 * @property {'override' | 'official' | 'standIn'} kind
 * @property {string} reason why this one, in words
 */

/** How long to wait for the download host to answer at all. */
const answerTimeoutMs = 4_000
const downloadTimeoutMs = 10 * 60_000

/**
 * The Electron of the npm package `electron`. The package contains no binary; it is downloaded here at first use.
 *
 * @returns {Promise<ElectronRuntime | { problem: string }>} or why there is none
 */
export async function findOfficialRuntime() {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const installed = installedExecutable(folder, version)
  if (installed !== undefined) return official(installed, version)

  const source = downloadSource(version)
  const problem = await reachProblem(source)
  if (problem !== undefined) return { problem: `${source.host} cannot be reached (${problem})` }
  say(`Fetching Electron ${version} from ${source.host}…`)
  try {
    // Unless we override it, the package looks for the binary there instead of in its own folder.
    const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: undefined }
    await runProcess(process.execPath, [join(folder, 'install.js')], { env, timeoutMs: downloadTimeoutMs })
  } catch (error) {
    return { problem: `its download failed (${error instanceof Error ? error.message : String(error)})` }
  }
  const fetched = installedExecutable(folder, version)
  return fetched === undefined ? { problem: 'its download left no executable' } : official(fetched, version)
}

/** @returns {ElectronRuntime} */
function official(/** @type {string} */ executable, /** @type {string} */ version) {
  return { executable, version, kind: 'official', reason: 'the official build' }
}

function installedExecutable(/** @type {string} */ folder, /** @type {string} */ version) {
  const pathFile = join(folder, 'path.txt')
  const versionFile = join(folder, 'dist', 'version')
  if (!existsSync(pathFile) || !existsSync(versionFile)) return undefined
  if (readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') !== version) return undefined
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? executable : undefined
}

/** Where the package downloads from; it documents these variables for mirrors. */
function downloadSource(/** @type {string} */ version) {
  const mirror =
    process.env['ELECTRON_MIRROR'] ||
    process.env['npm_config_electron_mirror'] ||
    'https://github.com/electron/electron/releases/download/'
  return new URL(`v${version}/SHASUMS256.txt`, mirror.endsWith('/') ? mirror : `${mirror}/`)
}

/** @returns {Promise<string | undefined>} why the host does not answer; undefined if it does */
async function reachProblem(/** @type {URL} */ source) {
  try {
    const answer = await fetch(source, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
    return answer.status < 400 ? undefined : `it answered ${answer.status}`
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    if (cause instanceof Error && 'code' in cause) return String(cause.code)
    return cause instanceof Error ? cause.message : String(cause)
  }
}
