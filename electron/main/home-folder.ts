import { app } from 'electron'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * The folder of everything that the studio keeps: settings, journal, log, local cluster. `KUSTO_STUDIO_HOME`
 * names it, or `--user-data-dir`, or else it is the system's place for this user's application data.
 * Chromium's own files go below it, so that they do not mix.
 */
export function chooseHomeFolder(): string {
  const named = process.env['KUSTO_STUDIO_HOME'] || app.commandLine.getSwitchValue('user-data-dir')
  const home = named === '' ? join(app.getPath('appData'), 'kusto-ingestion-studio') : resolve(named)
  mkdirSync(home, { recursive: true })
  app.setPath('userData', home)
  app.setPath('sessionData', join(home, 'chromium'))
  return home
}
