import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dataFormats, type DataFormat } from '../../../../electron/domain/data-format'
import { recordCounter } from '../../../../electron/services/sources/counting/counter-for-format'
import { avroFile } from '../../../support/avro-file'

function count(format: DataFormat, content: string | Buffer, cuts: readonly number[] = []): number | null {
  const bytes = Buffer.from(content)
  const counter = recordCounter(format)
  if (counter === null) return expect.fail(`${format} has no counter`)
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b)
  places.slice(1).forEach((place, index) => {
    const piece = Buffer.from(bytes.subarray(places[index], place))
    counter.push(piece)
    piece.fill(0xff)
  })
  return counter.finish()
}

const cuts = fc.array(fc.nat(), { maxLength: 5 })
const schema = { type: 'record', name: 'r', fields: [{ name: 'a', type: 'string' }] }

test('there is a counter for every format that has no footer', () => {
  expect(dataFormats.filter((format) => recordCounter(format) === null)).toEqual(['parquet', 'orc'])
})

describe('multijson', () => {
  test('has its objects counted, in a row or in arrays, wherever it is cut', () => {
    const texts = fc.array(fc.record({ a: fc.string(), b: fc.jsonValue({ maxDepth: 3 }) }), { maxLength: 8 })
    fc.assert(
      fc.property(texts, fc.nat(2), cuts, (records, spaces, at) => {
        const inRow = records.map((record) => JSON.stringify(record, null, spaces)).join('\n')
        expect(count('multijson', JSON.stringify(records, null, spaces), at)).toBe(records.length)
        expect(count('multijson', inRow, at)).toBe(records.length)
      }),
    )
  })

  test.each([
    ['[{"a":"}]{"},{"a":"\\\\"},{"a":"\\""}]', 3],
    ['\ufeff[{"a":1},{"a":{"b":[{}]}}]', 2],
    ['[] x', null],
    ['[{"a":1},5]', null],
    ['["x",{"a":1}]', null],
    ['[[{"b":1}]]', null],
    ['[{"a":1}]\n[{"a":2}] {"a":3}', 3],
    ['', 0],
    ['[{"a":1}', null],
    ['[{"a":1]}', null],
    ['{"a":"', null],
    ['{"a":1}}', null],
  ])('%j has %s records', (text, records) => {
    expect(count('multijson', text)).toBe(records)
  })
})

describe('Avro', () => {
  test('has the counts of its blocks added, wherever it is cut', async () => {
    const values = Array.from({ length: 300 }, (_, index) => ({ a: `value ${index}` }))
    const file = await avroFile(schema, values, { blockSize: 200 })
    const packed = await avroFile(schema, values, { codec: 'deflate', blockSize: 500 })
    fc.assert(
      fc.property(cuts, (at) => count('avro', file, at) === 300),
      { numRuns: 50 },
    )
    expect(count('apacheavro', packed, [3, 90, 91])).toBe(300)
    expect(count('avro', await avroFile(schema, []))).toBe(0)
  })

  test('is not counted when it is cut, damaged or something else', async () => {
    const file = await avroFile(schema, [{ a: 'one' }, { a: 'two' }])
    for (let length = 0; length < file.length; length++) {
      const isHeader = length === file.indexOf(Buffer.from('one')) - 3
      expect(count('avro', file.subarray(0, length)), String(length)).toBe(isHeader ? 0 : null)
    }
    const otherMarker = Buffer.from(file)
    otherMarker[otherMarker.length - 1] = (otherMarker.at(-1) ?? 0) ^ 1
    expect(count('avro', otherMarker)).toBeNull()
    expect(count('avro', Buffer.alloc(100, 0xff))).toBeNull()
    expect(count('avro', 'Obj\u0001'.padEnd(4000, '\u00ff'))).toBeNull()
  })
})

test.each<[DataFormat, string, number | null]>([
  ['csv', 'a,"x\ny"\r\nb,2\n\nc', 3],
  ['csv', 'a,"never closed\nb\n', null],
  ['tsve', 'a\\\nb\nc', 2],
  ['txt', 'one\ntwo', 2],
  ['w3clogfile', '#Fields: a\n1\n2\n', 2],
  ['raw', 'one\nvalue', 1],
  ['raw', '', 0],
])('%s: %j has %s records', (format, text, records) => {
  expect(count(format, text, [2, 7])).toBe(records)
})
