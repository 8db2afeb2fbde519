import { open, rm } from 'node:fs/promises'
import { KustoError } from '../kusto-error'
import { AvroRewriter } from './avro-rewriter'
import type { LocalSource } from './local-source'
import { DelimitedScanner } from './scan-delimited'
import { maximumUnpackedBytes, refuseUtf16, unpackedChunks } from './source-head'
import { JsonSplitter } from './split-json'

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** Takes a source's bytes and hands on those that are to be read instead. */
interface Rewriter {
  push(chunk: Buffer): void
  end(): void
}

/**
 * Looks at delimited text that DuckDB could not read, and writes it anew with even line ends beside the old file;
 * with `fitTo` every record has that many fields then.
 *
 * @throws KustoError that names the record that is wrong.
 */
export async function repairDelimited(
  source: LocalSource,
  delimiter: string,
  fitTo?: number,
): Promise<LocalSource> {
  const { ignoreFirstRecord } = source.properties
  const options = { delimiter, ignoreFirstRecord, ...(fitTo === undefined ? {} : { fitTo }) }
  return rewrite(source, 'even', (emit) => new DelimitedScanner(options, emit))
}

/**
 * Writes JSON values as one a line beside the old file.
 *
 * @throws KustoError `BadRequest_InvalidBlob` that says at which record the text stops being JSON.
 */
export async function splitJson(source: LocalSource): Promise<LocalSource> {
  return rewrite(source, 'lines', (emit) => new JsonSplitter(emit))
}

/**
 * Writes the values of an Avro container as JSON, one a line, beside the old file.
 *
 * @throws KustoError `BadRequest_InvalidBlob` that says at which block the bytes stop being Avro.
 */
export async function avroToJson(source: LocalSource): Promise<LocalSource> {
  return rewrite(source, 'values', (emit) => new AvroRewriter(source.properties.format, emit))
}

/** Writes a source anew without the byte order mark at its beginning, if it has one; else returns undefined. */
export async function withoutByteOrderMark(source: LocalSource): Promise<LocalSource | undefined> {
  for await (const chunk of unpackedChunks(source)) {
    refuseUtf16(chunk)
    if (!chunk.subarray(0, 3).equals(byteOrderMark)) return undefined
    break
  }
  return rewrite(source, 'plain', (emit) => ({ push: emit, end: () => undefined }))
}

async function rewrite(
  source: LocalSource,
  suffix: string,
  createRewriter: (emit: (bytes: Buffer) => void) => Rewriter,
): Promise<LocalSource> {
  const path = `${source.path}.${suffix}`
  const file = await open(path, 'w', 0o600)
  try {
    let pending: Buffer[] = []
    const rewriter = createRewriter((bytes) => pending.push(bytes))
    let size = 0
    const write = async (): Promise<void> => {
      for (const bytes of pending) size += (await file.write(bytes)).bytesWritten
      pending = []
      if (size > maximumUnpackedBytes)
        throw new KustoError('BadRequest_FileTooLarge', 'The blob is larger than 6 GB.')
    }
    let first = true
    for await (const chunk of unpackedChunks(source)) {
      rewriter.push(first && chunk.subarray(0, 3).equals(byteOrderMark) ? chunk.subarray(3) : chunk)
      first = false
      await write()
    }
    rewriter.end()
    await write()
    return { ...source, path, sizeBytes: size, compression: 'none' }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}
