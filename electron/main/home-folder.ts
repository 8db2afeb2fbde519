import { app } from 'electron'
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The folder of everything that the studio keeps: settings, journal, log, local cluster. `KUSTO_STUDIO_HOME`
 * names it, or `--user-data-dir`; else it is the folder in the user's home that the command line uses too.
 * Chromium's own files go below it, so that they do not mix.
 */
export function chooseHomeFolder(): string {
  const named = process.env['KUSTO_STUDIO_HOME'] || app.commandLine.getSwitchValue('user-data-dir')
  const home = named === '' ? join(homedir(), '.kusto-ingestion-studio') : resolve(named)
  mkdirSync(home, { recursive: true })
  app.setPath('userData', home)
  app.setPath('sessionData', join(home, 'chromium'))
  return home
}

/** The studio's log in its home folder. */
export function logFile(home: string): string {
  return join(home, 'studio.log')
}
