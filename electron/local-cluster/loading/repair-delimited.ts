import { open, rm } from 'node:fs/promises'
import { KustoError } from '../kusto-error'
import type { LocalSource } from './local-source'
import { DelimitedScanner } from './scan-delimited'
import { unpackedChunks } from './source-head'

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** Largest source, unpacked (documents: ingestion size limit). */
const maximumBytes = 6 * 1_073_741_824

/**
 * Looks at a source that DuckDB could not read, and writes it anew with even line ends beside the old file.
 *
 * @throws KustoError that names the record that is wrong.
 */
export async function repairDelimited(source: LocalSource, delimiter: string): Promise<LocalSource> {
  const path = `${source.path}.even`
  const file = await open(path, 'w', 0o600)
  try {
    let pending: Buffer[] = []
    const { ignoreFirstRecord } = source.properties
    const scanner = new DelimitedScanner({ delimiter, ignoreFirstRecord }, (bytes) => pending.push(bytes))
    let size = 0
    let first = true
    for await (const chunk of unpackedChunks(source)) {
      scanner.push(first && chunk.subarray(0, 3).equals(byteOrderMark) ? chunk.subarray(3) : chunk)
      first = false
      for (const bytes of pending) size += (await file.write(bytes)).bytesWritten
      pending = []
      if (size > maximumBytes)
        throw new KustoError('BadRequest_FileTooLarge', 'The blob is larger than 6 GB.')
    }
    scanner.end()
    return { ...source, path, sizeBytes: size, compression: 'none' }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}
