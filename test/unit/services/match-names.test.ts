import { expect, test } from 'vitest'
import { matchNames } from '../../../electron/services/sources/match-names'

test('a pattern fits anywhere in a name', () => {
  expect([...matchNames('\\.csv$', ['a.csv', 'b/c.csv', 'd.csv.txt', 'e.json'])]).toEqual([
    'a.csv',
    'b/c.csv',
  ])
})

test('a pattern that backtracks without end is given up', () => {
  expect(() => matchNames('^(a+)+$', [`${'a'.repeat(60)}b`])).toThrow('timed out')
})

test('what is no regular expression is refused', () => {
  expect(() => matchNames('*.csv', ['a.csv'])).toThrow('Invalid regular expression')
})
