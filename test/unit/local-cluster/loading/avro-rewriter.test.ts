import avro from 'avsc'
import { describe, expect, it } from 'vitest'
import { AvroRewriter } from '../../../../electron/local-cluster/loading/avro-rewriter'
import { avroFile, avroFileOf } from '../../../support/avro-file'

function rewrite(file: Buffer, format = 'apacheavro', pieces = 1_000_000): unknown[] {
  return rewriteText(file, format, pieces).map((line) => JSON.parse(line) as unknown)
}

function rewriteText(file: Buffer, format: string, pieces: number): string[] {
  const out: Uint8Array[] = []
  const rewriter = new AvroRewriter(format)
  for (let from = 0; from < file.length; from += pieces)
    out.push(...rewriter.push(file.subarray(from, from + pieces)))
  out.push(...rewriter.end())
  expect(Buffer.concat(out).filter((byte) => byte === 0x0a).length).toBe(rewriter.records)
  return Buffer.concat(out).toString().split('\n').slice(0, -1)
}

const nested = {
  type: 'record',
  name: 'Node',
  namespace: 'a.b',
  fields: [
    { name: 'text', type: ['null', 'string'] },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['LEAF', 'INNER'] } },
    { name: 'same', type: 'a.b.Kind' },
    { name: 'counts', type: { type: 'map', values: 'long' } },
    { name: 'children', type: { type: 'array', items: 'Node' } },
    { name: 'bytes', type: ['null', 'bytes'] },
    { name: 'real', type: ['int', 'double', 'boolean'] },
    { name: 'single', type: 'float' },
  ],
} as const

const leaf = {
  text: null,
  kind: 'LEAF',
  same: 'INNER',
  counts: {},
  children: [],
  bytes: null,
  real: { int: -3 },
  single: 0.5,
}
const tree = {
  ...leaf,
  text: 'ä "quoted"\n',
  kind: 'INNER',
  counts: { a: 1, b: -4_000_000_000_000_000 },
  children: [leaf],
  bytes: Buffer.from([0, 255]),
  real: { double: Number.NaN },
}
const leafRead = { ...leaf, real: -3 }
const treeRead = {
  ...tree,
  children: [leafRead],
  bytes: [0, 255],
  real: 'NaN',
}

