import type { RandomAccess } from './random-access'
import { readThriftStruct, type ThriftStruct, type ThriftValue } from './thrift-compact'

/** What the footer of a Parquet file says of its content. */
export interface ParquetContent {
  readonly rows: number
  /** Bytes of all row groups before compression. */
  readonly rawDataSizeBytes: number
}

/** Fields of FileMetaData and RowGroup (apache/parquet-format, parquet.thrift). */
const numRows = 3
const rowGroups = 4
const totalByteSize = 2
const largestFooter = 64 * 1_048_576

/** Reads the footer; null when it is not one that can be read (an encrypted one, for example). */
export async function readParquetFooter(file: RandomAccess): Promise<ParquetContent | null> {
  const end = Buffer.alloc(8)
  if (file.sizeBytes < 12 || (await file.read(end, file.sizeBytes - 8)) < 8) return null
  const length = end.readUInt32LE(0)
  const isPlain = end.toString('latin1', 4) === 'PAR1'
  if (!isPlain || length > largestFooter || length > file.sizeBytes - 12) return null
  const footer = Buffer.alloc(length)
  await file.read(footer, file.sizeBytes - 8 - length)
  try {
    return readContent(readThriftStruct(footer))
  } catch (error) {
    // A damaged footer: the service says what is wrong with the file, in its own words.
    if (error instanceof RangeError) return null
    throw error
  }
}

function readContent(metadata: ThriftStruct): ParquetContent | null {
  const rows = metadata.get(numRows)
  const groups = metadata.get(rowGroups)
  if (typeof rows !== 'bigint' || !Array.isArray(groups)) return null
  let rawDataSizeBytes = 0
  for (const group of groups as readonly ThriftValue[]) {
    const size = group instanceof Map ? (group as ThriftStruct).get(totalByteSize) : undefined
    if (typeof size !== 'bigint') return null
    rawDataSizeBytes += Number(size)
  }
  const count = Number(rows)
  return Number.isSafeInteger(count) && count >= 0 ? { rows: count, rawDataSizeBytes } : null
}
