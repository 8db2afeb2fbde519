import type { RowBalance } from './row-accounting'
import type { JobStatus } from './schema/job'
import type { SourceState } from './schema/source'
import { isSettled } from './source-state'

/**
 * Derives a job's status from its sources' states.
 *
 * @param balance Called only when all sources ended well, to see whether rows are missing or too many.
 */
export function jobStatus(
  states: readonly SourceState[],
  paused: boolean,
  balance: () => Pick<RowBalance, 'missing' | 'surplus'>,
): JobStatus {
  if (states.some((state) => !isSettled(state) && state.kind !== 'unknown'))
    return paused ? 'paused' : 'running'
  const has = (kind: SourceState['kind']): boolean => states.some((state) => state.kind === kind)
  const every = (...kinds: SourceState['kind'][]): boolean =>
    states.every((state) => kinds.includes(state.kind))
  if (has('unknown')) return 'needsAttention'
  if (every('succeeded', 'skipped')) {
    const { missing, surplus } = balance()
    return (missing ?? 0) > 0 || (surplus ?? 0) > 0 ? 'countsDiffer' : 'succeeded'
  }
  if (every('canceled')) return 'canceled'
  if (every('failed')) return 'failed'
  if (has('succeeded') || has('partiallySucceeded')) return 'partiallySucceeded'
  return has('failed') ? 'failed' : 'canceled'
}
