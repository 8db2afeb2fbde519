import { expect, test } from 'vitest'
import { ChangeFeed } from '../../../../../electron/services/jobs/state/change-feed'
import type { LiveJob } from '../../../../../electron/services/jobs/state/live-job'
import { HandClock } from '../../../../support/hand-clock'

test('all changes of one turn are told once, after it, and later ones are not held back', () => {
  const clock = new HandClock()
  const told: string[] = []
  const [one, other] = [{ jobId: 'one' }, { jobId: 'other' }] as unknown as [LiveJob, LiveJob]
  const feed = new ChangeFeed(clock, ({ jobId }) => told.push(jobId))
  for (let change = 0; change < 60; change++) feed.changed(one)
  feed.changed(other)
  expect(told).toEqual([])
  clock.pass(0)
  expect(told).toEqual(['one', 'other'])
  feed.changed(one)
  clock.pass(0)
  expect(told).toEqual(['one', 'other', 'one'])
  feed.changed(other)
  feed.flush()
  clock.pass(10_000)
  expect(told).toEqual(['one', 'other', 'one', 'other'])
})
