import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DelimitedScanner } from '../../../electron/domain/delimited-scanner'
import { ColumnSplitter, type SplitColumns } from '../../../electron/inspection/column-splitter'
import { splitText } from '../../support/split-text'

/** The texts of each column. */
function textsOf({ columns, groups }: SplitColumns): string[][] {
  return columns.map((bytes, column) => {
    const texts: string[] = []
    const view = Buffer.from(bytes)
    for (let at = 0; at < bytes.length;) {
      const length = view.readUInt32LE(at)
      texts.push(view.toString('utf8', at + 4, at + 4 + length))
      at += 4 + length
    }
    expect(groups[groups.length - 1]?.ends[column]).toBe(bytes.length)
    return texts
  })
}

/** Text in the one form of our own scanner, as columns. */
function columnsOf(text: string, fields: number): string[][] {
  const columns = Array.from({ length: fields }, (): string[] => [])
  let column = 0
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))([,\n])/g)) {
    columns[column]?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    column = end === ',' ? column + 1 : 0
  }
  return columns
}

const text = fc.array(
  fc.constantFrom(
    'a',
    '1,',
    ',',
    '"',
    '""',
    '"x"',
    ' ',
    '\n',
    '\r\n',
    '\r',
    'b,c',
    'a text that is long,',
    '",',
    '"\n',
    '\n"',
  ),
  { maxLength: 60 },
)
const record = fc.constantFrom(
  '1,2',
  '"a ""quoted"" text of some length",x',
  ' y ,""',
  '"a\n\r,b",',
  'just a long plain text,5" pipe',
)

test('what is split is what our own scanner reads without changing or refusing anything', () => {
  let split = 0
  const splitter = new ColumnSplitter({ delimiter: ',', fields: 2, groupBytes: 50 })
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 12 }),
      text,
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (records, rest, lineEnd, isEnd) => {
        const bytes = Buffer.from([...records, rest.join('')].join(lineEnd))
        const columns = splitText(splitter, bytes, isEnd)
        if (columns === undefined) return
        split += 1
        let others = 0
        const scanner = new DelimitedScanner({
          delimiter: ',',
          ignoreFirstRecord: false,
          fitTo: 2,
          onOtherCount: () => others++,
        })
        const taken = bytes.subarray(0, columns.length)
        const scanned = Buffer.concat([...scanner.push(taken), ...scanner.end()]).toString('utf8')
        expect(others).toBe(0)
        expect(columns.records).toBe(scanner.records)
        expect(textsOf(columns)).toEqual(columnsOf(scanned, 2))
        if (isEnd) expect(columns.length).toBe(bytes.length)
      },
    ),
    { numRuns: 3000, seed: 2026 },
  )
  expect(split).toBeGreaterThan(500)
})

test('what leaves something to interpret is refused, and what is open at the end is left', () => {
  const splitter = new ColumnSplitter({ delimiter: ',', fields: 2, groupBytes: 50 })
  for (const odd of ['a,b\n\n', 'a\n', 'a,b,c\n', '"a" ,b\n', ' "a",b\n', 'a,b\rc,d\n', 'a,"b'])
    expect(splitText(splitter, odd, true), odd).toBeUndefined()
  expect(splitText(splitter, `a,${'b'.repeat(1_000_000)}\n`, true)).toBeUndefined()
  expect(splitText(splitter, 'a,b\r\nc,d\r', false)).toMatchObject({ records: 1, length: 5 })
  expect(splitText(splitter, 'a,b\nc,"d\ne', false)).toMatchObject({ records: 1, length: 4 })
  expect(splitText(splitter, 'a,b\nc,', true)).toMatchObject({ records: 2, length: 6 })
})
