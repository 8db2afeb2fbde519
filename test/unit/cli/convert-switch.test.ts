import { expect, test } from 'vitest'
import { parseConvert, withConvertValue } from '../../../electron/cli/convert-switch'
import { nextStepOf } from '../../../electron/cli/next-steps'
import { makeFinding } from '../../../electron/domain/recognition/make-finding'

test('--convert takes a list, after a blank or an equals sign, and stands for all of it alone', () => {
  const all = '--convert=text,dates,numbers,times'
  expect(withConvertValue(['inspect', '--convert', 'a.csv'])).toEqual(['inspect', all, 'a.csv'])
  expect(withConvertValue(['--convert', 'dates,numbers', 'dates'])).toEqual([
    '--convert=dates,numbers',
    'dates',
  ])
  expect(withConvertValue(['--convert=dates', 'text'])).toEqual(['--convert=dates', 'text'])
  expect(parseConvert('dates,numbers')).toEqual(['dates', 'numbers'])
  expect(() => parseConvert('dates,prices')).toThrow('--convert knows no “prices”')
  expect(withConvertValue(['--convert', 'dates:day-first', 'a.csv'])).toEqual([
    '--convert=dates:day-first',
    'a.csv',
  ])
  expect(() => parseConvert('dates:day-first,dates:month-first')).toThrow('one order of dates')
})

test('advice names the switch that follows it', () => {
  const dates = makeFinding('dayFirst', 'null', { column: 'Born', count: 2 })
  expect(nextStepOf(dates)).toBe(
    'Add --convert dates to convert them in a file on the way, add --leave-out-findings to leave those records out, or load them into a column of another type.',
  )
  const open = makeFinding('dayFirst', 'none', { column: 'Born', count: 2, facts: { order: 'unknown' } })
  expect(nextStepOf(open)).toContain(
    'Add --convert dates:day-first or --convert dates:month-first to convert',
  )
  expect(nextStepOf(makeFinding('otherOrder', 'changed', { count: 1 }))).toContain('--match name')
})
