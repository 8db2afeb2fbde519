import { readingAfter } from '../domain/conversion/reading-converter'
import { formatFacts } from '../domain/data-format'
import type { Reading } from '../domain/schema/reading'
import { quoteText } from '../local-cluster/engine/sql-text'
import { withExactNumbers } from '../local-cluster/loading/json-numbers'
import type { ReadySource } from '../local-cluster/loading/local-source'
import { isRecord } from '../local-cluster/loading/read-json'
import { rewriterOf } from '../local-cluster/loading/rewriters'
import { JsonSplitter } from '../local-cluster/loading/split-json'
import { lineDelimiter } from '../local-cluster/loading/text-lines'
import type { TextRewriter } from '../local-cluster/loading/text-rewriter'
import { emptyNotes, type Chunk, type ChunkSink, type ReadableChunk, type ReadingNotes } from './chunk'
import { ConversionDefect, convertedBytes } from './converted-bytes'
import { delimitedChunks } from './delimited-chunks'
import { FieldsLines } from './fields-lines'
import type { Layout } from './layout'
import { lineChunks } from './line-chunks'

/** Longest record that DuckDB reads of its own accord, in bytes, less a margin for its line end. */
const usualRecord = 1_999_900
const usualObject = 16_777_216

/** Formats whose records are JSON, one a line, when DuckDB reads them. */
export function isDocumentFormat(format: string): boolean {
  return ['json', 'multijson', 'avro', 'apacheavro'].includes(format)
}

/** The delimiter of delimited text once it is converted; undefined for other formats. */
export function delimiterOf({ format }: Pick<Reading, 'format'>): string | undefined {
  return format === 'tsve' ? undefined : formatFacts[format].delimiter
}

/** A source as the local cluster's loading knows it. */
export function asReadySource(
  reading: Reading,
  path: string,
  logicalFields: ReadingNotes['logicalFields'] = [],
): ReadySource {
  const properties = {
    format: reading.format,
    ignoreFirstRecord: reading.ignoreFirstRecord,
    mapping: undefined,
    mappingReference: undefined,
  }
  return {
    properties,
    path,
    facts: { records: undefined, fields: undefined, longestRecord: 0, sizeBytes: undefined, logicalFields },
    origin: { properties, path, sizeBytes: 0, compression: 'none' },
  }
}

/** How a source is read to look into it: a W3C log as fields between blanks, without its lines that begin with #. */
export function readingToSee(reading: Reading): Reading {
  if (reading.format !== 'w3clogfile') return reading
  return { ...reading, format: 'csv', delimiter: ' ', comment: '#', ignoreFirstRecord: false }
}

/** What a reader of a source begins its notes with. */
export function notesOf({ format }: Pick<Reading, 'format'>): ReadingNotes {
  return format === 'w3clogfile' ? { ...emptyNotes(), fieldsLines: new FieldsLines() } : emptyNotes()
}

/**
 * Reads a source in chunks, converted as its reading says. What refuses it ends the reading and is in `notes`.
 *
 * @param options.isCut Whether its bytes may end in the middle of a record.
 */
export async function* chunksOf(
  bytes: AsyncIterable<Buffer>,
  reading: Reading,
  layout: Layout,
  options: ReadingOptions,
): AsyncIterable<Chunk> {
  const watched = options.notes.fieldsLines?.watch(bytes) ?? bytes
  const converted = convertedBytes(watched, reading, options.isCut)
  try {
    yield* plainChunks(converted, readingAfter(reading), layout, options)
  } catch (error) {
    if (!(error instanceof ConversionDefect)) throw error
    options.notes.defect = error.defect
  }
}

interface ReadingOptions {
  readonly files: ChunkSink
  readonly notes: ReadingNotes
  readonly chunkBytes: number
  readonly isCut: boolean
  readonly ignoreFirstRecord: boolean
}

