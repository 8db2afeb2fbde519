import { app, type BrowserWindow } from 'electron'
import type { WriteLog } from '../services/logger'

/** Logs uncaught failures and keeps the studio running: jobs must not die of a bug elsewhere. */
export function guardAgainstCrashes(log: WriteLog): void {
  process.on('uncaughtException', (error) => log('main', 'Uncaught exception', error))
  process.on('unhandledRejection', (reason) => log('main', 'Unhandled rejection', reason))
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    log('main', `Child process ${name ?? type} is gone: ${reason} (${exitCode})`)
  })
}

/** Reloads a crashed page, but at most three times a minute. */
export function reloadAfterCrash(window: BrowserWindow, log: WriteLog, now: () => number = Date.now): void {
  let reloads: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log('page', `The page is gone: ${reason} (${exitCode})`)
    reloads = reloads.filter((at) => now() - at < 60_000)
    if (reason === 'clean-exit' || reloads.length >= 3 || window.isDestroyed()) return
    reloads.push(now())
    window.webContents.reload()
  })
}
