import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  countDelimitedRecords,
  detectDelimitedFormat,
  readDelimitedSample,
} from '../../../electron/domain/delimited-text'

const whole = { limit: 1000, isWhole: true }

describe('delimited text', () => {
  it.each([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a\rb\r', [['a'], ['b']]],
    [
      '"a\nb","say ""hi"""\nc,d',
      [
        ['a\nb', 'say "hi"'],
        ['c', 'd'],
      ],
    ],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a"b,c\n', [['a"b', 'c']]],
    ['\n\na\n\n', [['a']]],
    ['""\n', [['']]],
    ['', []],
  ])('reads %j', (text, records) => {
    expect(readDelimitedSample(text, ',', whole).records).toEqual(records)
  })

  it('says that a quote is never closed', () => {
    expect(readDelimitedSample('a,"b\nc', ',', whole)).toEqual({
      records: [['a', 'b\nc']],
      endsInQuotes: true,
    })
  })

  it('leaves out a record that the end of the sample cuts', () => {
    expect(readDelimitedSample('a,b\nc,d', ',', { limit: 10, isWhole: false }).records).toEqual([['a', 'b']])
    expect(readDelimitedSample('a,b\nc,"d\n', ',', { limit: 10, isWhole: false }).records).toEqual([
      ['a', 'b'],
    ])
  })

  it('counts what it reads, for any text', () => {
    const piece = fc.constantFrom('a', 'b', ',', '"', '""', '\n', '\r\n', ' ')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        expect(countDelimitedRecords(text, ',')).toBe(readDelimitedSample(text, ',', whole).records.length)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['a,b\n1,2\n', 'csv'],
    ['a\tb,c\n1\t2\n', 'tsv'],
    ['a|b|c\n1|2|3,5\n', 'psv'],
    ['a;b\n1,5;2\n2,5;3\n', 'scsv'],
    ['one\ntwo\n', 'csv'],
    ['2018-01-26 00:00:00.0000000,2018-01-27 14:00:00.0000000,MEXICO,0,0,Unknown,"{}"', 'csv'],
  ])('finds the delimiter of %j', (text, format) => {
    expect(detectDelimitedFormat(text, true)).toBe(format)
  })
})
