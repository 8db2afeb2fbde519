import { describe, expect, test } from 'vitest'
import { isLeftOutByDefault, pathFilter, splitPatterns } from '../../../electron/domain/path-pattern'

describe('pathFilter', () => {
  test.each([
    ['*.csv', 'a.csv', true],
    ['*.csv', 'deep/er/a.csv', true],
    ['*.csv', 'A.CSV', true],
    ['*.csv', 'a.csv.gz', false],
    ['/*.csv', 'a.csv', true],
    ['/*.csv', 'deep/a.csv', false],
    ['./*.csv', 'deep/a.csv', false],
    ['2024/**', '2024/01/a.csv', true],
    ['2024/**', 'old/2024/a.csv', false],
    ['**/tmp/**', 'tmp/a.csv', true],
    ['**/tmp/**', 'x/tmp/y/a.csv', true],
    ['**/tmp/**', 'template/a.csv', false],
    ['**\\tmp\\**', 'x\\tmp\\a.csv', true],
    ['*.{csv,tsv}', 'a.tsv', true],
    ['data?.[cj]s*', 'data1.json', true],
    ['MyData*.csv', 'folder/mydata-1.csv', true],
  ])('“%s” and “%s”: %s', (pattern, path, isMeant) => {
    expect(pathFilter({ include: [pattern], exclude: [] })(path)).toBe(isMeant)
    expect(pathFilter({ include: [], exclude: [pattern] })(path)).toBe(!isMeant)
  })

  test('nothing asked for is everything; leaving out wins', () => {
    expect(pathFilter({ include: [], exclude: [] })('a')).toBe(true)
    const filter = pathFilter({ include: ['*.csv', '*.json'], exclude: ['secret*'] })
    expect(['a.csv', 'b.json', 'c.txt', 'secret.csv'].map(filter)).toEqual([true, true, false, false])
  })
})

test('a field holds several patterns; commas in braces are of the pattern', () => {
  expect(splitPatterns(' *.csv, *.{json,tsv} ;;x')).toEqual(['*.csv', '*.{json,tsv}', 'x'])
  expect(splitPatterns('  ')).toEqual([])
})

test('what programs leave behind is left out, data is not', () => {
  const leftovers = [
    '.DS_Store',
    '.git',
    'Thumbs.db',
    'desktop.ini',
    '~$sheet.csv',
    'a.csv~',
    'a.TMP',
    '__MACOSX',
  ]
  expect(leftovers.filter((name) => !isLeftOutByDefault(name))).toEqual([])
  const data = ['a.csv', 'template.json', 'tmp', 'part-0001.parquet', '_data.csv', 'a.tmp.csv', 'temp.csv']
  expect(data.filter(isLeftOutByDefault)).toEqual([])
})
