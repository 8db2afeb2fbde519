import { build } from './build.mjs'
import { openStudioWindow } from './electron-launch.mjs'
import { say } from './say.mjs'
import { watchSources } from './watch-sources.mjs'

/** The bundles that make up a window. */
const bundles = ['main', 'preload', 'local-cluster', 'inspection', 'language', 'renderer']

/**
 * `npm run dev`: opens the window; when sources change, builds their bundles and replaces only those.
 *
 * @param {import('./electron-launch.mjs').ElectronHost} host
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code of the window that the user closed
 */
export async function develop(host, args) {
  let window = openStudioWindow(host, args)
  let isRestarting = false
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(name, () => window.close())
  const watcher = watchSources(async () => {
    const startedAt = Date.now()
    const effect = effectOf(await build(bundles))
    if (effect === 'restart') {
      isRestarting = true
      window.close()
    } else for (const kind of effect) window.send({ kind })
    if (effect.length > 0) say(`${String(effect)} after ${Date.now() - startedAt} ms`)
  })
  try {
    for (;;) {
      const code = await window.closed
      if (!isRestarting) return code
      isRestarting = false
      window = openStudioWindow(host, args)
    }
  } finally {
    watcher.close()
  }
}

/**
 * What has to happen after some bundles were built.
 *
 * @param {readonly string[]} built
 * @returns {'restart' | readonly ('reloadPage' | 'restartCluster')[]} messages for the window's main process
 */
export function effectOf(built) {
  if (built.includes('main') || built.includes('preload')) return 'restart'
  /** @type {('reloadPage' | 'restartCluster')[]} */
  const messages = []
  if (built.includes('local-cluster')) messages.push('restartCluster')
  if (built.includes('renderer')) messages.push('reloadPage')
  return messages
}
