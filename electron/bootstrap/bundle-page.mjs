import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { packageOf } from './package-of.mjs'
import { outFolder, projectRoot } from './project-paths.mjs'

/** Folders with files that may end up in the page. */
const pageFolders = ['renderer', 'electron/domain', 'electron/contract']

/**
 * Bundles the page with Vite.
 *
 * @returns {Promise<readonly string[]>} the files that may go into it, relative to the project
 */
export async function bundlePage() {
  const [{ build }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')])
  const { NODE_ENV } = process.env
  /** @type {Set<string>} */
  const packages = new Set()
  await build({
    configFile: false,
    root: join(projectRoot, 'renderer'),
    base: './',
    logLevel: 'error',
    plugins: [react(), noteModules((id) => packages.add(packageOf(relative(projectRoot, id)) ?? ''))],
    build: {
      outDir: join(outFolder, 'renderer'),
      emptyOutDir: true,
      // The oldest Chromium to support: Electron 25's.
      target: 'chrome114',
      // The page is read from disk: one file is as fast as many, and nothing is preloaded.
      modulePreload: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4096,
      reportCompressedSize: false,
    },
  })
  // Vite sets it to production for the whole process, and tests started after a build would inherit it.
  if (NODE_ENV === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = NODE_ENV
  packages.delete('')
  return [
    ...pageFolders.flatMap((folder) => filesUnder(folder)),
    ...[...packages].map((folder) => `${folder}/package.json`),
  ]
}

/**
 * A plugin that tells which modules have code in the page.
 *
 * @param {(id: string) => unknown} note
 * @returns {import('vite').Plugin}
 */
function noteModules(note) {
  return {
    name: 'note-modules',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk')
          for (const [id, { renderedLength }] of Object.entries(chunk.modules))
            if (renderedLength > 0) note(id)
    },
  }
}

/** @returns {string[]} */
function filesUnder(/** @type {string} */ folder) {
  const path = join(projectRoot, folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesUnder(name) : [name]
  })
}
