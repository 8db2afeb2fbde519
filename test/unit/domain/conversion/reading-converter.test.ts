import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  NotInEncodingError,
  ReadingConverter,
  needsConversion,
} from '../../../../electron/domain/conversion/reading-converter'
import type { Encoding, Reading } from '../../../../electron/domain/schema/reading'
import { readDelimited } from '../../../support/delimited-reader'

const plain: Reading = { format: 'csv', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 }

/** Converts bytes that come in pieces of some size. */
function converted(
  bytes: Buffer,
  reading: Reading,
  options: { readonly pieces?: number; readonly keepsLines?: boolean } = {},
): string {
  const { pieces = bytes.length + 1 } = options
  const converter = new ReadingConverter(reading, options)
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += pieces)
    parts.push(converter.push(bytes.subarray(at, at + pieces)))
  parts.push(converter.end())
  return Buffer.concat(parts).toString()
}

const text = (content: string, reading: Partial<Reading>, keepsLines = false): string =>
  converted(Buffer.from(content), { ...plain, ...reading }, { keepsLines })

describe('a source', () => {
  it('needs no conversion where Kusto reads it as it is', () => {
    expect(needsConversion({ ...plain, ignoreFirstRecord: true })).toBe(false)
    for (const part of [
      { skipLines: 1 },
      { encoding: 'utf-16le' },
      { comment: '#' },
      { delimiter: '^' },
    ] as const)
      expect(needsConversion({ ...plain, ...part })).toBe(true)
  })

  it('loses its first lines and its comments, and nothing else', () => {
    const content = 'title\r\n\r\nid,city\r\n# note, "open\r\n\r\n1,"# no\r\n# comment"\r\n2,#x'
    const reading = { skipLines: 2, comment: '#' }
    expect(text(content, reading)).toBe('id,city\r\n\r\n1,"# no\r\n# comment"\r\n2,#x')
    // Each line keeps its number for who wants to name it.
    expect(text(content, reading, true)).toBe('\r\n\r\nid,city\r\n\r\n\r\n1,"# no\r\n# comment"\r\n2,#x')
  })

  it.each([
    ['a^b,c^d"e\n^\n', { delimiter: '^' }, 'a,"b,c",d"e\n,\n'],
    [' 1.5   2  3 \n4 5 6\n', { delimiter: ' ' }, '1.5,2,3\n4,5,6\n'],
    ['1,"say \\"hi\\" \\\\ \\n",x\n', { backslashQuotes: true }, '1,"say ""hi"" \\ \\n",x\n'],
    [
      'id;p\n1;3,14\n2;1.234,5\n3;x\n',
      { format: 'scsv', conversions: [{ field: 1, as: 'decimalComma' }] },
      'id;p\n1;3.14\n2;1234.5\n3;x\n',
    ],
    [
      'when\n13/01/2024 1:05 PM\n30/02/2024\n',
      { conversions: [{ field: 0, as: 'dayFirst' }] },
      'when\n2024-01-13T13:05:00\n30/02/2024\n',
    ],
    ['a,"b" c,d\ne,"f\n', { comment: '#' }, 'a,"b" c,d\ne,"f\n'],
  ] as const)('%j with %j becomes %j', (content, reading, wanted) => {
    expect(text(content, { ignoreFirstRecord: false, ...reading })).toBe(wanted)
  })

  it('keeps its header as it is', () => {
    const reading = { ignoreFirstRecord: true, conversions: [{ field: 0, as: 'unixSeconds' }] } as const
    expect(text('1704067200\n1704067200\n1704067200.5\n', reading)).toBe(
      '1704067200\n2024-01-01T00:00:00Z\n2024-01-01T00:00:00.5Z\n',
    )
  })

  it.each([
    ['unixMilliseconds', '1704067200123', '2024-01-01T00:00:00.123Z'],
    ['unixMicroseconds', '1704067200123456', '2024-01-01T00:00:00.123456Z'],
    ['unixNanoseconds', '1704067200123456789', '2024-01-01T00:00:00.1234567Z'],
    ['unixSeconds', '-1', '1969-12-31T23:59:59Z'],
    ['unixSeconds', '99999999999999', '99999999999999'],
    ['groupedDigits', '1 234', '1234'],
    ['groupedDigits', '"1,234.50"', '1,234.50'.replace(',', '')],
    ['dayFirst', '5.4.98', '1998-04-05'],
    ['dayFirst', '12/25/2024', '12/25/2024'],
    ['monthFirst', '5.4.98', '1998-05-04'],
    ['monthFirst', '25/12/2024', '25/12/2024'],
    ['decimalComma', '1.5', '1.5'],
  ] as const)('%s turns %s into %s', (as, value, wanted) => {
    const result = text(`${value}\n`, { conversions: [{ field: 0, as }] })
    expect(result.trim().replaceAll('"', '')).toBe(wanted)
  })

  it('is refused where its bytes are not what they are said to be', () => {
    const half = Buffer.from('a\ud800b', 'utf16le')
    expect(() => converted(half, { ...plain, encoding: 'utf-16le' })).toThrow(NotInEncodingError)
    expect(() => converted(Buffer.from([0x61, 0xe9, 0x62]), { ...plain, skipLines: 1 })).toThrow(
      NotInEncodingError,
    )
    expect(() =>
      converted(Buffer.from([0x61, 0]).subarray(0, 1), { ...plain, encoding: 'utf-16be' }),
    ).toThrow(NotInEncodingError)
  })
})

describe('for any records', () => {
  const cell = fc.stringMatching(/^[ab"\\,;^#\r\né€ ]{0,6}$/)
  const encodings: Readonly<Record<Exclude<Encoding, 'iso-8859-1'>, (content: string) => Buffer>> = {
    'utf-8': (content) => Buffer.from(content),
    'utf-16le': (content) => Buffer.from(`\ufeff${content}`, 'utf16le'),
    'utf-16be': (content) => Buffer.from(`\ufeff${content}`, 'utf16le').swap16(),
    'windows-1252': (content) => Buffer.from(content.replaceAll('€', '\x80'), 'latin1'),
  }

  it('the cells stay the same, whatever the encoding, the delimiter, the quotes and the chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('^', '\u001f', '¦'),
        fc.boolean(),
        fc.constantFrom<Exclude<Encoding, 'iso-8859-1'>>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 9 }),
        (records, delimiter, backslashQuotes, encoding, end, pieces) => {
          const quoted = (value: string): string =>
            backslashQuotes ? `"${value.replace(/[\\"]/g, '\\$&')}"` : `"${value.replaceAll('"', '""')}"`
          const content = `first line${end}${records.map((cells) => cells.map(quoted).join(delimiter)).join(end)}${end}`
          const bytes = encodings[encoding](content)
          const result = converted(
            bytes,
            { ...plain, encoding, delimiter, backslashQuotes, skipLines: 1 },
            { pieces },
          )
          expect(readDelimited(result, { delimiter: ',', mayDiffer: true })).toEqual({ records })
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('bare fields stay the same too, with comments among them', () => {
    const bare = fc.stringMatching(/^[ab\\,é"]{0,5}$/).filter((value) => !value.startsWith('"'))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constant('k'), bare, bare), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (records, pieces) => {
          const content = records.map((cells) => `#c^"\r\n${cells.join('^')}\r\n`).join('')
          const reading: Reading = { ...plain, delimiter: '^', comment: '#' }
          const result = converted(Buffer.from(content), reading, { pieces })
          expect(readDelimited(result, { delimiter: ',', mayDiffer: true })).toEqual({ records })
        },
      ),
      { numRuns: 1000 },
    )
  })
})
