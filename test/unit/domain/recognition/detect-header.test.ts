import { expect, test } from 'vitest'
import { detectHeader } from '../../../../electron/domain/recognition/detect-header'

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
