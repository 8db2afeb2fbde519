import { closeSync, openSync, writeSync } from 'node:fs'
import { makeStormEventsCsv } from '../../electron/domain/storm-events'

/**
 * Writes a CSV file of storm events of about `bytes` bytes, with one header; the same records come again and
 * again, so that a large file is made quickly.
 *
 * @returns The number of records, without the header.
 */
export function writeStormFile(path: string, bytes: number): number {
  const blockRecords = 20_000
  const text = makeStormEventsCsv(bytes < 1_000_000 ? 250 : blockRecords)
  const headerEnd = text.indexOf('\n') + 1
  const header = text.slice(0, headerEnd)
  const block = Buffer.from(text.slice(headerEnd))
  const records = bytes < 1_000_000 ? 250 : blockRecords
  const file = openSync(path, 'w')
  try {
    let written = writeSync(file, header)
    let rows = 0
    do {
      written += writeSync(file, block)
      rows += records
    } while (written < bytes)
    return rows
  } finally {
    closeSync(file)
  }
}
