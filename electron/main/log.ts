import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { redactText } from '../services/redact'

/** Writes what a person needs to find out why something went wrong. Secrets are taken out first. */
export interface Log {
  /** The file, for the menu's "Show log". */
  readonly path: string
  write(scope: string, message: string, error?: unknown): void
}

/** The log is this large at most; one older part of the same size is kept. */
const maximumBytes = 2_000_000

/** Opens the log file, keeping what earlier runs wrote. */
export function openLog(path: string): Log {
  mkdirSync(dirname(path), { recursive: true })
  return {
    path,
    write(scope, message, error) {
      const text = error === undefined ? message : `${message}: ${describeError(error)}`
      try {
        const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
        if (size > maximumBytes) renameSync(path, `${path}.old`)
        appendFileSync(path, `${new Date().toISOString()} ${scope} ${redactText(text)}\n`, { mode: 0o600 })
      } catch {
        // A full disk must not stop the studio from saying so in its window; there is no other place to log to.
      }
    },
  }
}

/** A failure with its stack and its chain of causes. */
function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? `${error.name}: ${error.message}`
  if (error.cause === undefined || depth > 4) return own
  return `${own}\n  caused by ${describeError(error.cause, depth + 1)}`
}
