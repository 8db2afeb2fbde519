import { expect, test } from 'vitest'
import { jobAction } from '../../../renderer/src/features/jobs/row-actions'
import { jobSnapshot } from '../../support/job-snapshot'

test('a retry is offered for sources that are beyond those which the page holds', () => {
  const job = jobSnapshot({ status: 'partiallySucceeded', sourceCount: 10_000, undo: 'possible' })
  expect(jobAction({ ...job, retryableCount: 1 })).toBe('retry')
  expect(jobAction({ ...job, retryableCount: 0 })).toBe('undo')
})
