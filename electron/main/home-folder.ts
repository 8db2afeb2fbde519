import { app } from 'electron'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findHome, type HomeChoice } from '../services/chosen-home'
import { openHomeFolder } from '../services/home-folder'

/**
 * The folder where the studio keeps everything: settings, journal, log, local cluster. It comes from
 * `KUSTO_STUDIO_HOME` or `--user-data-dir`; else it is the folder that the command line uses too.
 */
export function homeFolder(): HomeChoice {
  return findHome(process.env['KUSTO_STUDIO_HOME'] || app.commandLine.getSwitchValue('user-data-dir'))
}

/**
 * Claims the home folder for this process. Chromium's own files go into a folder inside it, to keep them apart.
 *
 * @returns False if another window has it.
 * @throws StudioError `HomeFolderFailed` or `DiskFull`.
 */
export function takeHomeFolder(home: string): boolean {
  openHomeFolder(home)
  app.setPath('userData', home)
  if (!app.isReady()) app.setPath('sessionData', join(home, 'chromium'))
  return app.hasSingleInstanceLock() || app.requestSingleInstanceLock()
}

/** Gives Chromium a temporary folder: without one it may not even show a dialog. */
export function useTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'kusto-ingestion-studio-'))
  app.setPath('userData', folder)
  app.setPath('sessionData', folder)
}

/** The studio's log in its home folder. */
export function logFile(home: string): string {
  return join(home, 'studio.log')
}
