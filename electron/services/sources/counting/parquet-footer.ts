import type { RandomAccess } from './random-access'
import { ThriftReader, thriftType } from './thrift-compact'

/** What the footer of a Parquet file says about its content. */
interface ParquetContent {
  readonly rows: number
  /** Bytes of all row groups before compression. */
  readonly rawDataSizeBytes: number
}

/** Fields of FileMetaData and RowGroup (apache/parquet-format, parquet.thrift). */
const numRows = 3
const rowGroups = 4
const totalByteSize = 2
const largestFooter = 64 * 1_048_576

/**
 * Reads the footer of a Parquet file, which may be hostile: it takes the memory of the footer and time in proportion.
 *
 * @returns Null if the footer cannot be read: it is damaged, or encrypted.
 * @throws what reading the file throws.
 */
export async function readParquetFooter(file: RandomAccess): Promise<ParquetContent | null> {
  const end = Buffer.alloc(8)
  if (file.sizeBytes < 12 || (await file.read(end, file.sizeBytes - 8)) < 8) return null
  const length = end.readUInt32LE(0)
  const isPlain = end.toString('latin1', 4) === 'PAR1'
  if (!isPlain || length > largestFooter || length > file.sizeBytes - 12) return null
  const footer = Buffer.alloc(length)
  if ((await file.read(footer, file.sizeBytes - 8 - length)) < length) return null
  try {
    return readContent(new ThriftReader(footer))
  } catch (error) {
    // A damaged footer: the service says what is wrong with the file, in its own words.
    if (error instanceof RangeError) return null
    throw error
  }
}

function readContent(reader: ThriftReader): ParquetContent | null {
  let rows = Number.NaN
  let rawDataSizeBytes = Number.NaN
  reader.struct((id, type) => {
    if (id === numRows && type === thriftType.i64) rows = reader.number()
    else if (id === rowGroups && type === thriftType.list) {
      rawDataSizeBytes = 0
      reader.list((itemType) => (rawDataSizeBytes += readGroupSize(reader, itemType)))
    } else reader.skip(type)
  })
  return isCount(rows) && isCount(rawDataSizeBytes) ? { rows, rawDataSizeBytes } : null
}

/** Not a number if the group does not say. */
function readGroupSize(reader: ThriftReader, type: number): number {
  if (type !== thriftType.struct) throw new RangeError('A row group is a struct')
  let size = Number.NaN
  reader.struct((id, fieldType) => {
    if (id === totalByteSize && fieldType === thriftType.i64) size = reader.number()
    else reader.skip(fieldType)
  })
  return size
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
