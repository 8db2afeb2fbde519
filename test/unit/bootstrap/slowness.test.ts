import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { measureSlowness, startLimit } from '../../../electron/bootstrap/slowness.mjs'

test('a machine is never taken for faster than usual, nor for endlessly slow', async () => {
  const slowness = await measureSlowness()
  expect(slowness).toBeGreaterThanOrEqual(1)
  expect(slowness).toBeLessThanOrEqual(8)
})

describe('a limit of a minute', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('is a minute on a quiet machine', async () => {
    const reached = vi.fn()
    startLimit(60_000, reached, async () => 1)
    await vi.advanceTimersByTimeAsync(59_000)
    expect(reached).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(reached).toHaveBeenCalledOnce()
  })

  test('grows while the machine is busy, whenever that begins', async () => {
    const reached = vi.fn()
    let slowness = 1
    startLimit(60_000, reached, async () => slowness)
    await vi.advanceTimersByTimeAsync(30_000)
    slowness = 3
    await vi.advanceTimersByTimeAsync(89_000)
    expect(reached).not.toHaveBeenCalled()
    slowness = 1
    await vi.advanceTimersByTimeAsync(11_000)
    expect(reached).toHaveBeenCalledOnce()
  })

  test('is not reached once it is stopped', async () => {
    const reached = vi.fn()
    const limit = startLimit(60_000, reached, async () => 1)
    limit.stop()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(reached).not.toHaveBeenCalled()
  })
})
