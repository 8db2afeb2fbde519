import type { ChosenBlob } from '../domain/blob-choice'
import { agreed, beginsWithHeader, firstRecordSeen } from '../domain/blob-looks'
import { mappingForFields, type MatchedBy } from '../domain/column-matching'
import { formatFromName, type Compression, type DataFormat } from '../domain/data-format'
import type { FileSource, InspectedBlob } from '../domain/schema/file-source'
import type { SourceRequest } from '../domain/schema/source'
import { formatForTable, formatOrigin, type FormatOrigin } from '../domain/format-choice'
import { repeatsColumns } from '../domain/repeated-header'
import { namesOfHeader } from '../domain/recognition/field-names'
import type { WireError } from '../domain/schema/wire-error'
import type { Column, ColumnSource } from '../domain/schema/table'
import { headerCandidates } from '../domain/source-treatment'
import { parseBlobUri } from '../domain/storage-uri'
import type { IngestArguments } from './studio-arguments'
import { UsageError } from './usage-error'

/** A source named on the command line, and how it will be read. */
export interface ChosenSource {
  readonly name: string
  readonly request: SourceRequest
  readonly format: DataFormat
  readonly formatFrom: FormatOrigin
  readonly compression: Compression
  /** Whether the first record is left out. */
  readonly ignoreFirstRecord: boolean
  /** Whether the first record looks like a header, even if it is kept. */
  readonly looksLikeHeader: boolean
  /** Whether the first record is left out because it repeats the names of the table's columns. */
  readonly repeatsColumns: boolean
  /** Fields in the first record; null if unknown. */
  readonly columns: number | null
  /** Whether it is converted on the way. */
  readonly isConverted: boolean
  /** What its fields are matched by; null: by a mapping of the user's, or nobody knows. */
  readonly matchedBy: MatchedBy | null
  /** The mapping that goes along for that; null: none is needed. */
  readonly mapping: readonly ColumnSource[] | null
  /** Names that find their columns in another case only, as `Id → id`. */
  readonly otherCase: readonly string[]
}

/** Blobs of the user's own. */
export interface NamedBlobs {
  /** Named one by one, with their secrets. */
  readonly named: readonly BlobToChoose[]
  /** Found in containers. */
  readonly listed: readonly ChosenBlob[]
}

/** A blob that is named on the command line. */
export interface BlobToChoose {
  readonly uri: string
  /** What its first bytes say; left out if nobody looked. */
  readonly found?: InspectedBlob
  /** Why they cannot be read from here; left out if they can. */
  readonly problem?: WireError
}

/** A blob's format by its content, or by its name where nobody could look. */
export function formatOfBlob({ uri, found }: BlobToChoose): DataFormat | undefined {
  return found?.format ?? formatFromName(parseBlobUri(uri).name).format
}

/** Whether a file that cannot be sent as it is can be converted on the way: text that is not UTF-8. */
export function isConvertible({ problem, reading }: FileSource): boolean {
  return problem?.code === 'EncodingNotSupported' && reading !== undefined && reading.encoding !== 'utf-8'
}

/** Whether a file can be sent, converted if that was agreed to. */
export function canBeSent(file: FileSource, { convert }: Pick<IngestArguments, 'convert'>): boolean {
  return file.problem === null || (convert?.includes('text') === true && isConvertible(file))
}

/**
 * Decides how to read each file and blob, whose first record is left out, and how fields find columns: as their first
 * bytes say, unless a switch says otherwise. A look decides anew, by the same rules. `--ignore-first-record` is about all
 * sources with fields, or about text files if nothing else was named.
 *
 * @param tableColumns The table's columns; none if they are not known.
 * @throws UsageError if a source's format cannot be told; StudioError `BlobUriInvalid`.
 */
