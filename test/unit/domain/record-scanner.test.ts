import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFacts, type DataFormat } from '../../../electron/domain/data-format'
import { RecordScanner } from '../../../electron/domain/record-scanner'
import { readDelimited } from '../../support/delimited-reader'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function scanAll(format: DataFormat, text: string): number {
  const scanner = new RecordScanner(format)
  scanner.push(bytes(text))
  return scanner.finish().records
}

/** Fields with everything in them that a scanner could stumble over. */
const field = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.stringMatching(/^[a"',;\n\r|\t ]{0,6}$/),
  fc.constantFrom('', '"', '""', '\n', '\r\n', 'a,b', 'é€😀'),
)
const records = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 })

function writeDelimited(rows: readonly (readonly string[])[], delimiter: string, lineEnd: string): string {
  const quoteField = (text: string): string => `"${text.replaceAll('"', '""')}"`
  const needsQuotes = new RegExp(`["\\n\\r]|^\\s|\\s$|\\${delimiter}`)
  return rows
    .map((row) => row.map((text) => (needsQuotes.test(text) ? quoteField(text) : text)).join(delimiter))
    .join(lineEnd)
}

describe('the records of delimited text', () => {
  test.each(['csv', 'tsv', 'psv', 'scsv', 'sohsv'] as const)(
    '%s: as many as were written, wherever the bytes are cut',
    (format) => {
      const delimiter = formatFacts[format].delimiter ?? ','
      const clean = (rows: string[][]): string[][] =>
        rows.map((row) => row.map((text) => text.replaceAll('\u0000', '').replaceAll('\ufeff', '')))
      fc.assert(
        fc.property(
          records,
          fc.constantFrom('\n', '\r\n'),
          fc.boolean(),
          fc.array(fc.nat(), { maxLength: 6 }),
          (rows, lineEnd, endsWithLineEnd, cuts) => {
            const text = writeDelimited(clean(rows), delimiter, lineEnd) + (endsWithLineEnd ? lineEnd : '')
            const all = bytes(text)
            const scanner = new RecordScanner(format)
            const places = [...new Set(cuts.map((cut) => cut % (all.length + 1)))].sort((a, b) => a - b)
            let from = 0
            for (const place of [...places, all.length]) {
              scanner.push(all.subarray(from, place))
              from = place
            }
            expect(scanner.finish()).toMatchObject({ records: rows.length, insideQuotes: false })
          },
        ),
        { numRuns: 500 },
      )
    },
  )

  test('pieces that are cut at any target hold the same records as the whole', () => {
    fc.assert(
      fc.property(
        records,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        (rows, lineEnd, target) => {
          const clean = rows.map((row) => row.map((text) => text.replaceAll('\ufeff', '')))
          const all = bytes(writeDelimited(clean, ',', lineEnd))
          let start = 0
          let sum = 0
          const pieces: Uint8Array[] = []
          while (start < all.length) {
            const scanner = new RecordScanner('csv')
            const taken = scanner.push(all.subarray(start), target)
            sum += start + taken === all.length ? scanner.finish().records : scanner.scan.records
            pieces.push(all.subarray(start, start + taken))
            start += taken
            expect(taken).toBeGreaterThan(0)
          }
          expect(sum).toBe(rows.length)
          expect(Buffer.concat(pieces).equals(Buffer.from(all))).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})

test('there are as many records as a slow reader finds, in any text without a defect', () => {
  const piece = fc.constantFrom('a', '"', '""', ',', '\n', '\r', '\r\n', ' ', '  ', '"a\nb"', ', "c')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
      const text = pieces.join('')
      const wanted = readDelimited(text, { delimiter: ',', mayDiffer: true })
      fc.pre('records' in wanted || wanted.wrong === 'openQuote')
      const scanner = new RecordScanner('csv')
      const all = bytes(text)
      for (let at = 0; at < all.length; at += size) scanner.push(all.subarray(at, at + size))
      expect(scanner.finish()).toMatchObject(
        'records' in wanted
          ? { records: wanted.records.length, insideQuotes: false }
          : { insideQuotes: true },
      )
    }),
    { numRuns: 3000 },
  )
})

describe('what is a record', () => {
  test.each<[DataFormat, string, number]>([
    ['csv', '', 0],
    ['csv', '\ufeff', 0],
    ['csv', '\ufeff"a\nb",1\n', 1],
    ['csv', 'a,b\n\n\nc,d\n', 2],
    ['csv', 'a,b\rc,d\r', 2],
    ['csv', 'a,b\r\n\r\nc,d', 2],
    // A quote in the middle of a field is a character like any other.
    ['csv', '5" pipe,1\n6" pipe,2\n', 2],
    ['csv', '"a"b",1\n"c",2\n', 2],
    ['csv', '"a""\n""b",1\n', 1],
    ['csv', '" "\n', 1],
    ['tsv', 'a\t"b\nc"\nd\te', 2],
    ['csv', '1, "a\nb" ,c\n', 1],
    ['csv', '  "a\nb"\n', 1],
    ['tsve', 'a\\\nb\tc\nd\te\n', 2],
    // The second backslash is what the first escapes.
    ['tsve', 'a\\\\\nb\\\\\\\nc\n', 2],
    ['txt', 'a"\n\nb\r\n', 2],
    ['txt', 'a\rb\n', 1],
    ['json', '{"a":"x"}\n  \n{"a":"y"}', 2],
    ['w3clogfile', '#Fields: a b\n1 2\n#Remark\n3 4\n', 2],
  ])('%s %j has %i', (format, text, expected) => {
    expect(scanAll(format, text)).toBe(expected)
  })

  test('a quote that is never closed is noticed', () => {
    const scanner = new RecordScanner('csv')
    scanner.push(bytes('1,a\n2,"b\n3,c\n'))
    expect(scanner.scan).toMatchObject({ records: 1, insideQuotes: true })
  })

  test('the end of the first record is known, also of a CRLF that is cut in two', () => {
    const scanner = new RecordScanner('csv')
    scanner.push(bytes('a,b\r'))
    scanner.push(bytes('\nc,d\r\n'))
    expect(scanner.finish()).toMatchObject({ records: 2, firstRecordEnd: 5 })
  })

  test('formats without ends that could be scanned for are refused', () => {
    for (const format of ['parquet', 'avro', 'multijson', 'raw'] as const) {
      expect(RecordScanner.canScan(format)).toBe(false)
      expect(() => new RecordScanner(format)).toThrow(RangeError)
    }
  })
})
