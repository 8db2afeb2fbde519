import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSampleRecords } from '../../../../electron/domain/recognition/sample-records'
import { readDelimited } from '../../../support/delimited-reader'

const whole = { delimiter: ',', limit: 1000, isWhole: true }

const cellsOf = (text: string, options: Partial<typeof whole> = {}): unknown =>
  readSampleRecords(text, { ...whole, ...options }).records.map(({ cells }) => cells)

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
    expect(cellsOf(text)).toEqual(records)
  })

  it.each([
    ['a,"b\nc', { kind: 'openQuote', record: 1, line: 1, field: 2 }],
    ['"a\r\nb",c\n\n"d" e,f\n', { kind: 'textAfterQuote', record: 2, line: 4, field: 1 }],
    ['a,"b" "c"\n', { kind: 'textAfterQuote', record: 1, line: 1, field: 2 }],
  ])('says what is wrong with the quotes of %j', (text, defect) => {
    expect(readSampleRecords(text, whole).defects[0]).toEqual(defect)
  })

  it('does not take the end of a sample for a quote that is never closed', () => {
    expect(cellsOf('a\n"b', { isWhole: false })).toEqual([['a']])
    expect(readSampleRecords('a\n"b', { ...whole, isWhole: false }).defects).toEqual([])
  })

  it('leaves out a record that the end of the sample cuts', () => {
    expect(cellsOf('a,b\nc,d', { isWhole: false })).toEqual([['a', 'b']])
    expect(cellsOf('a,b\nc,"d\n', { isWhole: false })).toEqual([['a', 'b']])
  })

  it('reads quotes that are escaped by a backslash, leaves out comments and the first lines', () => {
    const options = { ...whole, backslashQuotes: true, comment: '#', skipLines: 2 }
    const text = 'title\r\nof two\r\n#x\na,"say \\"hi\\" \\\\ \\n"\n#y\n"b\nc",d\ne,f'
    const { records, defects } = readSampleRecords(text, options)
    expect(records.map(({ line, cells }) => [line, ...cells])).toEqual([
      [4, 'a', 'say "hi" \\ \\n'],
      [6, 'b\nc', 'd'],
      [8, 'e', 'f'],
    ])
    expect(defects).toEqual([])
  })

  it('takes runs of blanks for one delimiter', () => {
    expect(cellsOf('  a  b \n"c d"   e\n', { delimiter: ' ' })).toEqual([
      ['a', 'b'],
      ['c d', 'e'],
    ])
  })

  it('reads what a slow reader does, for any text', () => {
    const piece = fc.constantFrom('a', 'b', ',', '"', '""', '\n', '\r\n', '\r', ' ', '"c"')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        const { records, defects } = readSampleRecords(text, whole)
        const cells = records.map((record) => record.cells)
        const wanted = readDelimited(text, { delimiter: ',', mayDiffer: true })
        if ('records' in wanted) expect({ cells, defects }).toEqual({ cells: wanted.records, defects: [] })
        else
          expect(defects[0]).toMatchObject({ kind: wanted.wrong, record: wanted.record, line: wanted.line })
      }),
      { numRuns: 2000 },
    )
  })
})
