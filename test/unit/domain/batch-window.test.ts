import { expect, test } from 'vitest'
import { openBatchSealsAt } from '../../../electron/domain/batch-window'
import { studioBatchingPolicy } from '../../../electron/domain/batching-policy'

test('the open batch seals its time after its first item; a later item opens the next', () => {
  expect(openBatchSealsAt([], studioBatchingPolicy)).toBeNull()
  expect(openBatchSealsAt([5000, 1000, 9000], studioBatchingPolicy)).toBe(11_000)
  expect(openBatchSealsAt([1000, 11_001, 12_000], studioBatchingPolicy)).toBe(21_001)
})
