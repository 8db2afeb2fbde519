import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unbundledPackages } from './bundle-node.mjs'
import { projectRoot } from './project-paths.mjs'

/** What the packages of the lockfile say about each other. */
/** @typedef {Record<string, { dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }>} LockedPackages */

/**
 * Makes the folder to package: the bundles, the few packages that cannot be bundled, and a package.json that names only
 * those. Leaves out what package.json has for building and running from source.
 *
 * @param {string} folder
 */
export async function makePackagedFolder(folder) {
  const { name, version, description, license, author, main, dependencies } = readJson('package.json')
  const named = unbundledPackages.map((one) => [one, dependencies[one]])
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const manifest = {
    name,
    version,
    description,
    license,
    author,
    main,
    dependencies: Object.fromEntries(named),
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
  const { packages } = readJson('package-lock.json')
  const copied = [...packageFolders(packages, unbundledPackages)].filter((path) =>
    existsSync(join(projectRoot, path)),
  )
  for (const path of [...bundles, ...copied]) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await cp(join(projectRoot, path), join(folder, path), { recursive: true })
  }
}

const bundles = [
  'out/main',
  'out/preload',
  'out/renderer',
  'out/local-cluster',
  'out/inspection',
  'out/language',
  'out/cli',
  'out/icon.png',
]

/**
 * The folders of some packages and of everything that they depend on.
 *
 * @param {LockedPackages} packages of the lockfile, by folder
 * @param {readonly string[]} names
 */
export function packageFolders(packages, names) {
  /** @type {Set<string>} */
  const found = new Set()
  const add = (/** @type {string} */ from, /** @type {string} */ name) => {
    const folder = resolveFolder(packages, from, name)
    if (folder === undefined || found.has(folder)) return
    found.add(folder)
    const { dependencies, optionalDependencies } = packages[folder] ?? {}
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) add(folder, next)
  }
  for (const name of names) add('', name)
  return found
}

/**
 * Finds a package as Node does: in the nearest `node_modules` upwards.
 *
 * @param {LockedPackages} packages
 * @param {string} from
 * @param {string} name
 */
function resolveFolder(packages, from, name) {
  for (let level = from; ;) {
    const candidate = `${level === '' ? '' : `${level}/`}node_modules/${name}`
    if (candidate in packages) return candidate
    if (level === '') return undefined
    level = level.slice(0, Math.max(0, level.lastIndexOf('/node_modules/')))
  }
}

function readJson(/** @type {string} */ path) {
  return JSON.parse(readFileSync(join(projectRoot, path), 'utf8'))
}
