import { app } from 'electron'
import type { Trouble } from '../domain/schema/trouble'
import type { WriteLog } from '../services/logger'

/** The name of the process that looks into sources, as the system and Electron know it. */
export const inspectionName = 'Inspection'

/**
 * Logs uncaught failures, tells the user, and keeps the studio running: jobs must not die of a bug elsewhere. The local
 * cluster has a supervisor of its own, and Chromium restarts its other processes.
 */
export function guardAgainstCrashes(log: WriteLog, report: (part: Trouble['part']) => void): void {
  const failed = (what: string) => (error: unknown) => {
    log('main', what, error)
    report('studio')
  }
  process.on('uncaughtException', failed('Uncaught exception'))
  process.on('unhandledRejection', failed('Unhandled rejection'))
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    const severity = reason === 'clean-exit' ? 'note' : 'error'
    log('main', `Child process ${name ?? type} is gone: ${reason} (${exitCode})`, undefined, severity)
    if (name === inspectionName && reason !== 'clean-exit') report('inspection')
  })
}
