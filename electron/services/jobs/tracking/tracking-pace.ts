/** What the pace of looking depends on. */
export interface PollSituation {
  readonly isLoopback: boolean
  /** Since anything changed: something was queued, reported or landed. */
  readonly quietMs: number
  /** Until the nearest batch must be sealed; negative when that is over; null when nothing waits. */
  readonly untilSealMs: number | null
  /** Whether something was queued whose end is open; false when only lost track is looked for. */
  readonly isWaiting: boolean
  /** Looks in a row that failed. */
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