function plainChunks(
  bytes: AsyncIterable<Buffer>,
  reading: Reading,
  layout: Layout,
  options: ReadingOptions,
): AsyncIterable<Chunk> {
  const { files, notes, chunkBytes, isCut, ignoreFirstRecord } = options
  const delimiter = delimiterOf(reading)
  const { format } = reading
  if (delimiter !== undefined && layout.kind === 'fields') {
    const fields = layout.names.length
    return delimitedChunks(
      bytes,
      { format, delimiter, ignoreFirstRecord, fields, chunkBytes, isCut },
      files,
      notes,
    )
  }
  const starts: number[] = []
  const fitTo = layout.kind === 'fields' ? layout.names.length : undefined
  const properties = { format, ignoreFirstRecord, mapping: undefined, mappingReference: undefined }
  const rewriter =
    format === 'multijson'
      ? new JsonSplitter((_record, offset) => starts.push(offset))
      : rewriterOf(
          format === 'orc' || format === 'w3clogfile' ? { ...properties, format: 'txt' } : properties,
          fitTo,
        )?.()
  if (rewriter === undefined) throw new Error(`There is no reader of ${format}.`)
  const places =
    format === 'multijson'
      ? 'offsets'
      : format === 'avro' || format === 'apacheavro' || format === 'raw'
        ? 'none'
        : 'lines'
  const isJson = format === 'json' || format === 'multijson'
  const how = { rewriter, places, starts, ignoreFirstRecord, isJson, chunkBytes, isCut } as const
  return notingFields(lineChunks(bytes, how, files, notes), rewriter, notes)
}

/** Notes the fields that a schema at the beginning tells. */
async function* notingFields(
  chunks: AsyncIterable<Chunk>,
  rewriter: TextRewriter,
  notes: ReadingNotes,
): AsyncIterable<Chunk> {
  for await (const chunk of chunks) {
    notes.logicalFields ??= rewriter.logicalFields
    yield chunk
  }
}

/** What stands after FROM to read a chunk's file: fields as `f0`, `f1`…, or documents as `json`. */
export function chunkRelation(
  reading: Reading,
  layout: Layout,
  { path, longestRecord, isSplit }: Pick<ReadableChunk, 'path' | 'longestRecord' | 'isSplit'>,
): string {
  if (layout.kind === 'documents') {
    const size = longestRecord < usualObject ? '' : `, maximum_object_size = ${longestRecord + 100}`
    return withExactNumbers(
      `read_json_objects(${quoteText(path)}, format = 'newline_delimited', ignore_errors = true, compression = 'uncompressed'${size})`,
    )
  }
  if (layout.kind === 'parquet') return `read_parquet(${quoteText(path)})`
  if (reading.format === 'raw') return `(SELECT content AS f0 FROM read_text(${quoteText(path)}))`
  if (isSplit === true) {
    // Nothing is not told from an empty text, as in text between delimiters.
    const fields = layout.names.map((_, index) => `nullif(f${index}, '') AS f${index}`)
    return `(SELECT ${fields.join(', ')} FROM read_parquet(${quoteText(path)}))`
  }
  const delimiter = delimiterOf(reading) ?? (reading.format === 'tsve' ? '\t' : lineDelimiter)
  const longest = Math.max(longestRecord, usualRecord) + 100
  const columns = layout.names.map((_, index) => `f${index}: 'VARCHAR'`).join(', ')
  const options = [
    'auto_detect = false',
    `columns = {${columns}}`,
    `delim = ${quoteText(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `new_line = '\\n'`,
    'strict_mode = true',
    'header = false',
    `compression = 'none'`,
    `max_line_size = ${longest}`,
    // Small ones, so that the threads share a chunk.
    `buffer_size = ${2 * longest}`,
  ]
  return `read_csv(${quoteText(path)}, ${options.join(', ')})`
}

/** SQL that is true for the rows of a relation that are records. */
export function recordCondition(layout: Layout): string {
  return layout.kind === 'documents' ? isRecord : 'true'
}
