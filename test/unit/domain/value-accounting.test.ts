import { describe, expect, test } from 'vitest'
import type { Foreseen, LandedValues } from '../../../electron/domain/schema/values'
import { differsInValues, sumForeseen, valueAccount } from '../../../electron/domain/value-accounting'
import { valueDifferenceWords, valueLines } from '../../../electron/domain/value-words'

const foreseen = (change: Partial<Foreseen> = {}, empty = 1, becomeNull = 0): Foreseen => ({
  records: 10,
  isWhole: true,
  isAccepted: false,
  columns: [{ column: 'a', type: 'long', empty, becomeNull }],
  ...change,
})
const landed = (nulls: number, rows = 10): LandedValues => ({
  rows,
  columns: [{ column: 'a', type: 'long', nulls }],
})
const differs = (one: Foreseen | null, other: LandedValues): boolean => {
  const account = valueAccount(one, other)
  return account !== null && differsInValues(account)
}

describe('values are as they should be', () => {
  test('if only what was empty arrives empty', () => expect(differs(foreseen(), landed(1))).toBe(false))
  test('if the user has accepted what becomes null', () =>
    expect(differs(foreseen({ isAccepted: true }, 1, 4), landed(5))).toBe(false))
  test('as far as anybody knows, if nobody read the sources', () =>
    expect(differs(null, landed(9))).toBe(false))
})

describe('values differ', () => {
  test('if some become null', () => expect(differs(foreseen({}, 1, 4), landed(5))).toBe(true))
  test('if more arrive empty than was foreseen, whatever was accepted', () =>
    expect(differs(foreseen({ isAccepted: true }), landed(2))).toBe(true))
  test('if fewer do', () => expect(differs(foreseen(), landed(0))).toBe(true))
})

test('numbers are compared only of all records and all rows', () => {
  const unknown = { becameNull: null, unforeseen: null }
  expect(valueAccount(foreseen({ isWhole: false }), landed(5))).toMatchObject({
    basis: 'sample',
    columns: [unknown],
  })
  expect(valueAccount(foreseen(), landed(5, 9))).toMatchObject({ basis: 'sample', columns: [unknown] })
  expect(valueAccount(null, landed(5))).toMatchObject({ basis: 'nothing', columns: [unknown] })
  expect(valueAccount(foreseen(), null)).toBeNull()
})

test('what is foreseen of several sources is summed; one that nobody read makes it a part', () => {
  const other = { column: 'b', type: 'string', empty: 3, becomeNull: 0 } as const
  const sum = sumForeseen([foreseen({ isAccepted: true }, 1, 2), foreseen({ columns: [other] }, 0)])
  expect(sum).toEqual({
    records: 20,
    isWhole: true,
    isAccepted: false,
    columns: [{ column: 'a', type: 'long', empty: 1, becomeNull: 2 }, other],
  })
  expect(sumForeseen([foreseen(), null])).toMatchObject({ isWhole: false, records: 10 })
  expect(sumForeseen([null])).toBeNull()
})

test('the worst is told first, in words', () => {
  const column = { type: 'datetime', nulls: 1 } as const
  const account = {
    basis: 'whole',
    isAccepted: false,
    columns: [
      { ...column, column: 'a', becameNull: 0, unforeseen: 0 },
      { ...column, column: 'b', becameNull: 2000, unforeseen: 0 },
      { ...column, column: 'c', becameNull: 0, unforeseen: 1 },
    ],
  } as const
  expect(valueLines(account, 5000)).toEqual([
    '1 value of c did not arrive, and reading the sources did not foresee that.',
    '2,000 of 5,000 values of b became null: they are no datetime.',
  ])
  expect(valueDifferenceWords(account)).toBe('1 value not as foreseen')
})
