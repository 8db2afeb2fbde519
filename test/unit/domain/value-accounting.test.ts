import { describe, expect, test } from 'vitest'
import type { Foreseen, LandedValues, ValueAccount } from '../../../electron/domain/schema/values'
import { differsInValues, sumForeseen, valueAccount } from '../../../electron/domain/value-accounting'
import {
  comparedWords,
  unreadNote,
  valueDifferenceWords,
  valueLines,
} from '../../../electron/domain/value-words'

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

describe('columns that are empty in every row, of which not all was read', () => {
  const empty = (...names: string[]): LandedValues => ({
    rows: 1000,
    columns: names.map((column) => ({ column, type: 'long', nulls: 1000 })),
  })
  const withValue: LandedValues['columns'][number] = { column: 'z', type: 'long', nulls: 999 }
  const sample = (nothing: number): Foreseen =>
    foreseen({
      isWhole: false,
      records: 20,
      columns: [{ column: 'a', type: 'long', empty: nothing, becomeNull: 0 }],
    })

  test('are told if they are all there is, whether anybody looked or not', () => {
    for (const known of [null, sample(20), sample(0)]) {
      const account = valueAccount(known, empty('a')) ?? expect.fail('there is no account')
      expect(differsInValues(account)).toBe(true)
      expect(valueDifferenceWords(account)).toBe('1 column stayed empty')
      expect(valueLines(account, 1000).slice(0, 1)).toEqual([
        'Every column is empty in all 1,000 rows: no key, path or field of the records went into one.',
      ])
    }
  })

  test('are told by column if the records that were looked at have values', () => {
    const { rows, columns } = empty('a')
    const account = valueAccount(sample(5), { rows, columns: [...columns, withValue] }) ?? expect.fail()
    expect(differsInValues(account)).toBe(true)
    expect(valueLines(account, 1000)).toEqual([
      'a is empty in all 1,000 rows, and 15 of the 20 records that were looked at have a value for it.',
      '20 of 1,000 records were read; what the others hold was not compared.',
    ])
  })

  test('may be as they are in the sources, if another column has values and nobody saw one', () => {
    const { rows, columns } = empty('a')
    expect(differs(sample(20), { rows, columns: [...columns, withValue] })).toBe(false)
    expect(differs(null, { rows, columns: [...columns, withValue] })).toBe(false)
  })
})

test('of what was read in part, at least that is told, and how much was read', () => {
  const part = foreseen({ isWhole: false, sources: { read: 2, of: 300 } }, 1, 3)
  const account = valueAccount(part, landed(40, 900)) ?? expect.fail('there is no account')
  expect(differsInValues(account)).toBe(true)
  expect(valueDifferenceWords(account)).toBe('at least 3 became null')
  expect(valueLines(account, 900)).toEqual([
    'At least 3 of 900 values of a became null: they are no long.',
    '10 of 900 records were read (2 of 300 sources); what the others hold was not compared.',
  ])
  // Rows that are missing may be those that were foreseen to be lost.
  expect(valueAccount(foreseen({}, 1, 3), landed(4, 9))?.columns[0]?.becameNull).toBeNull()
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
  expect(sumForeseen([foreseen(), null])).toMatchObject({
    isWhole: false,
    records: 10,
    sources: { read: 1, of: 2 },
  })
  expect(sumForeseen([null])).toBeNull()
})

describe('what the values come to', () => {
  type One = Foreseen['columns'][number]
  const accountOf = (
    one: Partial<One>,
    other: Partial<LandedValues['columns'][number]>,
    isAccepted = true,
  ): ValueAccount => {
    const type = one.type ?? 'long'
    const account = valueAccount(
      foreseen({ isAccepted, columns: [{ column: 'a', type, empty: 0, becomeNull: 0, ...one }] }),
      { rows: 10, columns: [{ column: 'a', type, nulls: 0, ...other }] },
    )
    return account === null ? expect.fail('there is no account') : account
  }
  const numbers = { minimum: '1', maximum: '9', sum: '50' }

  test.each<[string, Partial<One>, Partial<One>]>([
    ['one number is another', numbers, { ...numbers, sum: '51' }],
    ['the largest is another', numbers, { ...numbers, maximum: '8' }],
    ['nothing is left', numbers, { minimum: null, maximum: null, sum: null }],
    ['a string is shorter', { type: 'string', sum: '2097160' }, { sum: '2097150' }],
    ['a cut string is shorter than cut', { type: 'string', sum: '2097160', cut: 1 }, { sum: '2097150' }],
    [
      'a time is a tick later',
      { type: 'datetime', maximum: '2024-01-02T00:00:00Z' },
      { maximum: '2024-01-02T00:00:00.0000001Z' },
    ],
    [
      'a real differs in its ninth digit',
      { type: 'real', minimum: '0.123456789' },
      { minimum: '0.123456788' },
    ],
  ])('differs if %s, whatever was accepted', (_, one, other) => {
    expect(differsInValues(accountOf(one, other))).toBe(true)
  })

  test.each<[string, Partial<One>, Partial<One>]>([
    ['all is the same', numbers, numbers],
    ['it is not known', {}, numbers],
    [
      'it is written in another way',
      { type: 'datetime', minimum: '2024-01-02T00:00:00Z' },
      { minimum: '2024-01-02T00:00:00.0000000Z' },
    ],
    [
      'doubles were added in another order',
      { type: 'real', minimum: '-1e6', maximum: '1e6', sum: '0.30000000000000004' },
      { minimum: '-1000000.0', maximum: '1000000', sum: '0.3' },
    ],
    [
      'a string was cut before a whole character',
      { type: 'string', sum: '1048576', cut: 1 },
      { sum: '1048574' },
    ],
    ['there were only empty strings', { type: 'string', sum: null }, { sum: '0' }],
  ])('is as foreseen if %s', (_, one, other) => {
    expect(differsInValues(accountOf(one, other))).toBe(false)
  })

  test('what is cut or changed is told, and a difference unless the user has accepted it', () => {
    const seen = accountOf({ type: 'string', cut: 3 }, {})
    expect(differsInValues(seen)).toBe(false)
    expect(valueLines(seen, 10)).toEqual(['3 of 10 strings of a were cut to 1 MB, as foreseen.'])
    const unseen = accountOf({ changed: 2 }, {}, false)
    expect(differsInValues(unseen)).toBe(true)
    expect(valueDifferenceWords(unseen)).toBe('2 changed')
  })

  test('of several sources, they are put together', () => {
    const part = (type: One['type'], minimum: string, maximum: string, sum: string): Foreseen =>
      foreseen({ columns: [{ column: 'a', type, empty: 0, becomeNull: 0, minimum, maximum, sum, cut: 1 }] })
    const together = (...parts: Foreseen[]): unknown => sumForeseen(parts)?.columns[0]
    expect(together(part('long', '9', '10', '9007199254740993'), part('long', '-8', '9', '1'))).toMatchObject(
      { minimum: '-8', maximum: '10', sum: '9007199254740994', cut: 2 },
    )
    expect(
      together(
        part('timespan', '-1.00:00:00', '2.00:00:00', '1'),
        part('timespan', '-02:00:00', '10.00:00:00', '2'),
      ),
    ).toMatchObject({ minimum: '-1.00:00:00', maximum: '10.00:00:00', sum: '3' })
  })
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
  expect(valueDifferenceWords(account)).toBe('1 not as foreseen')
})

