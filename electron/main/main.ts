// Must come first: it makes up for what older versions of Electron lack.
import { enableSandboxWherePossible } from './runtime-differences'
import { app, session } from 'electron'
import { join } from 'node:path'
import { rememberLast } from '../services/diagnostics/last-errors'
import { openLogFile } from '../services/logger'
import { registerPageScheme, servePage } from './app-protocol'
import { guardAgainstCrashes } from './crash-guards'
import { LinkInbox } from './link-inbox'
import { FileInbox } from './file-inbox'
import { receiveLinksAndFiles } from './lifecycle'
import { homeFolder, logFile, takeHomeFolder, useTemporaryFolder } from './home-folder'
import { askAboutFailedStart } from './start-dialog'
import { startStudio, type PageTroubles } from './start-studio'
import { Troubles } from './troubles'
import { denyNavigation, denyPermissions } from './web-contents-policy'

/** The folder of the bundles: this file is `out/main/main.cjs`. */
const bundles = join(__dirname, '..')
const { path: home } = homeFolder()
const lastErrors = rememberLast(openLogFile(logFile(home)))
const { log } = lastErrors
const troubles: PageTroubles = new Troubles()
const links = new LinkInbox()
const files = new FileInbox()

guardAgainstCrashes(log, (part) => troubles.report(part))
enableSandboxWherePossible()
registerPageScheme()
denyNavigation()

if (isFirstStart()) {
  receiveLinksAndFiles(links, files)
  app
    .whenReady()
    .then(async () => {
      denyPermissions(session.defaultSession)
      servePage(session.defaultSession, join(bundles, 'renderer'))
      await startStudio({ bundles, home, log, lastErrors: lastErrors.lines, links, files, troubles })
    })
    .catch(async (error: unknown) => {
      if ((await askAboutFailedStart(error, { home, log, lastErrors: lastErrors.lines })) === 'tryAgain')
        app.relaunch()
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
