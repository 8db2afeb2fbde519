// Must come first: it makes up for what older versions of Electron lack.
import { enableSandboxWherePossible } from './runtime-differences'
import { app, session } from 'electron'
import { join } from 'node:path'
import { openLogFile } from '../services/logger'
import { registerPageScheme, servePage } from './app-protocol'
import { guardAgainstCrashes } from './crash-guards'
import { LinkInbox } from './link-inbox'
import { receiveLinks } from './lifecycle'
import { logFile, namedHomeFolder, takeHomeFolder, useTemporaryFolder } from './home-folder'
import { askAboutFailedStart } from './start-dialog'
import { startStudio } from './start-studio'
import { denyNavigation, denyPermissions } from './web-contents-policy'

/** The folder of the bundles: this file is `out/main/main.cjs`. */
const bundles = join(__dirname, '..')
const home = namedHomeFolder()
const log = openLogFile(logFile(home))
const links = new LinkInbox()

guardAgainstCrashes(log)
enableSandboxWherePossible()
registerPageScheme()
denyNavigation()

if (isFirstStart()) {
  receiveLinks(links)
  app
    .whenReady()
    .then(async () => {
      denyPermissions(session.defaultSession)
      servePage(session.defaultSession, join(bundles, 'renderer'))
      await startStudio({ bundles, home, log }, links)
    })
    .catch(async (error: unknown) => {
      if ((await askAboutFailedStart(error, { home, log })) === 'tryAgain') app.relaunch()
      app.exit(1)
    })
} else {
  app.quit()
}

/** Chromium wants its folder now; problems with it are reported later, once a dialog can be shown. */
function isFirstStart(): boolean {
  try {
    return takeHomeFolder(home)
  } catch {
    useTemporaryFolder()
    return true
  }
}
