import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readStamp } from './build-stamp.mjs'
import { unbundledPackages } from './bundle-node.mjs'
import { targetNames } from './bundle-targets.mjs'
import { packageOf } from './package-of.mjs'
import { packageFolders } from './packaged-folder.mjs'
import { projectRoot } from './project-paths.mjs'

/**
 * A package whose code is in a packaged studio.
 *
 * @typedef {{ readonly folder: string, readonly name: string, readonly version: string, readonly license: string, readonly text: string }} ShippedPackage
 */

/**
 * The npm packages that a packaged studio contains: those whose files went into a bundle, those that are beside the
 * bundles, and Electron. Sorted by name. Call it after a build.
 *
 * @returns {ShippedPackage[]}
 */
export function shippedPackages() {
  return describeAll([...bundledFolders(targetNames), ...unbundledFolders(), 'node_modules/electron'])
}

/**
 * The npm packages whose files went into some bundles. Call it after a build.
 *
 * @param {readonly string[]} names of the bundles
 */
export function bundledPackages(names) {
  return describeAll(bundledFolders(names))
}

function bundledFolders(/** @type {readonly string[]} */ names) {
  return names.flatMap((name) => readStamp(name)).flatMap((file) => packageOf(file) ?? [])
}

function unbundledFolders() {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))
  return packageFolders(packages, unbundledPackages)
}

/** @returns {ShippedPackage[]} */
function describeAll(/** @type {readonly string[]} */ folders) {
  return [...new Set(folders)]
    .filter((folder) => existsSync(join(projectRoot, folder, 'package.json')))
    .map((folder) => describe(folder))
    .sort((one, other) => one.name.localeCompare(other.name) || one.version.localeCompare(other.version))
}

/** @returns {ShippedPackage} */
function describe(/** @type {string} */ folder) {
  const path = join(projectRoot, folder)
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  const texts = readdirSync(path)
    .filter((file) => /^(licen[cs]e|copying|notice|thirdparty)/i.test(file) && !/\.(js|ts|json)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(path, file), 'utf8').trim())
  return { folder, name, version, license: licenseOf(license ?? licenses), text: texts.join('\n\n') }
}

/** Older packages have an object or a list where an SPDX expression should be. */
function licenseOf(/** @type {any} */ license) {
  if (typeof license === 'string') return license
  const types = [license].flat().flatMap((one) => (typeof one?.type === 'string' ? [one.type] : []))
  return types.join(' OR ')
}
