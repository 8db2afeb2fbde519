import { ensureDependencies } from './dependencies.mjs'
import { build } from './build.mjs'
import { prepareElectron, runStudioWindow } from './electron-launch.mjs'
import { develop } from './develop.mjs'
import { say } from './say.mjs'
import { runTour } from './tour.mjs'
import { hasDisplay } from './virtual-display.mjs'

/** `npm start`: sets everything up, then opens the window, or takes the guided tour where there is no display. */
async function start() {
  const args = process.argv.slice(2)
  const isTour = args.includes('--tour') || !hasDisplay()
  const isWatching = args.includes('--watch')
  const rest = args.filter((argument) => argument !== '--tour' && argument !== '--watch')
  await ensureDependencies(isWatching ? 'everything' : 'running')
  await build()
  if (isTour) return await runTour()
  const host = await prepareElectron()
  return isWatching ? await develop(host, rest) : await runStudioWindow(host, rest)
}

start().then(
  (code) => process.exit(code),
  (error) => {
    say(error instanceof Error ? error.message : String(error))
    process.exit(1)
  },
)
