import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runProcess } from './run-process.mjs'
import { say } from './say.mjs'

/** Debian packages with the libraries that Electron's executable links to, and a fallback font. */
const electronPackages = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatspi2.0-0',
  'fonts-dejavu-core',
]
const displayPackages = ['xvfb', 'xauth']

/**
 * Makes sure that Electron can load on this Linux machine, and that a virtual display can be started if needed.
 * Installs Debian packages if we are root.
 *
 * @param {string} executable Electron's
 * @param {boolean} needsVirtualDisplay
 * @throws {Error} with one command to copy if something is missing and we may not install it
 */
export async function ensureSystemLibraries(executable, needsVirtualDisplay) {
  if (process.platform !== 'linux') return
  const missing = await missingLibraries(executable)
  const packages = [
    ...(missing.length > 0 ? electronPackages : []),
    ...(needsVirtualDisplay && !isOnPath('Xvfb') ? displayPackages : []),
  ]
  if (packages.length === 0) return
  const what = missing.length > 0 ? missing.join(', ') : 'Xvfb'
  if (!isOnPath('apt-get')) {
    throw new Error(`Electron needs ${what}. Install what your system calls: ${packages.join(' ')}`)
  }
  const names = await currentNames(packages)
  if (process.getuid?.() !== 0) {
    const command = `sudo apt-get update && sudo apt-get install -y ${names.join(' ')}`
    throw new Error(`Electron needs ${what}. Install it once:\n\n  ${command}\n`)
  }
  say(`Installing Debian packages for Electron (${what} missing)…`)
  const apt = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, quiet: true }
  const lock = ['-o', 'DPkg::Lock::Timeout=180']
  await runProcess('apt-get', [...lock, 'update'], apt)
  // Ask again: a bare machine knows no package names before the update.
  const install = ['install', '-y', '--no-install-recommends', ...(await currentNames(packages))]
  await runProcess('apt-get', [...lock, ...install], apt)
  const still = await missingLibraries(executable)
  if (still.length > 0) throw new Error(`Electron still needs ${still.join(', ')} after the installation.`)
}

/** The shared libraries that the loader does not find. */
async function missingLibraries(/** @type {string} */ executable) {
  const listed = await runProcess('ldd', [executable], { quiet: true })
  return [...listed.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name = '']) => name)
}

/** Debian 13 renamed libraries whose time type grew: `libgtk-3-0` became `libgtk-3-0t64`. */
async function currentNames(/** @type {readonly string[]} */ packages) {
  const known = await runProcess('apt-cache', ['pkgnames'], { quiet: true })
  const names = new Set(known.split('\n'))
  return packages.map((name) => (names.has(`${name}t64`) ? `${name}t64` : name))
}

function isOnPath(/** @type {string} */ program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      // Not here; try the next folder.
      return false
    }
  })
}
