import { expect, test } from 'vitest'
import { jobAction, sourceAction } from '../../../renderer/src/features/jobs/row-actions'
import { jobSnapshot, sourceSnapshot } from '../../support/job-snapshot'

test('a retry is offered for sources that are beyond those which the page holds', () => {
  const job = jobSnapshot({ status: 'partiallySucceeded', sourceCount: 10_000, undo: 'possible' })
  expect(jobAction({ ...job, retryableCount: 1 })).toBe('retry')
  expect(jobAction({ ...job, retryableCount: 0 })).toBe('undo')
})

test('what is queued by REST can be canceled, once; a message can only be waited for or not', () => {
  const operations = {
    count: 3,
    ids: ['o1', 'o2', 'o3'],
    inProgress: 2,
    succeeded: 0,
    failed: 0,
    canceled: 1,
    cancelAsked: 2,
    cancelTooLate: 0,
  }
  const job = jobSnapshot({ status: 'running', counts: { queued: 3 } })
  expect(jobAction(job)).toBe('stopWaiting')
  expect(jobAction({ ...job, operations })).toBe('cancel')
  expect(jobAction({ ...job, operations: { ...operations, cancelAsked: 3 } })).toBe('stopWaiting')
  const source = sourceSnapshot()
  expect(sourceAction(source, job)).toBe('stopWaiting')
  expect(sourceAction({ ...source, operations }, job)).toBe('cancel')
})
