import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectDelimitedFormat, readDelimitedSample } from '../../../electron/domain/delimited-text'
import { readDelimited } from '../../support/delimited-reader'

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

  it.each([
    ['a,"b\nc', { kind: 'openQuote', record: 1, line: 1, field: 2 }],
    ['"a\r\nb",c\n\n"d" e,f\n', { kind: 'textAfterQuote', record: 2, line: 4, field: 1 }],
    ['a,"b" "c"\n', { kind: 'textAfterQuote', record: 1, line: 1, field: 2 }],
  ])('says what is wrong with the quotes of %j', (text, defect) => {
    expect(readDelimitedSample(text, ',', whole).defect).toEqual(defect)
  })

  it('does not take the end of a sample for a quote that is never closed', () => {
    expect(readDelimitedSample('a\n"b', ',', { limit: 10, isWhole: false })).toEqual({
      records: [['a']],
      defect: undefined,
    })
  })

  it('leaves out a record that the end of the sample cuts', () => {
    expect(readDelimitedSample('a,b\nc,d', ',', { limit: 10, isWhole: false }).records).toEqual([['a', 'b']])
    expect(readDelimitedSample('a,b\nc,"d\n', ',', { limit: 10, isWhole: false }).records).toEqual([
      ['a', 'b'],
    ])
  })

  it('reads what a slow reader does, for any text', () => {
    const piece = fc.constantFrom('a', 'b', ',', '"', '""', '\n', '\r\n', '\r', ' ', '"c"')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        const { records, defect } = readDelimitedSample(text, ',', whole)
        const wanted = readDelimited(text, { delimiter: ',', mayDiffer: true })
        if ('records' in wanted) expect({ records, defect }).toEqual({ ...wanted, defect: undefined })
        else {
          expect(defect).toMatchObject({ kind: wanted.wrong, record: wanted.record, line: wanted.line })
          expect(records.length).toBe(wanted.record - 1)
        }
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
