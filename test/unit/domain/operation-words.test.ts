import { describe, expect, test } from 'vitest'
import { operationStatus, operationTitle } from '../../../electron/domain/operation-words'
import type { Operations } from '../../../electron/domain/schema/operations'

const operations = (change: Partial<Operations> = {}): Operations => ({
  count: 1,
  ids: ['op-1'],
  inProgress: 0,
  succeeded: 0,
  failed: 0,
  canceled: 0,
  cancelAsked: 0,
  cancelTooLate: 0,
  ...change,
})

describe('the words about operations', () => {
  test('name the only one, and count several', () => {
    expect(operationTitle(operations())).toBe('Queued by REST, operation ID op-1')
    expect(operationTitle(operations({ count: 1200, ids: ['op-1', 'op-2'] }))).toBe(
      'Queued by REST in 1,200 operations',
    )
  })

  test('say their states, and only those that there are', () => {
    expect(operationStatus(operations({ inProgress: 1 }))).toBe('The service says: in progress.')
    expect(operationStatus(operations({ count: 5, succeeded: 3, failed: 2 }))).toBe(
      'The service says: 3 succeeded, 2 failed.',
    )
  })

  test('count what a cancel came too late for', () => {
    const some = operations({ count: 3, succeeded: 1, canceled: 2, cancelAsked: 3, cancelTooLate: 1 })
    expect(operationStatus(some)).toBe(
      'The service says: 1 succeeded, 2 canceled. The cancel came too late for 1 of 3: they had landed, or were about to.',
    )
    expect(operationStatus(operations({ canceled: 1, cancelAsked: 1 }))).toBe('The service says: canceled.')
  })
})
