import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, cp, lstat, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { projectRoot } from './project-paths.mjs'
import { runProcess } from './run-process.mjs'

/**
 * What the package says of itself.
 *
 * @typedef {object} DebianFacts
 * @property {string} name of the package and of its program
 * @property {string} version
 * @property {string} productName
 * @property {string} description one line
 * @property {string} maintainer
 * @property {string} section
 * @property {string} priority
 * @property {readonly string[]} depends
 * @property {readonly { readonly ext: string, readonly mimeType?: string }[]} fileAssociations
 * @property {readonly string[]} schemes of links
 */

/**
 * Makes a Debian package of a packaged folder with dpkg's own tool. It has no scripts: the triggers of Debian notice the
 * new menu entry, its icon and its types by themselves.
 *
 * @param {string} folder what electron-builder calls `linux-unpacked`
 * @param {DebianFacts} facts
 * @param {string} output path of the `.deb`
 * @param {'none' | 'xz'} compression
 */
export async function makeDebianPackage(folder, facts, output, compression) {
  const tree = `${output}.tree`
  await rm(tree, { recursive: true, force: true })
  try {
    const program = join(tree, 'opt', facts.name)
    await copyLinked(folder, program)
    // Chromium's sandbox where unprivileged users may not make namespaces.
    await replace(join(folder, 'chrome-sandbox'), join(program, 'chrome-sandbox'), 0o4755)
    await mkdir(join(tree, 'usr', 'bin'), { recursive: true })
    await symlink(`../../opt/${facts.name}/${facts.name}`, join(tree, 'usr', 'bin', facts.name))
    const icons = join(tree, 'usr', 'share', 'icons', 'hicolor')
    await copyShared('assets/icon.svg', join(icons, 'scalable', 'apps', `${facts.name}.svg`))
    await copyShared('assets/icon.png', join(icons, '512x512', 'apps', `${facts.name}.png`))
    await copyShared('LICENSE', join(tree, 'usr', 'share', 'doc', facts.name, 'copyright'))
    await writeShared(
      join(tree, 'usr', 'share', 'applications', `${facts.name}.desktop`),
      desktopEntry(facts),
    )
    await closeToOthers(tree)
    const files = await filesUnder(tree)
    const control = join(tree, 'DEBIAN')
    const kilobytes = Math.ceil(files.reduce((sum, { size }) => sum + size, 0) / 1024)
    await writeShared(join(control, 'control'), controlOf(facts, kilobytes))
    await writeShared(join(control, 'md5sums'), await checksums(tree, files))
    await runProcess('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, output], {
      quiet: true,
    })
  } finally {
    await rm(tree, { recursive: true, force: true })
  }
}

/** Debian Policy, chapter 5. */
function controlOf(/** @type {DebianFacts} */ facts, /** @type {number} */ kilobytes) {
  const architectures = /** @type {Record<string, string>} */ ({ x64: 'amd64', ia32: 'i386', arm: 'armhf' })
  return [
    `Package: ${facts.name}`,
    `Version: ${facts.version}`,
    `Architecture: ${architectures[process.arch] ?? process.arch}`,
    `Maintainer: ${facts.maintainer}`,
    `Installed-Size: ${kilobytes}`,
    `Depends: ${facts.depends.join(', ')}`,
    `Section: ${facts.section}`,
    `Priority: ${facts.priority}`,
    `Description: ${facts.description}`,
    '',
  ].join('\n')
}

/** Desktop Entry Specification. */
function desktopEntry(
  /** @type {DebianFacts} */ { name, productName, description, fileAssociations, schemes },
) {
  const types = [
    ...fileAssociations.flatMap(({ mimeType }) => mimeType ?? []),
    ...schemes.map((scheme) => `x-scheme-handler/${scheme}`),
  ]
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${productName}`,
    `Comment=${description}`,
    `Exec=/opt/${name}/${name} %U`,
    `Icon=${name}`,
    'Terminal=false',
    'Categories=Development;Database;',
    `StartupWMClass=${productName}`,
    `MimeType=${types.join(';')};`,
    '',
  ].join('\n')
}

/** Copies by links: the folder is large, and read only. */
async function copyLinked(/** @type {string} */ from, /** @type {string} */ to) {
  await mkdir(join(to, '..'), { recursive: true })
  await runProcess('cp', ['-al', from, to], { quiet: true })
}

async function replace(/** @type {string} */ from, /** @type {string} */ to, /** @type {number} */ mode) {
  await rm(to, { force: true })
  await cp(from, to)
  await chmod(to, mode)
}

async function copyShared(/** @type {string} */ from, /** @type {string} */ to) {
  await mkdir(join(to, '..'), { recursive: true })
  await cp(join(projectRoot, from), to)
  await chmod(to, 0o644)
}

async function writeShared(/** @type {string} */ path, /** @type {string} */ text) {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, text, { mode: 0o644 })
}

/** Folders get the same permissions whatever the umask is; files were made with theirs. */
async function closeToOthers(/** @type {string} */ folder) {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await closeToOthers(join(folder, entry.name))
  }
}

/** @returns {Promise<{ path: string, size: number }[]>} */
async function filesUnder(/** @type {string} */ folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile())
  return await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name)
      return { path, size: (await lstat(path)).size }
    }),
  )
}

async function checksums(/** @type {string} */ tree, /** @type {{ path: string }[]} */ files) {
  /** @type {string[]} */
  const lines = []
  for (const { path } of files) {
    const hash = createHash('md5')
    await pipeline(createReadStream(path), hash)
    lines.push(`${hash.digest('hex')}  ${relative(tree, path)}\n`)
  }
  return lines.join('')
}
