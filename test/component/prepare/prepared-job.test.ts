import { describe, expect, test } from 'vitest'
import type { DataFormat } from '../../../electron/domain/data-format'
import { makeFinding } from '../../../electron/domain/recognition/make-finding'
import type { Finding } from '../../../electron/domain/schema/inspection'
import type { Inspection } from '../../../renderer/src/state/inspection/inspection'
import { lookOf } from '../../../renderer/src/state/inspection/prepared-job'

type Seen = Pick<Inspection, 'look' | 'check'>

const seenOf = (
  isWhole: boolean,
  status: 'running' | 'done' | null,
  findings: readonly Finding[] = [],
  format: DataFormat = 'csv',
): Seen =>
  ({
    look: { lookId: 'look-1', reading: { format }, read: { isWhole }, findings },
    check: status === null ? null : { status, read: { isWhole: false }, findings },
  }) as unknown as Seen

describe('what becomes of values is accepted by who has seen all of them', () => {
  test.each([
    ['a whole look, before its check', true, null, true],
    ['a whole look, while the check still runs', true, 'running', true],
    ['a sample, and a check that is done', false, 'done', true],
    ['a sample, while the check runs', false, 'running', false],
    ['a sample without a check', false, null, false],
  ] as const)('%s', (_, isWhole, status, isAccepted) => {
    expect(lookOf(seenOf(isWhole, status), true)).toMatchObject({ look: { lookId: 'look-1', isAccepted } })
    expect(lookOf(seenOf(isWhole, status), false).look?.isAccepted).toBe(false)
  })
})

test('what is not read to its end is queued only after its check, unless it is sent although it will be refused', () => {
  const mustPass = (seen: Seen): boolean | undefined => lookOf(seen, false).look?.mustPass
  expect(mustPass(seenOf(false, 'running'))).toBe(true)
  expect(mustPass(seenOf(false, null))).toBe(true)
  expect(mustPass(seenOf(false, 'done'))).toBeUndefined()
  expect(mustPass(seenOf(true, null))).toBeUndefined()
  const refused = makeFinding('fewerFields', 'refused', { count: 1 })
  expect(mustPass(seenOf(false, 'running', [refused]))).toBeUndefined()
  expect(mustPass(seenOf(false, 'running', [], 'parquet'))).toBeUndefined()
})
