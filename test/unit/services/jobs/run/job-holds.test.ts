import { expect, test } from 'vitest'
import { StudioError } from '../../../../../electron/domain/studio-error'
import { JobHolds } from '../../../../../electron/services/jobs/run/job-holds'
import type { LiveJob } from '../../../../../electron/services/jobs/state/live-job'
import { HandClock } from '../../../../support/hand-clock'

const away = new StudioError('ClusterUnreachable', 'The cluster is away.', { retryable: true })
const job = { troubles: { set: () => undefined } } as unknown as LiveJob

test('a job tries again after longer and longer waits, at least every 30 s, until 15 minutes are over', () => {
  const clock = new HandClock()
  let released = 0
  const holds = new JobHolds(clock, undefined, () => (released += 1))
  const waits: number[] = []
  const start = clock.now()
  while (holds.hold(job, away)) {
    const heldAt = clock.now()
    while (holds.isHeld(job)) clock.pass(100)
    waits.push(Math.round((clock.now() - heldAt) / 1000))
    clock.pass(100)
    expect(released).toBe(waits.length)
  }
  expect(waits.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 30, 30])
  expect(clock.now() - start).toBeGreaterThan(15 * 60_000)
  expect(clock.now() - start).toBeLessThan(16 * 60_000)
})

test('what is a fault of the source holds nothing up', () => {
  const holds = new JobHolds(new HandClock(), undefined, () => undefined)
  expect(holds.hold(job, new StudioError('FileNotFound', 'It is gone.'))).toBe(false)
  expect(holds.isHeld(job)).toBe(false)
})

test('waiting for a hold ends with the hold, or when the studio closes', async () => {
  const clock = new HandClock()
  const holds = new JobHolds(clock, undefined, () => undefined)
  holds.hold(job, away)
  const passed = holds.passed(job, new AbortController().signal)
  const closing = new AbortController()
  const closed = holds.passed(job, closing.signal)
  closing.abort()
  clock.pass(1000)
  expect([await passed, await closed]).toEqual([true, false])
})

test('time that the machine sleeps through does not use up the patience', () => {
  const clock = new HandClock()
  const holds = new JobHolds(clock, undefined, () => undefined)
  expect(holds.hold(job, away)).toBe(true)
  clock.sleep(8 * 3_600_000)
  // The network needs a moment after waking up.
  expect(holds.hold(job, away)).toBe(true)
  clock.pass(14 * 60_000)
  expect(holds.hold(job, away)).toBe(true)
  clock.pass(2 * 60_000)
  expect(holds.hold(job, away)).toBe(false)
})

test('whatever waits is tried at once when the machine wakes up', () => {
  const clock = new HandClock()
  const holds = new JobHolds(clock, undefined, () => undefined)
  for (let times = 0; times < 6; times++) {
    holds.hold(job, away)
    if (times < 5) clock.pass(40_000)
  }
  expect(holds.isHeld(job)).toBe(true)
  holds.tryNow()
  expect(holds.isHeld(job)).toBe(false)
})

test('setting the clock changes no wait', () => {
  const clock = new HandClock()
  const holds = new JobHolds(clock, undefined, () => undefined)
  holds.hold(job, away)
  clock.setTime(-30 * 24 * 3_600_000)
  clock.pass(2000)
  expect(holds.isHeld(job)).toBe(false)
})
