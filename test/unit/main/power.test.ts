import { expect, test, vi } from 'vitest'
import { followPower } from '../../../electron/main/power'
import { HandClock } from '../../support/hand-clock'

vi.mock('electron', () => ({ net: {}, powerMonitor: {} }))

test('what waits is tried when the machine wakes up, and when its network is back', () => {
  const clock = new HandClock()
  let isOnline = true
  let wake: () => void = () => undefined
  let tries = 0
  followPower(
    () => (tries += 1),
    { onResume: (listener) => (wake = listener), isOnline: () => isOnline },
    clock,
  )
  clock.pass(60_000)
  expect(tries).toBe(0)
  wake()
  expect(tries).toBe(1)
  isOnline = false
  clock.pass(60_000)
  expect(tries).toBe(1)
  isOnline = true
  clock.pass(60_000)
  expect(tries).toBe(2)
})
