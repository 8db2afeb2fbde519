import { describe, expect, it } from 'vitest'
import { commandVerb, skipBlanks } from '../../../electron/domain/kql-text'

describe('commandVerb', () => {
  it.each([
    ['.show tables', 'show'],
    ['.Create-Merge table T (a: int)', 'create-merge'],
    ['// a comment\n  // another\n\t.show tables', 'show'],
    ['// x\r.drop table T', 'drop'],
    ['// x\u2028.drop table T', 'drop'],
    ['\ufeff.drop table T', 'drop'],
    ['\u00a0\u200b\u3000\n\n.drop table T', 'drop'],
    ['#connect x\n.drop table T', 'drop'],
    ['. // the verb follows\n drop table T', 'drop'],
    ['.', ''],
    ['.5', ''],
    ['T | count', undefined],
    ['// .show tables\nT', undefined],
    ['// .show tables', undefined],
    ['print ".show"', undefined],
    ['print 1; .drop table T', undefined],
    ['/ .show', undefined],
    ['', undefined],
  ])('of %j is %j', (text, verb) => {
    expect(commandVerb(text)).toBe(verb)
  })

  it('is found after a million blanks and comments in no time', () => {
    const text = `${' \n'.repeat(1_000_000)}${'// x\n'.repeat(200_000)}.drop table T`
    const start = performance.now()
    expect(commandVerb(text)).toBe('drop')
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

it('skipBlanks stops at the first character of a word', () => {
  expect(skipBlanks('a  // b\n c', 1)).toBe(9)
  expect(skipBlanks('  ')).toBe(2)
  expect(skipBlanks('ab', 1)).toBe(1)
})
