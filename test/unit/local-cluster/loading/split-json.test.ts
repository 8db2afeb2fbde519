import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonDefect, JsonSplitter } from '../../../../electron/local-cluster/loading/split-json'

function split(text: string, size = 1_000_000): string[] {
  const out: Uint8Array[] = []
  const starts: number[] = []
  const splitter = new JsonSplitter((record, offset) => (starts[record - 1] = offset))
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) out.push(...splitter.push(bytes.subarray(at, at + size)))
  out.push(...splitter.end())
  const lines = Buffer.concat(out).toString('utf8').split('\n').slice(0, -1)
  expect(splitter.records).toBe(lines.length)
  expect(starts.map((start) => bytes[start])).toEqual(lines.map((line) => Buffer.from(line)[0]))
  return lines
}

const sizes = fc.integer({ min: 1, max: 7 })
const indents = fc.constantFrom(undefined, 2, '\t')

describe('JsonSplitter', () => {
  it('gives an array’s values one per line, however they are written and split', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), sizes, indents, (values, size, indent) => {
        const lines = split(JSON.stringify(values, null, indent), size)
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
      { numRuns: 500 },
    )
  })

  it('gives a sequence of objects one per line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }),
        sizes,
        indents,
        (values, size, indent) => {
          const text = values
            .map((value) => JSON.stringify(value, null, indent))
            .join(size % 2 === 0 ? '\n' : '')
          expect(split(text, size).map((line) => JSON.parse(line) as unknown)).toEqual(
            JSON.parse(JSON.stringify(values)),
          )
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each([
    ['[{"a":1},', 2, 9, 'the text ends inside it'],
    ['[{"a":1},]', 2, 9, 'it does not begin a value'],
    ['[,{"a":1}]', 1, 1, 'it does not begin a value'],
    ['[{"a":1} {"a":2}]', 2, 9, 'a comma is missing before it'],
    ['{"a":1', 1, 6, 'the text ends inside it'],
    ['{"a":"x', 1, 7, 'the text ends inside it'],
    ['{"a":1}}', 2, 7, 'it does not begin a value'],
    ['{"a":1}]', 2, 7, 'it does not begin a value'],
    ['[1,2', 2, 4, 'the text ends inside it'],
  ])('refuses %j at record %i, byte %i', (text, record, offset, message) => {
    for (const size of [1, 2, 100]) {
      let found: unknown
      try {
        split(text, size)
      } catch (error) {
        found = error
      }
      expect(found).toBeInstanceOf(JsonDefect)
      expect(found).toMatchObject({ record, offset, message })
    }
  })

  it('keeps a record on one line even if a string in it has a line end, which is not JSON', () => {
    expect(split('[{"a":"x\ny"},{"a":1}]')).toEqual(['{"a":"x\ty"}', '{"a":1}'])
  })
})
