import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecordScanner } from '../../../../electron/domain/record-scanner'
import { lineDelimiter, EscapedTabs, textLines } from '../../../../electron/local-cluster/loading/text-lines'
import type { TextRewriter } from '../../../../electron/local-cluster/loading/text-rewriter'
import { readDelimited } from '../../../support/delimited-reader'

/** A rewriter's output, read as delimited text. */
function read(
  rewriter: TextRewriter,
  text: string,
  size: number,
  delimiter: string,
): readonly (readonly string[])[] {
  const bytes = Buffer.from(text)
  const out: Uint8Array[] = []
  // Overwrites the bytes as soon as they have been taken, as reading a file does.
  for (let at = 0; at < bytes.length; at += size) {
    const piece = Buffer.from(bytes.subarray(at, at + size))
    out.push(...rewriter.push(piece).map((taken) => Buffer.from(taken)))
    piece.fill(0)
  }
  out.push(...rewriter.end())
  const found = readDelimited(Buffer.concat(out).toString('utf8'), { delimiter, mayDiffer: true })
  if ('wrong' in found) throw new Error(found.wrong)
  expect(rewriter.records).toBe(found.records.length)
  return found.records
}

const piece = fc.constantFrom(
  'a',
  'é',
  '"',
  '""',
  '\t',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '\\',
  '\\t',
  '\\n',
  '\u0001',
  ',',
)
const texts = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''))
const sizes = fc.integer({ min: 1, max: 9 })

/** The values in a line of TSVe: a backslash changes the meaning of what follows, if that has one. */
function unescape(line: string): string[] {
  const fields = ['']
  for (let at = 0; at < line.length; at++) {
    const [here = '', next = ''] = [line[at], line[at + 1]]
    const meaning = new Map([
      ['t', '\t'],
      ['n', '\n'],
      ['r', '\r'],
      ['\\', '\\'],
      ['\t', '\t'],
      ['\n', '\n'],
    ]).get(next)
    if (here === '\t') fields.push('')
    else if (here === '\\' && meaning !== undefined) {
      fields.push(`${fields.pop() ?? ''}${meaning}`)
      at++
    } else fields.push(`${fields.pop() ?? ''}${here}`)
  }
  return fields
}

describe('lines of text', () => {
  it('come out unchanged, without empty ones, however the bytes are split', () => {
    fc.assert(
      fc.property(texts, sizes, fc.boolean(), (text, size, ignoreFirstRecord) => {
        const lines = text
          .split(/\r?\n/)
          .map((line, index, all) => (index === all.length - 1 ? line.replace(/\r$/, '') : line))
        const wanted = lines.filter((line) => line !== '').slice(ignoreFirstRecord ? 1 : 0)
        expect(read(textLines({ ignoreFirstRecord }), text, size, lineDelimiter)).toEqual(
          wanted.map((line) => [line]),
        )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('records of TSVe', () => {
  it('come out unescaped, however the bytes are split', () => {
    fc.assert(
      fc.property(texts, sizes, fc.integer({ min: 1, max: 3 }), (text, size, fitTo) => {
        const lines = (text.match(/(?:\\[^]|[^\\\n])+\\?|\\$/g) ?? []).map((line) => line.replace(/\r$/, ''))
        const wanted = lines
          .filter((line) => line !== '')
          .map((line) => Array.from({ length: fitTo }, (_, index) => unescape(line)[index] ?? ''))
        const rewriter = new EscapedTabs({ ignoreFirstRecord: false, fitTo })
        expect(read(rewriter, text, size, '\t')).toEqual(wanted)
      }),
      { numRuns: 2000 },
    )
  })

  it('are as many as the studio counts', () => {
    fc.assert(
      fc.property(texts, sizes, (text, size) => {
        const scanner = new RecordScanner('tsve')
        const bytes = Buffer.from(text)
        for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size))
        const rewriter = new EscapedTabs({ ignoreFirstRecord: false, fitTo: 2 })
        expect(scanner.finish().records).toBe(read(rewriter, text, size, '\t').length)
      }),
      { numRuns: 2000 },
    )
  })
})
