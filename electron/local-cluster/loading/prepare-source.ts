import { open, rm } from 'node:fs/promises'
import { DelimitedError, describeDefect, type DelimitedDefect } from '../../domain/delimited-defect'
import { placeOf } from '../../domain/text-place'
import { writeWhole } from '../storage/file-spans'
import { KustoError } from '../answers/kusto-error'
import { delimiterOf } from '../messages/data-formats'
import type { LocalSource, ReadySource, SourceFacts } from './local-source'
import { canPipe } from './piped-source'
import { rewriterOf } from './rewriters'
import { sourceBytes } from './source-bytes'
import { noRecords } from './source-query'
import { JsonDefect } from './split-json'
import type { TextRewriter } from './text-rewriter'
import { textBytes } from './text-bytes'

/** Delimited text of at least this size (bytes, uncompressed) is not written to disk again. */
const largeSource = 67_108_864

/** At least how much larger compressed text becomes when unpacked, if its sender did not say. */
const likelyFactor = 6

/** Takes bytes, which may be overwritten once it has resolved. */
type Write = (bytes: Uint8Array) => Promise<void>

/**
 * Prepares a source so that DuckDB reads it without interpreting it: text becomes UTF-8 with one record per line,
 * Avro becomes JSON, and nothing stays compressed. Defects in text are found here, and reported with record and
 * line. Large delimited text is only looked into: it is rewritten on its way through a pipe, which finds any
 * defects.
 *
 * @param options.fitTo The number of fields to give each delimited record; undefined: records must agree.
 * @param options.pipedFrom Size in bytes from which delimited text counts as large.
 * @throws KustoError with the service's ingestion codes.
 */
export async function prepareSource(
  source: LocalSource,
  options: { readonly fitTo?: number | undefined; readonly pipedFrom?: number } = {},
): Promise<ReadySource> {
  const { fitTo, pipedFrom = largeSource } = options
  const { properties, location } = source
  const ready = { properties, origin: source, ...(location === undefined ? {} : { location }) }
  const create = rewriterOf(properties, fitTo)
  if (create === undefined && source.compression === 'none') {
    const facts = { records: undefined, fields: undefined, longestRecord: 0, sizeBytes: source.sizeBytes }
    return { ...ready, path: source.path, facts }
  }
  const path = `${source.path}.ready`
  if (create !== undefined && bytesToPipe(source) >= pipedFrom) {
    const facts = await readFirstRecord(source, create())
    return { ...ready, path, facts, feed: (write) => rewrite(source, create(), write) }
  }
  const file = await open(path, 'w', 0o600)
  try {
    const facts = await rewrite(source, create?.(), (bytes) => writeWhole(file, bytes))
    return { ...ready, path, facts }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

/** Removes the sources' files. */
export async function removeSources(sources: readonly ReadySource[]): Promise<void> {
  const paths = new Set(sources.flatMap(({ path, origin }) => [path, origin.path]))
  await Promise.all([...paths].map((path) => rm(path, { force: true })))
}

/** The uncompressed size of a source that can be piped, as far as is known; 0 for others. */
function bytesToPipe({ properties, compression, sizeBytes, statedRawBytes = 0 }: LocalSource): number {
  if (!canPipe || delimiterOf(properties.format) === undefined) return 0
  if (compression === 'none') return sizeBytes
  return statedRawBytes > 0 ? statedRawBytes : sizeBytes * likelyFactor
}

/** Writes a whole source in its new form. Without a rewriter it is only unpacked. */
async function rewrite(
  source: LocalSource,
  rewriter: TextRewriter | undefined,
  write: Write,
): Promise<SourceFacts> {
  let sizeBytes = 0
  let writing: Promise<void> = Promise.resolve()
  // Reads and checks the next bytes while these are written.
  const writeNext = async (pieces: readonly Uint8Array[]): Promise<void> => {
    await writing
    const bytes = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)
    sizeBytes += bytes.length
    if (bytes.length > 0) writing = write(bytes)
    writing.catch(() => undefined)
  }
  try {
    for await (const chunk of bytesOf(source)) await writeNext(rewriter?.push(chunk) ?? [chunk])
    await writeNext(rewriter?.end() ?? [])
    await writing
  } catch (error) {
    await writing.catch(() => undefined)
    throw await readingError(error, source)
  }
  if (rewriter?.records === 0) throw noRecords()
  const { records, fields, longestRecord = 0, logicalFields } = rewriter ?? {}
  return {
    records,
    fields,
    longestRecord,
    sizeBytes,
    ...(logicalFields === undefined ? {} : { logicalFields }),
  }
}

async function readFirstRecord(source: LocalSource, rewriter: TextRewriter): Promise<SourceFacts> {
  try {
    for await (const chunk of bytesOf(source)) {
      rewriter.push(chunk)
      if (rewriter.fields !== undefined) break
    }
    if (rewriter.fields === undefined) rewriter.end()
  } catch (error) {
    throw await readingError(error, source)
  }
  const { fields, longestRecord } = rewriter
  if (fields === undefined) throw noRecords()
  return { records: undefined, fields, longestRecord, sizeBytes: undefined }
}

function bytesOf(source: LocalSource): AsyncGenerator<Buffer> {
  const isBinary = ['avro', 'apacheavro', 'parquet'].includes(source.properties.format)
  return isBinary ? sourceBytes(source) : textBytes(source)
}

const defectCodes: Readonly<Record<DelimitedDefect['kind'], string>> = {
  fieldCount: 'Stream_WrongNumberOfFields',
  textAfterQuote: 'Stream_ClosingQuoteMissing',
  openQuote: 'Stream_ClosingQuoteMissing',
  recordTooLong: 'Stream_InputStreamTooLarge',
}

/** Turns a rewriter's failure into the service's error, with the place in the text. */
async function readingError(error: unknown, source: LocalSource): Promise<unknown> {
  if (!(error instanceof DelimitedError || error instanceof JsonDefect)) return error
  const { line, column } = await placeOf(textBytes(source), error.offset)
  if (error instanceof DelimitedError) {
    const { defect } = error
    return new KustoError(defectCodes[defect.kind], describeDefect({ ...defect, line }))
  }
  const record = `Record ${error.record} (line ${line}, column ${column})`
  if (error.isTooLong) return new KustoError('Stream_InputStreamTooLarge', `${record} is longer than 64 MB.`)
  return new KustoError('BadRequest_InvalidBlob', `${record} is not valid JSON: ${error.message}.`)
}
