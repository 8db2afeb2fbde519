import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDelimitedHead } from '../../../../electron/local-cluster/loading/delimited-head'
import { DelimitedScanner } from '../../../../electron/local-cluster/loading/scan-delimited'

/** Scans text that arrives in pieces of `size` bytes. */
function scan(
  text: string,
  size = 1_000_000,
  ignoreFirstRecord = false,
  fitTo?: number,
): { out: string; records: number } {
  const out: Buffer[] = []
  const options = { delimiter: ',', ignoreFirstRecord, ...(fitTo === undefined ? {} : { fitTo }) }
  const scanner = new DelimitedScanner(options, (bytes) => out.push(bytes))
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size))
  const { records } = scanner.end()
  return { out: Buffer.concat(out).toString('utf8'), records }
}

/** Writes a field as CSV does. */
function quote(value: string): string {
  return /[",\r\n]/.test(value) || value.startsWith(' ') ? `"${value.replace(/"/g, '""')}"` : value
}

const field = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r', ' ', 'x'), maxLength: 6 })
const table = fc
  .integer({ min: 2, max: 4 })
  .chain((width) =>
    fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
  )
const lineEnd = fc.constantFrom('\n', '\r\n', '\r')

describe('DelimitedScanner', () => {
  it('gives the same records with even line ends, however the bytes arrive', () => {
    fc.assert(
      fc.property(
        table,
        fc.array(lineEnd, { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (rows, ends, size) => {
          const lines = rows.map((row) => row.map(quote).join(','))
          const text = lines.map((line, index) => line + (ends[index] ?? '\n')).join('')
          const even = lines.map((line) => `${line}\n`).join('')
          expect(scan(text, size)).toEqual({ out: even, records: rows.length })
        },
      ),
      { numRuns: 500 },
    )
  })

  it('makes records of one length out of others, however the bytes arrive', () => {
    const uneven = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 })
    const whole = uneven.filter((rows) => rows.every((row) => row.length > 1 || row[0] !== ''))
    const size = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(whole, size, fc.integer({ min: 1, max: 4 }), fc.boolean(), (rows, size, fitTo, header) => {
        const text = rows.map((row) => row.map(quote).join(',')).join('\n')
        const even = rows.map((row, index) => {
          if (header && index === 0) return row
          return Array.from({ length: fitTo }, (_, at) => row[at] ?? '')
        })
        const out = even.map((row) => `${row.map(quote).join(',')}\n`).join('')
        expect(scan(text, size, header, fitTo)).toEqual({ out, records: rows.length })
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['1,2\n3\n', /Record 2 \(line 2\) has 1 fields where the first has 2/],
    ['"a\nb",2\n3,4,5\n', /Record 2 \(line 3\) has 3 fields/],
    ['1,"2\n3,4\n', /Record 1 \(line 1\) has a quoted field that is not closed/],
    ['1,"2"x\n', /Record 1 \(line 1\) has text behind a closing quote/],
  ])('refuses %j', (text, message) => {
    for (const size of [1, 3, 100]) expect(() => scan(text, size)).toThrow(message)
  })

  it('does not count the fields of a record that is ignored', () => {
    expect(scan('title\n1,2\n', 2, true).records).toBe(2)
  })
})

describe('readDelimitedHead', () => {
  const head = (text: string, ignoreFirstRecord = false, isWhole = true): unknown =>
    readDelimitedHead(text, ',', { ignoreFirstRecord, isWhole })

  it.each([
    ['a,b\n', false, { fields: 2, skip: 0 }],
    ['\n\r\na,b', false, { fields: 2, skip: 2 }],
    ['"a,\n""b",c\n', false, { fields: 2, skip: 0 }],
    ['title\n1,2\n', true, { fields: 2, skip: 1 }],
    ['\n"ti\ntle",x\n\n1,2,3\n', true, { fields: 3, skip: 2 }],
    ['a,b\n', true, { fields: 0, skip: 1 }],
    ['', false, { fields: 0, skip: 0 }],
    ['5"6,7\n', false, { fields: 2, skip: 0 }],
  ])('%j (first ignored: %j)', (text, ignore, expected) => {
    expect(head(text, ignore)).toEqual(expected)
  })

  it('asks for more text until it can tell', () => {
    expect(head('a,b', false, false)).toBeUndefined()
    expect(head('a,b\n', true, false)).toBeUndefined()
    expect(head('a,"b\n', false, false)).toBeUndefined()
  })
})
