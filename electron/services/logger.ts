import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { keepPrivate } from './private-files'
import { redactText } from '../domain/redact-text'

/**
 * Writes one line, without secrets: about something that went wrong, unless it says that it is a note. Never throws.
 */
export type WriteLog = (scope: string, message: string, error?: unknown, severity?: 'error' | 'note') => void

const maximumBytes = 5_242_880
const keptFiles = 3

/**
 * Opens a log file of at most 5 MB, with two older ones beside it (`x.log.1`, `x.log.2`). Lines are written at once, so
 * that the last one before a crash is there.
 */
export function openLogFile(path: string): WriteLog {
  let size: number | undefined
  return (scope, message, error) => {
    const text = error === undefined ? message : `${message}: ${describe(error)}`
    const line = `${new Date().toISOString()} ${scope} ${redactText(text)}\n`
    try {
      if (size === undefined) {
        keepPrivate([path])
        size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      }
      if (size + line.length > maximumBytes) {
        rotate(path)
        size = 0
      }
      appendFileSync(path, line, { mode: 0o600 })
      size += Buffer.byteLength(line)
    } catch {
      // A full or read-only disk must not stop the work, and there is nowhere else to log.
    }
  }
}

function rotate(path: string): void {
  rmSync(`${path}.${keptFiles - 1}`, { force: true })
  for (let index = keptFiles - 2; index >= 0; index--) {
    const from = index === 0 ? path : `${path}.${index}`
    if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${path}.${index + 1}`)
  }
}

/** An error with its stack and causes. Only the text of Error itself: other properties may be secrets. */
function describe(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : `a thrown ${typeof error}`
  const own = error.stack ?? `${error.name}: ${error.message}`
  if (error.cause === undefined || depth >= 4) return own
  return `${own}\n  caused by ${describe(error.cause, depth + 1)}`
}