test('how far the comparison knows is told of the types whose values are not compared as such', () => {
  const column = { column: 'a', nulls: 0, becameNull: 0, unforeseen: 0 } as const
  const account = (
    basis: 'whole' | 'sample',
    ...types: readonly ('string' | 'guid' | 'dynamic' | 'long')[]
  ): string =>
    comparedWords({ basis, isAccepted: false, columns: types.map((type) => ({ ...column, type })) })
  expect(account('whole', 'long')).toBe('')
  expect(account('whole', 'long', 'string')).toBe('Compared were texts by their length.')
  expect(account('whole', 'dynamic', 'guid', 'string')).toBe(
    'Compared were texts by their length, guid values by eight of their digits, dynamic values by their number.',
  )
  expect(account('sample', 'string')).toBe('')
})

describe('what went nowhere', () => {
  const unread = [
    { why: 'noColumn', name: 'note', values: 9 },
    { why: 'keyTwice', name: 'd.k', values: 2 },
    { why: 'noColumn', name: 'more', values: 3 },
    { why: 'otherCase', name: 'ID', values: 1 },
  ] as const
  const fields = unread.filter(({ why }) => why === 'noColumn')

  test('is told of fields as a note, and the job is as it should be', () => {
    const account = valueAccount(foreseen({ unread: fields }), landed(1))
    if (account === null) return expect.fail('there is an account')
    expect(differsInValues(account)).toBe(false)
    expect(valueLines(account, 10)).toEqual([
      '2 columns of the source went nowhere: note, more (12 values). The table has no such column, or the mapping leaves them out.',
    ])
    expect(unreadNote(account)).toBe('2 columns went nowhere (note, more)')
  })

  test('differs where a key stands twice or in another case, unless that was accepted', () => {
    const account = valueAccount(foreseen({ unread }), landed(1))
    if (account === null) return expect.fail('there is an account')
    expect(differsInValues(account)).toBe(true)
    expect(valueDifferenceWords(account)).toBe('3 lost')
    expect(valueLines(account, 10).slice(0, 2)).toEqual([
      '2 values lost: a key stands twice in one object (d.k).',
      '1 value lost: a key differs from the column’s in upper and lower case only (ID).',
    ])
    expect(differs(foreseen({ unread, isAccepted: true }), landed(1))).toBe(false)
  })

  test('is added up over sources, and told as the least of what was read in part', () => {
    const sum = sumForeseen([foreseen({ unread }), foreseen({ unread: fields }), null])
    expect(sum?.unread).toEqual([
      { why: 'noColumn', name: 'note', values: 18 },
      { why: 'keyTwice', name: 'd.k', values: 2 },
      { why: 'noColumn', name: 'more', values: 6 },
      { why: 'otherCase', name: 'ID', values: 1 },
    ])
    const account = valueAccount(sum, landed(1, 30))
    expect(account && valueLines(account, 30)[0]).toBe(
      'At least 2 values lost: a key stands twice in one object (d.k).',
    )
  })
})

test('another guid shows in the digits that are added up', () => {
  const column = { column: 'g', type: 'guid', nulls: 0, sum: '7' } as const
  const columns = [{ column: 'g', type: 'guid', empty: 0, becomeNull: 0, sum: '6' }] as const
  const account = valueAccount(foreseen({ columns: [...columns] }), { rows: 10, columns: [column] })
  expect(account && valueLines(account, 10)).toEqual([
    'Values of g changed: they do not add up to what reading the sources foresaw.',
  ])
})