describe('AvroRewriter', () => {
  it.each([
    ['null', 1_000_000],
    ['null', 1],
    ['deflate', 1_000_000],
    ['deflate', 7],
  ])('reads what another library wrote, codec %s in pieces of %d', async (codec, pieces) => {
    const values = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? tree : leaf))
    const file = await avroFile(nested, values, { codec, blockSize: 512 })
    expect(rewrite(file, 'avro', pieces)).toEqual(
      values.map((value) => (value === tree ? treeRead : leafRead)),
    )
  })

  it('keeps every digit of a long', () => {
    const longs = ['ffffffffffffffffff01', 'feffffffffffffffff01', '01', '80808080808080808001']
    const file = avroFileOf('"long"', longs.length, Buffer.from(longs.join(''), 'hex'))
    expect(rewriteText(file, 'avro', 100)).toEqual([
      '-9223372036854775808',
      '9223372036854775807',
      '-1',
      '4611686018427387904',
    ])
  })

  const logical = {
    type: 'record',
    name: 'L',
    fields: [
      { name: 'date', type: { type: 'int', logicalType: 'date' } },
      { name: 'millis', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'micros', type: ['null', { type: 'long', logicalType: 'timestamp-micros' }] },
      { name: 'time', type: { type: 'int', logicalType: 'time-millis' } },
      { name: 'decimal', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 3 } },
      { name: 'id', type: { type: 'string', logicalType: 'uuid' } },
      { name: 'fixedId', type: { type: 'fixed', name: 'F', size: 16, logicalType: 'uuid' } },
      { name: 'other', type: { type: 'int', logicalType: 'made-up' } },
    ],
  } as const
  const logicalValue = {
    date: -1,
    millis: 1_516_924_800_123,
    micros: -1,
    time: 3_723_004,
    decimal: Buffer.from([0xff, 0xfe]),
    id: '0e984725-c51c-4bf4-9960-e1c80e27aba0',
    fixedId: Buffer.from('0e984725c51c4bf49960e1c80e27aba0', 'hex'),
    other: 7,
  }

  it('reads logical types in apacheavro, and their base types in avro', async () => {
    const file = await avroFile(logical, [logicalValue])
    expect(rewrite(file)).toEqual([
      {
        date: '1969-12-31T00:00:00.0000000Z',
        millis: '2018-01-26T00:00:00.1230000Z',
        micros: '1969-12-31T23:59:59.9999990Z',
        time: '01:02:03.0040000',
        decimal: '-0.002',
        id: logicalValue.id,
        fixedId: '0e984725c51c4bf49960e1c80e27aba0',
        other: 7,
      },
    ])
    expect(rewrite(file, 'avro')).toMatchObject([
      { date: -1, millis: 1_516_924_800_123, micros: -1, time: 3_723_004, decimal: [255, 254] },
    ])
  })

  it('knows which fields have logical types that avro does not read, also inside others', () => {
    const schema = {
      type: 'record',
      name: 'Outer',
      fields: [
        { name: 'inner', type: ['null', logical] },
        { name: 'plain', type: 'bytes' },
      ],
    }
    const rewriter = new AvroRewriter('avro')
    rewriter.push(avroFileOf(JSON.stringify(schema), 0, Buffer.alloc(0)))
    expect(rewriter.logicalFields.map(({ path, base }) => `${path.join('.')}: ${base}`)).toEqual([
      'inner.date: int',
      'inner.millis: long',
      'inner.micros: long',
      'inner.time: int',
      'inner.decimal: bytes',
      'inner.fixedId: fixed',
    ])
  })

  it('unpacks snappy in apacheavro only', () => {
    // Literal of 4 (the string's length and abc); copy of 9 from 3 back, into itself; literal of 2; checksum.
    const packed = Buffer.concat([
      Buffer.from([15, 0x0c, 0x1c, 0x61, 0x62, 0x63, 0x15, 0x03, 0x04, 0x78, 0x79]),
      Buffer.alloc(4),
    ])
    const file = avroFileOf('"string"', 1, packed, 'snappy')
    expect(rewrite(file)).toEqual(['abcabcabcabcxy'])
    expect(() => rewrite(file, 'avro')).toThrow(
      'The blob is compressed with snappy, which avro does not support; send it as apacheavro.',
    )
  })

  it.each<[string, Buffer, RegExp]>([
    ['other bytes', Buffer.from('a,b\n1,2\n'), /does not start like an Avro file/],
    ['no bytes behind the first', Buffer.from('Obj\u0001'), /ends too early/],
    ['a schema that is not JSON', avroFileOf('{', 0, Buffer.alloc(0)), /not JSON/],
    ['a type that is not said', avroFileOf('"Nothing"', 0, Buffer.alloc(0)), /'Nothing'/],
    ['a value that runs out', avroFileOf('"double"', 1, Buffer.alloc(7)), /block 1: a value runs past/],
    ['too many bytes', avroFileOf('"boolean"', 1, Buffer.alloc(2)), /more values/],
    ['values without bytes', avroFileOf('"null"', 1_000_000_000, Buffer.alloc(0)), /fewer values/],
    ['packed nonsense', avroFileOf('"long"', 1, Buffer.from('zzzz'), 'deflate'), /cannot be unpacked/],
    [
      'a codec that is not known',
      avroFileOf('"long"', 1, Buffer.from('z'), 'zstandard'),
      /compressed with zstandard, which apacheavro does not support; apacheavro supports null/,
    ],
    [
      'a list that claims a billion items',
      avroFileOf('{"type": "array", "items": "null"}', 1, avro.Type.forSchema('long').toBuffer(1e9)),
      /runs past/,
    ],
    [
      'a value that holds itself',
      avroFileOf(
        '{"type": "record", "name": "R", "fields": [{"name": "r", "type": "R"}]}',
        1,
        Buffer.alloc(1),
      ),
      /nested too deeply/,
    ],
  ])('refuses %s', (_what, file, message) => {
    expect(() => rewrite(file)).toThrow(message)
  })

  it('never takes a truncated file for a whole one', async () => {
    const file = await avroFile(nested, [tree, leaf, tree, leaf], { blockSize: 64 })
    for (let length = 0; length < file.length; length++) {
      const cut = file.subarray(0, length)
      let read: unknown[] | undefined
      try {
        read = rewrite(cut)
      } catch (error) {
        expect(error).toMatchObject({ code: 'BadRequest_InvalidBlob' })
      }
      // A cut exactly between two blocks goes unnoticed: the format does not say how many blocks there are.
      if (read !== undefined) expect(cut.subarray(-16)).toEqual(file.subarray(-16))
    }
  })
})
