import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'

/** What the work below takes on two quiet cores of the machine that the limits of the tests were set on. */
const usualMs = 50
/** A machine that is slower than this is stuck, and a limit must still come. */
const greatest = 8

/**
 * How many times slower than usual this machine is at the moment, other programs included: work for two cores is
 * timed, three times.
 *
 * @returns {Promise<number>} 1 or more
 */
export async function measureSlowness() {
  const derive = promisify(pbkdf2)
  const startedAt = performance.now()
  for (let round = 0; round < 3; round++) {
    await Promise.all([1, 2].map(() => derive('work', 'for one core', 200_000, 32, 'sha256')))
  }
  const measured = (performance.now() - startedAt) / 3 / usualMs
  return Math.min(greatest, Math.max(1, measured))
}
