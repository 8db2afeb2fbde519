import { describe, expect, it } from 'vitest'
import { countPastedRecords, describePastedText } from '../../../electron/domain/pasted-text'
import { makeStormEventsCsv, stormEventsSchema } from '../../../electron/domain/storm-events'

const tutorialRow = '2018-01-26 00:00:00.0000000,2018-01-27 14:00:00.0000000,MEXICO,0,0,Unknown,"{}"'

describe('pasted text', () => {
  it('takes the one row of the tutorial as data, never as a header', () => {
    const columns = stormEventsSchema.map((column) => column.name)
    expect(describePastedText(tutorialRow, { columns })).toEqual({
      format: 'csv',
      records: 1,
      hasHeader: false,
      headerColumns: [],
      columnCount: 7,
      endsInQuotes: false,
    })
  })

  it('sees the header and the records of the sample, with line breaks in quotes', () => {
    const pasted = describePastedText(makeStormEventsCsv())
    expect(pasted).toMatchObject({ format: 'csv', records: 1001, hasHeader: true, columnCount: 7 })
    expect(pasted.headerColumns).toEqual(stormEventsSchema.map((column) => column.name))
  })

  it('takes names of the table as a header even when nothing else is there', () => {
    expect(describePastedText('state,starttime\n', { columns: ['StartTime', 'State'] })).toMatchObject({
      hasHeader: true,
      records: 1,
    })
    expect(describePastedText('state,starttime\n')).toMatchObject({ hasHeader: false, records: 1 })
  })

  it('takes rows of words as data', () => {
    expect(describePastedText('red,apple\ngreen,pear\n')).toMatchObject({ hasHeader: false, records: 2 })
  })

  it.each([
    ['{"a":1}\n{"a":2}\n', 'json', 2],
    ['{"a":1}', 'json', 1],
    ['[{"a":1},\n {"a":[{}]}]', 'multijson', 2],
    ['{\n  "a": 1\n}\n{\n  "a": "}"\n}', 'multijson', 2],
    ['[]', 'multijson', 0],
    ['name\tage\nann\t3\n', 'tsv', 2],
  ])('knows %j', (text, format, records) => {
    expect(describePastedText(text)).toMatchObject({ format, records })
  })

  it('uses the format that the user chose', () => {
    expect(describePastedText('a,b;c,d\n', { format: 'scsv' })).toMatchObject({
      format: 'scsv',
      columnCount: 2,
    })
    expect(countPastedRecords('a\n\nb\n', 'txt')).toBe(2)
    expect(countPastedRecords('a\nb\n', 'raw')).toBe(1)
  })

  it('says that a quote is open', () => {
    expect(describePastedText('a,"b\nc,d\n')).toMatchObject({ endsInQuotes: true, records: 1 })
  })

  it('has no records in nothing', () => {
    expect(describePastedText('  \n ')).toMatchObject({ records: 0 })
  })
})
