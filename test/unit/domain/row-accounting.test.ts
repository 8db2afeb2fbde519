import { describe, expect, test } from 'vitest'
import { accountLine } from '../../../electron/domain/account-words'
import { balanceOf, isWhole, refusedUnsent } from '../../../electron/domain/row-accounting'
import { expectedRecords, headerCandidates } from '../../../electron/domain/source-treatment'

type Account = Parameters<typeof balanceOf>[0]
const account = (
  expected: number | null,
  landed: number | null,
  refused: number | null,
  counts: Account['counts'] = {},
): Account => ({ rows: { expected, landed, refused }, counts })

describe('the balance of an ingestion', () => {
  test.each([
    ['all is there', account(10, 10, 0), { missing: 0, surplus: 0, undecided: 0 }],
    ['some were refused', account(10, 7, 3), { missing: 0, surplus: 0, undecided: 0 }],
    ['some are nowhere', account(10, 6, 3), { missing: 1, surplus: 0, undecided: 0 }],
    ['too many are there', account(1, 20_000, 0), { missing: 0, surplus: 19_999, undecided: 0 }],
    ['refused ones landed all the same', account(10, 10, 10), { missing: 0, surplus: 10, undecided: 0 }],
    ['a source is open', account(10, 6, 0, { unknown: 1 }), { missing: null, surplus: 0, undecided: 4 }],
    ['the refused are not counted', account(10, 6, null), { missing: null, surplus: 0, undecided: 4 }],
    ['nothing was counted', account(null, 6, 0), { missing: null, surplus: null, undecided: null }],
    ['nobody may look', account(10, null, 0), { missing: null, surplus: null, undecided: null }],
  ])('%s', (_name, job, balance) => {
    expect(balanceOf(job)).toEqual(balance)
  })

  test('is whole only when it is known that all is there, and nothing beside', () => {
    expect(isWhole(account(10, 10, 0))).toBe(true)
    const others = [account(10, 7, 3), account(10, 9, 0), account(10, 11, 0), account(null, 10, 0)]
    expect(others.map(isWhole)).toEqual([false, false, false, false])
  })

  test('is told in one line', () => {
    const line = (job: Account): string => accountLine(job.rows, balanceOf(job))
    expect(line(account(1000, 990, 7))).toBe('1,000 expected, 990 landed, 7 refused, 3 missing')
    expect(line(account(1, 20_000, 0))).toBe('1 expected, 20,000 landed, 19,999 more than expected')
    expect(line(account(10, 6, 0, { unknown: 1 }))).toBe('10 expected, 6 landed, 4 not known')
  })
})

test('what the studio finds unfit is refused; what it could not send is missing', () => {
  expect(refusedUnsent(3, 'ClosingQuoteMissing')).toBe(3)
  expect(refusedUnsent(null, 'WrongNumberOfFields')).toBeNull()
  expect(refusedUnsent(3, 'UploadFailed')).toBe(0)
  expect(refusedUnsent(null, 'FileNotFound')).toBe(0)
})

describe('the header of a source', () => {
  test('is not expected to land, in a format that can have one', () => {
    type Format = Parameters<typeof expectedRecords>[1]['format']
    const expected = (format: Format, records: number | null): number | null =>
      expectedRecords(records, { format, ignoreFirstRecord: true })
    expect(expected('csv', 3)).toBe(2)
    expect(expected('tsve', 3)).toBe(2)
    expect(expected('txt', 3)).toBe(2)
    expect(expected('json', 3)).toBe(3)
    expect(expected('csv', 0)).toBe(0)
    expect(expected('csv', null)).toBeNull()
    expect(expectedRecords(3, { format: 'csv', ignoreFirstRecord: false })).toBe(3)
  })

  test('is asked of sources with fields, and of text only if there is nothing else', () => {
    const csv = { format: 'csv' } as const
    const txt = { format: 'txt' } as const
    const json = { format: 'json' } as const
    expect(headerCandidates([csv, txt, json])).toEqual([csv])
    expect(headerCandidates([txt, json])).toEqual([txt])
    expect(headerCandidates([json, { format: null }])).toEqual([])
  })
})
