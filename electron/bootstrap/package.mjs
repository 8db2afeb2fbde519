import { chmod, cp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { findElectronRuntime } from './electron-runtime.mjs'
import { makePackagedFolder } from './packaged-folder.mjs'
import { outFolder, projectRoot } from './project-paths.mjs'
import { runProcess } from './run-process.mjs'
import { say } from './say.mjs'

/**
 * `npm run package`: makes a folder and an archive that run without this project, from the runtime on this machine.
 * With `--dir`, only the folder.
 */
async function packageStudio() {
  await ensureDependencies('everything')
  await build()
  const runtime = await findElectronRuntime()
  const distribution = join(outFolder, 'electron-distribution')
  const app = join(outFolder, 'packaged')
  const configuration = join(outFolder, 'electron-builder.json')
  try {
    await makePackagedFolder(app)
    await copyDistribution(dirname(runtime.executable), distribution)
    await writeFile(configuration, JSON.stringify(configurationFor(runtime, distribution, app)))
    const onlyFolder = process.argv.includes('--dir')
    const targets =
      process.platform === 'linux'
        ? ['--linux', 'dir', ...(onlyFolder ? [] : ['tar.gz'])]
        : onlyFolder
          ? ['--dir']
          : []
    const command = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js')
    await runProcess(
      process.execPath,
      [command, ...targets, '--config', configuration, '--publish', 'never'],
      {
        cwd: projectRoot,
        env: { ...process.env, ...(await archiverVariables()) },
      },
    )
  } finally {
    await rm(distribution, { recursive: true, force: true })
    await rm(app, { recursive: true, force: true })
    await rm(configuration, { force: true })
  }
  say(`Packaged into ${join(projectRoot, 'release')}`)
}

/**
 * @param {import('./official-runtime.mjs').ElectronRuntime} runtime
 * @param {string} distribution
 * @param {string} app
 */
function configurationFor(runtime, distribution, app) {
  const major = Number(runtime.version.split('.')[0])
  return {
    extends: join(projectRoot, 'electron-builder.yml'),
    electronVersion: runtime.version,
    electronDist: distribution,
    directories: { app },
    // Better compression takes minutes.
    compression: 'store',
    // This fuse came with Electron 29; older runtimes have a shorter wire and fail if it is named.
    ...(major >= 29 ? { electronFuses: { grantFileProtocolExtraPrivileges: false } } : {}),
  }
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
