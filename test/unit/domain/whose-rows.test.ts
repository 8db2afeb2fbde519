import { expect, test } from 'vitest'
import {
  othersName,
  othersPhrases,
  rowShares,
  rowsOfOthers,
  type OwnRows,
} from '../../../electron/domain/whose-rows'

const own = (change: Partial<OwnRows>): OwnRows => ({
  tag: 't',
  createdAt: 100,
  endedAt: 200,
  landed: 10,
  undoneAt: null,
  undoneRows: null,
  ...change,
})

test('an ingestion that had ended before does not count; one beside it counts with the rows under its tag', () => {
  const earlier = own({ endedAt: 40, landed: 5000 })
  const beside = own({ tag: 'b', endedAt: null, landed: 1 })
  expect(rowsOfOthers(50, [earlier, beside], (tag) => (tag === 'b' ? 7 : undefined))).toBe(7)
  expect(rowsOfOthers(50, [earlier, beside])).toBe(1)
  expect(rowsOfOthers(300, [earlier, own({})])).toBe(0)
})

test('an undo of rows that were there before takes them away; without a tag nobody knows', () => {
  expect(rowsOfOthers(50, [own({ endedAt: 40, undoneAt: 60, undoneRows: 8, landed: 0 })])).toBe(-8)
  expect(rowsOfOthers(50, [own({ endedAt: 40, undoneAt: 45, undoneRows: 8, landed: 0 })])).toBe(0)
  expect(rowsOfOthers(50, [own({ undoneAt: 260, undoneRows: 8, landed: 0 })])).toBe(0)
  expect(rowsOfOthers(50, [own({ tag: null })])).toBeNull()
})

test('who else changed a table is said apart, and “others” where it cannot be', () => {
  const moments = { before: 100, after: 1000, ownBefore: 100, ownAfter: 600 }
  const burst = rowShares(moments, 400)
  expect(burst).toMatchObject({ change: 900, others: 500, otherIngestions: 500, otherWriters: 0 })
  expect(othersPhrases(burst)).toEqual(['+500 by your other ingestions'])
  expect(othersName(burst)).toBe('your other ingestions')

  const mixed = rowShares({ ...moments, after: 992 }, 400)
  expect(othersPhrases(mixed)).toEqual(['+500 by your other ingestions', '8 taken away by other writers'])
  expect(othersName(mixed)).toBe('others')
  expect(othersName(rowShares({ ...moments, ownAfter: 100 }, 400))).toBe('other writers')

  const unknown = rowShares({ ...moments, ownAfter: null }, 400)
  expect(unknown).toMatchObject({ others: 500, otherIngestions: null, otherWriters: null })
  expect(othersPhrases(unknown)).toEqual(['+500 by others'])
  expect(othersPhrases(rowShares({ ...moments, before: null }, 400))).toEqual([])
})
