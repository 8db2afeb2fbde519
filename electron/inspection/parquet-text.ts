import type { SplitColumns } from './column-splitter'

const magic = Buffer.from('PAR1')

/** Numbers of the format's thrift definition (github.com/apache/parquet-format, parquet.thrift). */
const byteArray = 6
const utf8 = 0
const required = 0
const plain = 0
const runLength = 3
const uncompressed = 0
const dataPage = 0

/**
 * The pieces of a Parquet file that has texts as required columns `f0`, `f1`…, each group of records as a row group of
 * one plain page a column; the texts are not copied. Empty texts are empty, never null.
 */
export function parquetPieces({ columns, groups, records }: SplitColumns): Uint8Array[] {
  const pieces: Uint8Array[] = [magic]
  let offset = magic.length
  const rowGroups = groups.map(({ records: rows, ends }, index) => {
    const begins = offset
    const chunks = columns.map((bytes, column) => {
      const texts = bytes.subarray(groups[index - 1]?.ends[column] ?? 0, ends[column])
      const header = struct([
        [1, int(dataPage)],
        [2, int(texts.length)],
        [3, int(texts.length)],
        [
          5,
          struct([
            [1, int(rows)],
            [2, int(plain)],
            [3, int(runLength)],
            [4, int(runLength)],
          ]),
        ],
      ]).bytes
      const at = offset
      pieces.push(header, texts)
      offset += header.length + texts.length
      const size = long(offset - at)
      const facts = struct([
        [1, int(byteArray)],
        [2, list([int(plain)])],
        [3, list([text(`f${column}`)])],
        [4, int(uncompressed)],
        [5, long(rows)],
        [6, size],
        [7, size],
        [9, long(at)],
      ])
      return struct([
        [2, long(at)],
        [3, facts],
      ])
    })
    return struct([
      [1, list(chunks)],
      [2, long(offset - begins)],
      [3, long(rows)],
    ])
  })
  const schema = [
    struct([
      [4, text('records')],
      [5, int(columns.length)],
    ]),
    ...columns.map((_, column) =>
      struct([
        [1, int(byteArray)],
        [3, int(required)],
        [4, text(`f${column}`)],
        [6, int(utf8)],
      ]),
    ),
  ]
  const footer = struct([
    [1, int(1)],
    [2, list(schema)],
    [3, long(records)],
    [4, list(rowGroups)],
  ]).bytes
  const footerLength = Buffer.alloc(4)
  footerLength.writeUInt32LE(footer.length)
  return [...pieces, footer, footerLength, magic]
}

/** A value in thrift's compact protocol (thrift-compact-protocol.md), with the number of its type. */
interface Value {
  readonly type: number
  readonly bytes: Buffer
}

function int(value: number): Value {
  return { type: 5, bytes: varint(2 * value) }
}

function long(value: number): Value {
  return { type: 6, bytes: varint(2 * value) }
}

function text(value: string): Value {
  const bytes = Buffer.from(value)
  return { type: 8, bytes: Buffer.concat([varint(bytes.length), bytes]) }
}

/** Of values of one type. */
function list(values: readonly Value[]): Value {
  const type = values[0]?.type ?? 0
  const head =
    values.length < 15
      ? [Buffer.of((values.length << 4) | type)]
      : [Buffer.of(0xf0 | type), varint(values.length)]
  return { type: 9, bytes: Buffer.concat([...head, ...values.map(({ bytes }) => bytes)]) }
}

/** @param fields In the order of their numbers, no two of which are more than 15 apart. */
function struct(fields: readonly (readonly [number, Value])[]): Value {
  let before = 0
  const parts = fields.flatMap(([number, { type, bytes }]) => {
    const head = Buffer.of(((number - before) << 4) | type)
    before = number
    return [head, bytes]
  })
  return { type: 12, bytes: Buffer.concat([...parts, Buffer.of(0)]) }
}

/** @param value A whole number that is not negative. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return Buffer.of(...bytes, rest)
}
