import { describe, expect, test } from 'vitest'
import type { Inspection } from '../../../renderer/src/state/inspection/inspection'
import { lookOf } from '../../../renderer/src/state/inspection/prepared-job'

type Seen = Pick<Inspection, 'look' | 'check'>

const seenOf = (isWhole: boolean, status: 'running' | 'done' | null): Seen =>
  ({
    look: { lookId: 'look-1', read: { isWhole } },
    check: status === null ? null : { status, read: { isWhole: false } },
  }) as Seen

describe('what becomes of values is accepted by who has seen all of them', () => {
  test.each([
    ['a whole look, before its check', true, null, true],
    ['a whole look, while the check still runs', true, 'running', true],
    ['a sample, and a check that is done', false, 'done', true],
    ['a sample, while the check runs', false, 'running', false],
    ['a sample without a check', false, null, false],
  ] as const)('%s', (_, isWhole, status, isAccepted) => {
    expect(lookOf(seenOf(isWhole, status), true)).toEqual({ look: { lookId: 'look-1', isAccepted } })
    expect(lookOf(seenOf(isWhole, status), false).look?.isAccepted).toBe(false)
  })
})
