import { expect, test } from 'vitest'
import { ChangeFeed } from '../../../../../electron/services/jobs/state/change-feed'
import type { LiveJob } from '../../../../../electron/services/jobs/state/live-job'
import { HandClock } from '../../../../support/hand-clock'

test('a job that changes all the time is sent at once, then four times a second, and the last change is never lost', () => {
  const clock = new HandClock()
  const sent: number[] = []
  const job = { jobId: 'job-1' } as LiveJob
  const start = clock.now()
  const feed = new ChangeFeed(clock, () => sent.push(clock.now() - start))
  for (let change = 0; change < 60; change++) {
    feed.changed(job)
    clock.pass(10)
  }
  clock.pass(10_000)
  expect(sent).toEqual([0, 250, 500, 750])
})
