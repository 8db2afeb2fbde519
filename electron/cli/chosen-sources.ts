import { formatFromName, type Compression, type DataFormat } from '../domain/data-format'
import type { FileSource } from '../domain/schema/file-source'
import type { SourceRequest } from '../domain/schema/source'
import { formatForTable, formatOrigin, type FormatOrigin } from '../domain/format-choice'
import { headerCandidates } from '../domain/source-treatment'
import { parseBlobUri } from '../domain/storage-uri'
import type { IngestArguments } from './arguments'
import { UsageError } from './usage-error'

/** A source that was named on the command line, and what it is taken for. */
export interface ChosenSource {
  readonly name: string
  readonly request: SourceRequest
  readonly format: DataFormat
  readonly formatFrom: FormatOrigin
  readonly compression: Compression
  /** Whether the first record is left out. */
  readonly ignoreFirstRecord: boolean
  /** Whether the first record looks like a header, whatever becomes of it. */
  readonly looksLikeHeader: boolean
  /** Fields of the first record; null where that is not known. */
  readonly columns: number | null
}

/**
 * Says of each file and blob what it is taken for, and which of them `--ignore-first-record` is about: those
 * with fields, or text files if nothing else was named.
 *
 * @param tableColumns Columns of the table.
 * @throws UsageError where the format of a source cannot be told; StudioError `BlobUriInvalid`.
 */
export function chooseSources(
  args: Pick<IngestArguments, 'format' | 'ignoreFirstRecord'>,
  files: readonly FileSource[],
  blobUris: readonly string[],
  tableColumns: number,
): ChosenSource[] {
  const chosen = [
    ...files.map((file) => chosenFile(file, args.format, tableColumns)),
    ...blobUris.map((uri) => chosenBlob(uri, args.format)),
  ]
  const meant = new Set(args.ignoreFirstRecord ? headerCandidates(chosen) : [])
  return chosen.map((source) => {
    const ignoreFirstRecord = meant.has(source)
    return { ...source, ignoreFirstRecord, request: { ...source.request, ignoreFirstRecord } }
  })
}

function chosenFile(file: FileSource, given: DataFormat | undefined, tableColumns: number): ChosenSource {
  const format = given ?? formatForTable(file, tableColumns)
  if (format === null) throw new UsageError(`The format of ${file.name} cannot be told: say its --format.`)
  const isAsRecognised = format === file.format
  return {
    name: file.name,
    // What was counted of the file holds for the format that it was recognised as.
    request: { kind: 'file', handle: file.handle, ...(isAsRecognised ? {} : { format }) },
    format,
    formatFrom: given === undefined ? formatOrigin(file.name, format) : 'user',
    compression: file.compression,
    ignoreFirstRecord: false,
    looksLikeHeader: isAsRecognised && file.hasHeader,
    columns: isAsRecognised ? (file.columnCount ?? null) : null,
  }
}

function chosenBlob(uri: string, given: DataFormat | undefined): ChosenSource {
  const { name } = parseBlobUri(uri)
  const named = formatFromName(name)
  const format = given ?? named.format
  if (format === undefined)
    throw new UsageError(`The format of ${name} cannot be told from its name: say its --format.`)
  return {
    name,
    request: { kind: 'blob', uri, format, rawDataSizeBytes: null },
    format,
    formatFrom: given === undefined ? 'name' : 'user',
    compression: named.compression,
    ignoreFirstRecord: false,
    looksLikeHeader: false,
    columns: null,
  }
}
