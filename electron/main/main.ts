// First: it makes up for what an older Electron lacks.
import { enableSandboxWherePossible } from './runtime-differences'
import { app, session } from 'electron'
import { join } from 'node:path'
import { registerPageScheme, servePage } from './app-protocol'
import { guardAgainstCrashes } from './crash-guards'
import { openLogFile } from '../services/logger'
import { chooseHomeFolder, logFile } from './home-folder'
import { showWindowOnSecondStart } from './lifecycle'
import { startStudio } from './start-studio'
import { denyNavigation, denyPermissions } from './web-contents-policy'
import { currentWindow } from './window'

/** The folder of the bundles: this file is `out/main/main.cjs`. */
const bundles = join(__dirname, '..')
const home = chooseHomeFolder()
const log = openLogFile(logFile(home))

guardAgainstCrashes(log)
enableSandboxWherePossible()
registerPageScheme()
denyNavigation()

if (app.requestSingleInstanceLock()) {
  showWindowOnSecondStart(currentWindow)
  void app.whenReady().then(async () => {
    denyPermissions(session.defaultSession)
    servePage(session.defaultSession, join(bundles, 'renderer'))
    await startStudio({ bundles, home, log })
  })
} else {
  app.quit()
}
