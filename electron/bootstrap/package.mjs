import { spawnSync } from 'node:child_process'
import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from './build.mjs'
import { makeDebianPackage } from './debian-package.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { findElectronRuntime } from './electron-runtime.mjs'
import { writeLicences } from './licences.mjs'
import { makePackagedFolder } from './packaged-folder.mjs'
import { outFolder, projectRoot } from './project-paths.mjs'
import { runProcess } from './run-process.mjs'
import { say } from './say.mjs'

const releaseFolder = join(projectRoot, 'release')
/** What electron-builder makes without downloading tools; the .deb needs none of its. */
const offlineTargets = { linux: ['dir', 'tar.gz'], darwin: ['dir', 'zip'], win32: ['dir', 'zip'] }
const platformNames = { linux: 'linux', darwin: 'mac', win32: 'win' }

/**
 * `npm run package`: makes programs that run without this project, from the runtime on this machine: what can be made
 * without a network. With `--all`, everything that electron-builder.yml lists for this system, compressed well; with
 * `--dir`, only the folder and a quick .deb of it.
 */
async function packageStudio() {
  await ensureDependencies('everything')
  await build()
  await writeLicences()
  const runtime = await findElectronRuntime()
  const distribution = join(outFolder, 'electron-distribution')
  const app = join(outFolder, 'packaged')
  const file = join(outFolder, 'electron-builder.json')
  const mode = ['--all', '--dir'].find((one) => process.argv.includes(one)) ?? 'offline'
  const base = await readBuilderConfiguration()
  const { targets, makesDeb } = await targetsFor(base, mode)
  try {
    await makePackagedFolder(app)
    await copyDistribution(dirname(runtime.executable), distribution)
    await writeFile(file, JSON.stringify(configurationFor(base, runtime, mode, { distribution, app })))
    const command = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js')
    await runProcess(process.execPath, [command, ...targets, '--config', file, '--publish', 'never'], {
      cwd: projectRoot,
      env: { ...process.env, ...(await archiverVariables()) },
    })
    await cp(join(outFolder, 'licences', 'sbom.cdx.json'), join(releaseFolder, 'sbom.cdx.json'))
    if (makesDeb) await makeDeb(base, mode === '--all' ? 'xz' : 'none')
  } finally {
    await rm(distribution, { recursive: true, force: true })
    await rm(app, { recursive: true, force: true })
    await rm(file, { force: true })
  }
  say(`Packaged into ${releaseFolder}`)
}

/** @returns {Promise<any>} electron-builder.yml */
async function readBuilderConfiguration() {
  const { parse } = await import('yaml')
  return parse(await readFile(join(projectRoot, 'electron-builder.yml'), 'utf8'))
}

/**
 * What to ask electron-builder for, and whether to make a .deb.
 *
 * @param {any} base
 * @param {string} mode
 * @returns {Promise<{ targets: string[], makesDeb: boolean }>}
 */
async function targetsFor(base, mode) {
  const platform = /** @type {keyof typeof platformNames} */ (process.platform)
  const name = platformNames[platform]
  const hasDpkg = platform === 'linux' && spawnSync('dpkg-deb', ['--version']).status === 0
  const option = `--${name}`
  if (mode === '--dir')
    return { targets: platform === 'linux' ? [option, 'dir'] : ['--dir'], makesDeb: hasDpkg }
  if (mode === 'offline') return { targets: [option, ...offlineTargets[platform]], makesDeb: hasDpkg }
  // On Linux the .deb is the one that the tests install, not electron-builder's.
  if (platform !== 'linux') return { targets: [option], makesDeb: false }
  const others = base.linux.target.filter((/** @type {string} */ target) => target !== 'deb')
  return { targets: [option, 'dir', ...others], makesDeb: hasDpkg }
}

/**
 * @param {any} base
 * @param {import('./official-runtime.mjs').ElectronRuntime} runtime
 * @param {string} mode
 * @param {{ readonly distribution: string, readonly app: string }} folders
 */
function configurationFor(base, runtime, mode, { distribution, app }) {
  const feed = process.env['KUSTO_STUDIO_UPDATES'] ?? ''
  return {
    ...base,
    electronVersion: runtime.version,
    // A release also packages for other processors, whose runtime electron-builder fetches.
    ...(mode === '--all' && process.platform !== 'linux' ? {} : { electronDist: distribution }),
    directories: { ...base.directories, app },
    // Better compression takes minutes.
    compression: mode === '--all' ? 'maximum' : 'store',
    ...(feed === '' ? {} : { publish: JSON.parse(feed) }),
  }
}

async function makeDeb(/** @type {any} */ base, /** @type {'none' | 'xz'} */ compression) {
  const { name, version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'))
  const { linux, deb, productName, protocols } = base
  const output = join(releaseFolder, `${name}-${version}-linux-${process.arch}.deb`)
  const facts = {
    name: linux.executableName,
    version,
    productName,
    description: linux.synopsis,
    maintainer: linux.maintainer,
    section: deb.packageCategory,
    priority: deb.priority,
    depends: deb.depends,
    fileAssociations: linux.fileAssociations,
    schemes: protocols.flatMap((/** @type {any} */ one) => one.schemes),
  }
  await makeDebianPackage(join(releaseFolder, 'linux-unpacked'), facts, output, compression)
}

/** A clean copy: an application in the runtime's folder would take precedence over ours. */
async function copyDistribution(/** @type {string} */ from, /** @type {string} */ to) {
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true, verbatimSymlinks: true })
  await rm(join(to, 'resources', 'app'), { recursive: true, force: true })
}

/** electron-builder would download its own archiver; the npm package has the same one. */
async function archiverVariables() {
  const { path7za } = createRequire(import.meta.url)('7zip-bin')
  if (process.platform !== 'win32') await chmod(path7za, 0o755)
  return { ELECTRON_BUILDER_7ZIP_PATH: path7za }
}

packageStudio().catch((error) => {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
