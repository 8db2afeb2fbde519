import { expect, test } from 'vitest'
import { wordsOfFinding } from '../../../../electron/domain/finding-words'
import { detectHeader } from '../../../../electron/domain/recognition/detect-header'
import { recognise } from '../../../../electron/domain/recognition/recognise'

test('years over numbers that count up as well are a header, and years over years are not', () => {
  const years = ['Country', '2019', '2020']
  expect(detectHeader([years, ['NO', '5', '6'], ['SE', '7', '8']])).toBe(true)
  expect(detectHeader([years, ['NO', '2021', '2022'], ['SE', '2023', '2024']])).toBe(false)
})

test('a header that comes again among the records is still one', () => {
  const header = ['Id', 'At', 'V']
  const records = [
    ['1', '2026-01-01', '1.5'],
    ['2', '2026-01-02', '2.5'],
    header,
    ['3', '2026-01-03', '3.5'],
    header,
    ['4', '2026-01-04', '4.5'],
  ]
  expect(detectHeader([header, ...records])).toBe(true)
  expect(
    detectHeader([
      ['a', 'b'],
      ['c', 'd'],
      ['a', 'b'],
      ['e', 'f'],
    ]),
  ).toBe(false)
})

test('a header that comes again is told with its lines', () => {
  const text = 'Id,At\n1,2026-01-01\nId,At\n2,2026-01-02\nId,At\n3,2026-01-03\n'
  const { findings } = recognise({ bytes: Buffer.from(text), isWhole: true, name: 'a.csv' })
  const found = findings.find(({ kind }) => kind === 'headerRepeated')
  expect(found?.examples.map(({ line, record }) => [line, record])).toEqual([
    [3, 2],
    [5, 4],
  ])
  expect(found && wordsOfFinding(found).text).toBe(
    '2 records repeat the header among the records (first in line 3), and land as rows.',
  )
})

test('one name of the table makes different words a header, and a word that comes again does not', () => {
  const columns = ['Zorn', 'City', 'Code']
  const body = [
    ['Ja', 'Paris', 'Franz'],
    ['Nein', 'Rome', 'Ital'],
  ]
  expect(detectHeader([['Zorn', 'Blau', 'Mut'], ...body], columns)).toBe(true)
  expect(detectHeader([['Zorn', 'Blau', 'Mut'], ...body])).toBe(false)
  expect(detectHeader([['Zorn', 'Rome', 'Mut'], ...body], columns)).toBe(false)
  expect(detectHeader([['Zorn', 'Oslo', '7'], ...body], columns)).toBe(false)
})

test.each([
  ['words over other words', 'alpha,beta\nfoo,bar\nbaz,qux\n', true],
  ['words that come again', 'foo,beta\nfoo,bar\nbaz,qux\n', false],
  ['values that are no words', 'alpha,1\nfoo,bar\nbaz,qux\n', false],
  ['codes over codes', 'C,Lund\nD,Vaasa\n', false],
  ['a header for certain', 'id,name\n1,bar\n2,qux\n', false],
])('of %s it is asked whether they are a header: %s', (_what, text, isAsked) => {
  const { findings } = recognise({
    bytes: Buffer.from(text),
    isWhole: true,
    name: 'a.csv',
    columns: ['a', 'b'],
  })
  expect(findings.some(({ kind }) => kind === 'maybeHeader')).toBe(isAsked)
})
