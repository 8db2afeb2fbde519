import { expect, test } from 'vitest'
import { triesAgain } from '../../../electron/cli/trouble-lines'

const now = new Date(2026, 0, 2, 10, 0, 0).getTime()

test.each([
  [{}, 'Trying again.'],
  [{ nextTryAt: now + 30_000, givesUpAt: now + 3_600_000 }, 'Trying again until 11:00:00 at most.'],
  [{ nextTryAt: now + 120_000 }, 'Trying again at 10:02:00.'],
  [
    { nextTryAt: now + 120_000, givesUpAt: now + 3_600_000 },
    'Trying again at 10:02:00, until 11:00:00 at most.',
  ],
])('when a job is tried again, and until when: %j', (trouble, words) => {
  expect(triesAgain(trouble, now)).toBe(words)
})
