/** What decides how often to look. */
export interface PollSituation {
  readonly isLoopback: boolean
  /** Since something was queued, reported or landed. */
  readonly quietMs: number
  /** Until the nearest batch must be sealed; negative afterwards; null if nothing waits. */
  readonly untilSealMs: number | null
  /** Whether something queued has no outcome yet; false if only blobs that were lost sight of are left. */
  readonly isWaiting: boolean
  /** How many looks in a row failed. */
  readonly failures: number
}

/** Milliseconds until the next look: short after changes and around the seal, long while nothing happens. */
export function pollDelayMs(situation: PollSituation): number {
  const { isLoopback, quietMs, untilSealMs, isWaiting, failures } = situation
  const [shortest, longest] = isLoopback ? [250, 2000] : [2000, 15_000]
  if (failures > 0) return Math.min(shortest * 2 ** failures, 30_000)
  if (!isWaiting) return isLoopback ? 5000 : 60_000
  if (untilSealMs !== null && untilSealMs < 1000 && untilSealMs > -20_000) return shortest
  return Math.min(Math.max(quietMs / 8, shortest), longest)
}

/** Milliseconds until the status of one message is read again. */
export function readDelayMs(reads: number, situation: PollSituation): number {
  const { isLoopback, untilSealMs } = situation
  const [shortest, longest] = isLoopback ? [250, 3000] : [3000, 30_000]
  const isNearSeal = untilSealMs !== null && untilSealMs < 1000 && untilSealMs > -20_000
  return Math.min(shortest * 1.5 ** reads, isNearSeal ? shortest * 4 : longest)
}
