import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'

/** How long the work below takes on two quiet cores of the machine that the tests' limits were set on. */
const usualMs = 50
/** A machine slower than this is stuck, and limits must still apply. */
const greatest = 8
/** How often a limit measures the machine. */
const sampleMs = 10_000

/**
 * How many times slower than usual this machine is right now, including other programs. Times some work on two cores.
 *
 * @returns {Promise<number>} 1 or more
 */
export async function measureSlowness() {
  const derive = promisify(pbkdf2)
  const startedAt = performance.now()
  await Promise.all([1, 2].map(() => derive('work', 'for one core', 200_000, 32, 'sha256')))
  return Math.min(greatest, Math.max(1, (performance.now() - startedAt) / usualMs))
}

/**
 * Starts a time limit that follows the machine's speed: while it is busy, a second counts for less. A program that
 * hangs leaves the machine quiet, so its limit does not grow.
 *
 * @param {number} ms at the machine's usual speed
 * @param {() => void} onReached
 * @param {() => Promise<number>} [measure]
 * @returns {{ stop(): void }}
 */
export function startLimit(ms, onReached, measure = measureSlowness) {
  let left = ms
  let isStopped = false
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const wait = () => {
    const waitMs = Math.min(sampleMs, left)
    timer = setTimeout(async () => {
      left -= waitMs / (await measure())
      if (isStopped) return
      // Less than a millisecond is rounding.
      if (left < 1) onReached()
      else wait()
    }, waitMs)
  }
  wait()
  return {
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
