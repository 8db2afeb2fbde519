import { expect, test } from 'vitest'
import { measureSlowness } from '../../../electron/bootstrap/slowness.mjs'

test('a machine is never taken for faster than usual, nor for endlessly slow', async () => {
  const slowness = await measureSlowness()
  expect(slowness).toBeGreaterThanOrEqual(1)
  expect(slowness).toBeLessThanOrEqual(8)
})
