import { expect, test } from 'vitest'
import type { ColumnProfile, Finding } from '../../../electron/domain/schema/inspection'
import { changedValues, columnLine } from '../../../renderer/src/features/prepare/grid/column-line'

const column: ColumnProfile = {
  name: 'Born',
  ordinal: 1,
  column: 'Born',
  inferred: 'string',
  choices: [],
  type: 'datetime',
  values: 4,
  empty: 0,
  becomeNull: 2,
  distinct: 4,
  minimum: '2026-02-03T00:00:00Z',
  maximum: '2026-05-04T00:00:00Z',
  distribution: [],
}

const finding = (effect: Finding['effect'], count: number): Finding => ({
  kind: 'dayFirst',
  effect,
  column: 'Born',
  count,
  isExact: true,
  examples: [],
})

test('a head tells all that becomes of its values, the nulls first', () => {
  const findings = [finding('changed', 2), finding('null', 2)]
  expect(columnLine(column, findings, null).words).toBe('2 become null, 2 change')
  expect(changedValues(column, findings)).toBe(2)
})

test('a head tells dates whose day and month can be confused', () => {
  expect(columnLine({ ...column, becomeNull: 0 }, [finding('none', 4)], null)).toEqual({
    words: '4 in doubt',
    isFinding: true,
  })
})

test('a head says of values that no column takes that they go nowhere', () => {
  const extra = { ...column, column: null, type: null, becomeNull: 0 }
  const unread = (count: number): Finding => ({ ...finding('unread', count), kind: 'extraField' })
  expect(columnLine(extra, [unread(4)], null).words).toBe('4 go nowhere')
  expect(columnLine(extra, [unread(1)], null).words).toBe('1 goes nowhere')
  expect(columnLine(extra, [unread(0)], null).words).toBe('goes nowhere')
  expect(columnLine(extra, [], null).words).toBe('goes nowhere')
})
