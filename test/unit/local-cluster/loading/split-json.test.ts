import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonSplitter } from '../../../../electron/local-cluster/loading/split-json'

function split(text: string, size = 1_000_000): string[] {
  const out: Buffer[] = []
  const splitter = new JsonSplitter((bytes) => out.push(Buffer.from(bytes)))
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size))
  splitter.end()
  const lines = Buffer.concat(out).toString('utf8').split('\n')
  return lines.filter((line) => line !== '')
}

const sizes = fc.integer({ min: 1, max: 7 })
const indents = fc.constantFrom(undefined, 2, '\t')

describe('JsonSplitter', () => {
  it('gives the values of an array one a line, however they are written and arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), sizes, indents, (values, size, indent) => {
        const lines = split(JSON.stringify(values, null, indent), size)
        expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(values)))
      }),
      { numRuns: 500 },
    )
  })

  it('gives objects in a row one a line', () => {
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
    ['[{"a":1},', /record 2: the text ends/],
    ['[{"a":1},]', /record 2: it does not begin/],
    ['[,{"a":1}]', /record 1: it does not begin/],
    ['[{"a":1} {"a":2}]', /record 2: a comma is missing/],
    ['{"a":1', /record 1: the text ends/],
    ['{"a":"x', /record 1: the text ends/],
    ['{"a":1}}', /record 2: it does not begin/],
    ['{"a":1}]', /record 2: it does not begin/],
    ['[1,2', /record 2: the text ends/],
  ])('refuses %j', (text, message) => {
    for (const size of [1, 2, 100]) expect(() => split(text, size)).toThrow(message)
  })
})
