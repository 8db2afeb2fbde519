import { expect, test } from 'vitest'
import { fakeTable } from '../../../renderer/src/api/fake/fake-world'
import { createFakeStudio } from '../../../renderer/src/api/fake-studio'
import { jobAction } from '../../../renderer/src/features/jobs/row-actions'

test('a retry is offered for sources that are beyond those which the page holds', () => {
  const { world } = createFakeStudio()
  const started = world.jobs.start(fakeTable('Samples', 'Storms'), 'http://127.0.0.1:1', [], true)
  const failed = {
    ...started,
    status: 'partiallySucceeded' as const,
    sourceCount: 10_000,
    undo: 'possible' as const,
  }
  expect(jobAction({ ...failed, retryableCount: 1 })).toBe('retry')
  expect(jobAction({ ...failed, retryableCount: 0 })).toBe('undo')
})
