import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DelimitedError, describeDefect, longestRecordBytes } from '../../../electron/domain/delimited-defect'
import { DelimitedScanner, type DelimitedScan } from '../../../electron/domain/delimited-scanner'
import { readDelimited, type ReadText } from '../../support/delimited-reader'

interface Scanned {
  readonly text: string
  readonly records: number
  readonly fields: number | undefined
}

/** Scans text that arrives in pieces of `size` bytes. */
function scan(text: string, scanOptions: Partial<DelimitedScan> = {}, size = 1_000_000): Scanned {
  const scanner = new DelimitedScanner({ delimiter: ',', ignoreFirstRecord: false, ...scanOptions })
  const bytes = Buffer.from(text)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) pieces.push(...scanner.push(bytes.subarray(at, at + size)))
  pieces.push(...scanner.end())
  return { text: Buffer.concat(pieces).toString('utf8'), records: scanner.records, fields: scanner.fields }
}

/** The same, or what the first defect is, with its line and in words. */
function scanOrDefect(
  text: string,
  options: Partial<DelimitedScan>,
  size: number,
): Scanned | (ReadText & { readonly words: string }) {
  try {
    return scan(text, options, size)
  } catch (error) {
    if (!(error instanceof DelimitedError)) throw error
    const { defect, offset } = error
    const before = Buffer.from(text).subarray(0, offset).toString('utf8')
    const line = 1 + (before.match(/\r\n|\r|\n/g) ?? []).length
    const words = describeDefect({ ...defect, line })
    if (defect.kind === 'recordTooLong') throw new Error(words, { cause: error })
    return { wrong: defect.kind, record: defect.record, line, words }
  }
}

/** Records in the one form that leaves nothing to interpret, with quotes only where there were some. */
const inOneForm = /^((?!\n)((?! *")[^\r\n,]+|"([^"]|"")*"|)(,((?! *")[^\r\n,]+|"([^"]|"")*"|))*\n)*$/

describe('a scanner of delimited text', () => {
  const piece = fc.constantFrom('a', 'é', '"', '""', ',', '\n', '\r', '\r\n', ' ', '  ', 'x y', '"a"', '" "')
  const text = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))
  const options = fc.record({
    delimiter: fc.constant(','),
    ignoreFirstRecord: fc.boolean(),
    fitTo: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  })

  it('finds the records of a slow reader, however the bytes arrive, in a form that leaves nothing open', () => {
    fc.assert(
      fc.property(text, options, fc.integer({ min: 1, max: 9 }), (written, scanOptions, size) => {
        const wanted = readDelimited(written, scanOptions)
        const found = scanOrDefect(written, scanOptions, size)
        if ('wrong' in wanted || 'wrong' in found) {
          expect(found).toMatchObject(wanted)
          return
        }
        if ('text' in found) {
          expect(found.records).toBe(wanted.records.length)
          expect(found.fields).toBe(wanted.records[0]?.length)
          expect(found.text).toMatch(inOneForm)
          expect(readDelimited(found.text, { delimiter: ',' })).toEqual(wanted)
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('hands on what has the form already without copying it', () => {
    const scanner = new DelimitedScanner({ delimiter: ',', ignoreFirstRecord: false })
    const bytes = Buffer.from('a,"b\r\n,""c",\n, d ,\n')
    const [only, ...others] = scanner.push(bytes)
    expect(others).toEqual([])
    expect(only?.buffer).toBe(bytes.buffer)
    expect(only?.byteLength).toBe(bytes.length)
  })

  it.each([
    ['1,2\n3\n', 'Record 2 (line 2) has 1 field where the first has 2.'],
    ['"a\r\nb",2\r\n3,4,5\r\n', 'Record 2 (line 3) has 3 fields where the first has 2.'],
    ['1,a,b\n2,,c,\n', 'Record 2 (line 2) has 4 fields where the first has 3.'],
    ['1,"2\n3,4\n', 'Record 1 (line 1) opens a quote in field 2 that is never closed.'],
    [
      '\n\n1,"2" x\n',
      'Record 1 (line 3) has text after the closing quote of field 2; a quote inside a quoted field is written twice.',
    ],
    [
      'a\n"b" "c"\n',
      'Record 2 (line 2) has text after the closing quote of field 1; a quote inside a quoted field is written twice.',
    ],
  ])('says of %j: %s', (written, message) => {
    for (const size of [1, 3, 100]) expect(scanOrDefect(written, {}, size)).toMatchObject({ words: message })
  })

  it('takes a record of 64 MB, and none that is longer', () => {
    const length = longestRecordBytes
    const size = 1_048_576
    expect(scan(`1\n${'x'.repeat(length)}`, {}, size).records).toBe(2)
    expect(() => scanOrDefect(`1\n${'x'.repeat(length + 1)}\n2\n`, {}, size)).toThrow(
      'Record 2 (line 2) is longer than 64 MB.',
    )
    expect(() => scanOrDefect(`1\n"${'x'.repeat(length)}\n2\n`, {}, size)).toThrow(
      'Record 2 (line 2) is longer than 64 MB; perhaps the quote that its field 1 opens is never closed.',
    )
  })

  it('hands on ten thousand fields of a record at most, and counts all', () => {
    const line = (count: number): string => 'x,'.repeat(count - 1) + 'x\n'
    const { text, fields } = scan(line(20_000).repeat(2), {}, 999)
    expect(fields).toBe(10_000)
    expect(text).toBe(line(10_000).repeat(2))
    expect(scanOrDefect(line(20_000) + line(20_001), {}, 999)).toMatchObject({
      words: 'Record 2 (line 2) has 20001 fields where the first has 20000.',
    })
  })

  it('knows the longest record', () => {
    const scanner = new DelimitedScanner({ delimiter: ';', ignoreFirstRecord: false })
    for (const byte of Buffer.from('1;22\r\n333;4444\n5;6\n')) scanner.push(Uint8Array.of(byte))
    expect(scanner.longestRecord).toBe(8)
  })
})
