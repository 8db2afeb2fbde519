import type { WriteLog } from '../logger'

/** What went wrong since the start, the newest last. */
export interface LastErrors {
  readonly log: WriteLog
  /** Lines like those of the log, without stacks. */
  lines(): readonly string[]
}

/** Remembers the last entries of a log, for diagnostics. What repeats itself is counted, not listed. */
export function rememberLast(log: WriteLog, limit = 40, now: () => number = Date.now): LastErrors {
  const kept = new Map<string, { at: number; times: number }>()
  return {
    log(scope, message, error, severity = 'error') {
      log(scope, message, error, severity)
      if (severity === 'note') return
      const cause = error instanceof Error ? `: ${error.message}` : ''
      const text = `${scope} ${message}${cause}`.slice(0, 500)
      const times = (kept.get(text)?.times ?? 0) + 1
      kept.delete(text)
      kept.set(text, { at: now(), times })
      const oldest = kept.keys().next().value
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
    },
    lines: () =>
      [...kept].map(
        ([text, { at, times }]) =>
          `${new Date(at).toISOString()} ${text}${times > 1 ? ` (${times} times)` : ''}`,
      ),
  }
}