export function chooseSources(
  args: Pick<IngestArguments, 'format' | 'ignoreFirstRecord' | 'keepFirstRecord'> & MatchSwitches,
  files: readonly FileSource[],
  blobs: NamedBlobs,
  tableColumns: readonly Column[],
): ChosenSource[] {
  const chosen: Draft[] = [
    ...files.map((file) => chosenFile(file, args.format, tableColumns.length)),
    ...blobs.named.map((blob) => chosenBlob(blob, args.format)),
    ...blobs.listed.flatMap((blob) => listedBlob(blob, args.format, tableColumns)),
  ]
  const meant = new Set(args.ignoreFirstRecord ? headerCandidates(chosen) : [])
  return chosen.map((draft) => {
    const { firstRecord, ...source } = draft
    const repeats = args.keepFirstRecord !== true && repeatsColumns(firstRecord, tableColumns)
    const isHeader = args.keepFirstRecord !== true && draft.looksLikeHeader
    const ignoreFirstRecord = repeats || isHeader || meant.has(draft)
    const wanted = wantedMatch(args)
    const fields = namesOfHeader(firstRecord ?? []).names.map((name, ordinal) => ({ name, ordinal }))
    const match =
      wanted === undefined || fields.length === 0 || tableColumns.length === 0
        ? null
        : mappingForFields(fields, tableColumns, { format: draft.format, ignoreFirstRecord }, wanted)
    return {
      ...source,
      ignoreFirstRecord,
      repeatsColumns: repeats,
      matchedBy: match?.by ?? null,
      mapping: match?.mapping ?? null,
      // The look says it.
      otherCase: [],
      request: { ...source.request, ignoreFirstRecord },
    }
  })
}

/** Switches that say how fields find columns. */
export type MatchSwitches = Pick<IngestArguments, 'match' | 'mapping' | 'mappingFile'>

/** What fields are to be matched by; undefined: the user has a mapping. */
export function wantedMatch({ match, mapping, mappingFile }: Partial<MatchSwitches>): MatchedBy | undefined {
  return mapping === undefined && mappingFile === undefined ? (match ?? 'name') : undefined
}

/** A source before it is decided about its first record. */
type Draft = Omit<
  ChosenSource,
  'ignoreFirstRecord' | 'repeatsColumns' | 'matchedBy' | 'mapping' | 'otherCase'
> & {
  /** Its fields, if they are known. */
  readonly firstRecord?: readonly string[] | undefined
}

function chosenFile(file: FileSource, given: DataFormat | undefined, tableColumns: number): Draft {
  const format = given ?? formatForTable(file, tableColumns)
  if (format === null) throw new UsageError(`The format of ${file.name} is not known: add --format.`)
  const isAsRecognised = format === file.format
  return {
    name: file.name,
    // The record count is valid only for the format that the file was recognised as.
    request: { kind: 'file', handle: file.handle, ...(isAsRecognised ? {} : { format }) },
    format,
    formatFrom: given === undefined ? formatOrigin(file.name, format) : 'user',
    compression: file.compression,
    firstRecord: isAsRecognised ? file.firstRecord : undefined,
    looksLikeHeader: isAsRecognised && file.hasHeader,
    columns: isAsRecognised ? (file.columnCount ?? null) : null,
    isConverted: false,
  }
}

function listedBlob(
  { blob, format, seen }: ChosenBlob,
  given: DataFormat | undefined,
  tableColumns: readonly Column[],
): Draft[] {
  if (format === null) return []
  // Those that it is read like all begin alike, or nothing is known of its first record.
  // Fields are matched by names that all of them have in the same order.
  return [
    {
      name: blob.path,
      request: { kind: 'blob', handle: blob.handle, format },
      format,
      formatFrom: given === undefined ? formatOrigin(blob.path, format) : 'user',
      compression: blob.compression,
      firstRecord: firstRecordSeen(seen, format),
      looksLikeHeader: agreed(seen, (one) => beginsWithHeader(one, tableColumns)) === true,
      columns: null,
      isConverted: false,
    },
  ]
}

function chosenBlob(blob: BlobToChoose, given: DataFormat | undefined): Draft {
  const { uri, found } = blob
  const { name } = parseBlobUri(uri)
  const format = given ?? formatOfBlob(blob)
  if (format === undefined)
    throw new UsageError(`The format of ${name} is not clear from its name: add --format.`)
  return {
    name,
    request: { kind: 'blob', uri, format, rawDataSizeBytes: null },
    format,
    formatFrom: given === undefined ? formatOrigin(name, format) : 'user',
    // The service goes by the name.
    compression: formatFromName(name).compression,
    firstRecord: found?.reading?.format === format ? found.firstRecord : undefined,
    looksLikeHeader: found?.reading?.format === format && found.reading.ignoreFirstRecord,
    columns: null,
    isConverted: false,
  }
}
