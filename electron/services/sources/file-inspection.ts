import { basename } from 'node:path'
import { detectContentKind } from '../../domain/content-kind'
import { formatFacts, type Compression, type DataFormat } from '../../domain/data-format'
import { describeDefect } from '../../domain/delimited-defect'
import type { SchemaGuess } from '../../domain/schema/file-source'
import { StudioError } from '../../domain/studio-error'
import { expectedRecords } from '../../domain/source-treatment'
import { placeOf } from '../../domain/text-place'
import { firstOtherLine } from '../../domain/json-text'
import { describeContent, guessSchema, recogniseText, type RecognisedText } from '../../domain/text-format'
import { contentProblem, largestFileBytes } from './content-problem'
import { decodeUtf8 } from './content-sample'
import { countRecords, countWholeFile } from './count-records'
import { surveyFile } from './survey-file'
import { headBytes, openContent, type OpenedContent } from './opened-content'

/** What was found out about the content of a file. */
export interface InspectedContent {
  readonly format: DataFormat | null
  readonly compression: Compression
  readonly rawDataSizeBytes: number | null
  /** Without headers; null if not counted. */
  readonly records: number | null
  readonly hasHeader: boolean
  readonly columnCount?: number | null
  readonly headerColumns: string[]
  readonly schemaGuess?: SchemaGuess
  readonly summary: string
  /** Files in an archive that are data; undefined if it is not an archive. */
  readonly filesInside?: number
  /** What the user should know even though the file can be ingested; undefined if there is nothing. */
  readonly notes?: readonly string[]
  readonly problem: StudioError | null
}

export interface InspectionOptions {
  /** Whether to read a file of up to 8 MB to its end to count its records. */
  readonly counts: boolean
  /** Whether to guess the column types. */
  readonly guesses?: boolean
  readonly signal?: AbortSignal | undefined
}

/** Larger files are counted while they are uploaded. */
export const largestCounted = 8 * 1_048_576

/**
 * Inspects a file: its first 64 KB, the end of an archive and, if `counts` is set, all of a small file.
 *
 * @param sizeBytes From the file system.
 * @throws an error of the file system.
 */
export async function inspectFile(
  path: string,
  sizeBytes: number,
  options: InspectionOptions,
): Promise<InspectedContent> {
  if (sizeBytes === 0) return refused(contentProblem.empty(basename(path)))
  const buffer = freeHeads.pop() ?? Buffer.allocUnsafeSlow(headBytes)
  try {
    return await inspectContent(path, sizeBytes, buffer, options)
  } finally {
    freeHeads.push(buffer)
  }
}

/** Heads are read into a few shared buffers: 10,000 new ones cost more than reading the files. */
const freeHeads: Buffer[] = []

async function inspectContent(
  path: string,
  sizeBytes: number,
  buffer: Buffer,
  options: InspectionOptions,
): Promise<InspectedContent> {
  const name = basename(path)
  const inside = await openContent(path, sizeBytes, buffer)
  if (inside instanceof StudioError) return refused(inside)
  const isCut = inside.compression === 'none' && formatFacts[inside.named ?? 'csv'].binary !== true
  if (sizeBytes > largestFileBytes && !isCut) return refused(contentProblem.tooLarge(name))
  const content = detectContentKind(inside.head)
  const looked: LookedInto = { path, name, sizeBytes, inside, options }
  switch (content.kind) {
    case 'compressed':
      return refused(contentProblem.compressedTwice(name))
    case 'wideText':
      return refused(contentProblem.wideText(name, content.encoding))
    case 'foreign':
      return inside.named === 'raw'
        ? await asBinary('raw', looked)
        : refused(contentProblem.foreign(name, content))
    case 'binary':
      return await asBinary(inside.named === 'apacheavro' ? 'apacheavro' : content.format, looked)
    case 'text':
      return await asText(looked)
  }
}

/** A file whose content has been opened. */
interface LookedInto {
  readonly path: string
  readonly name: string
  readonly sizeBytes: number
  readonly inside: OpenedContent
  readonly options: InspectionOptions
}

async function asText(looked: LookedInto): Promise<InspectedContent> {
  const { path, name, inside, options } = looked
  const { head, isWhole, named, compression } = inside
  if (named !== undefined && formatFacts[named].binary === true) {
    return refused(contentProblem.mismatch(name, named))
  }
  const decoded = decodeUtf8(head, isWhole)
  if ('invalidAt' in decoded) {
    const offset = decoded.invalidAt
    const { line } = await placeOf([head], offset)
    return refused(contentProblem.notUtf8(name, { offset, line, entry: inside.entry }))
  }
  const text = recogniseText(decoded.text, named, isWhole)
  const { format } = text
  let { rawSizeBytes, filesInside } = inside
  let records: number | null = null
  if (isWhole) records = countRecords(head, format)
  else if (isCounted(looked)) {
    const survey = await surveyFile(path, { format, compression }, options.signal)
    if (survey.isDamaged) return refused(contentProblem.damagedArchive(name))
    if (survey.notUtf8 !== null) return refused(contentProblem.notUtf8(name, survey.notUtf8))
    records = survey.records
    // An empty file in an archive has no header to leave out.
    if (filesInside !== null && records !== null) filesInside = survey.files
    rawSizeBytes = survey.rawSizeBytes ?? rawSizeBytes
  }
  const header = { format, ignoreFirstRecord: text.hasHeader }
  const ownRecords = expectedRecords(records, header, filesInside ?? 1)
  const problem = ownRecords === 0 ? contentProblem.noRecords(name, text.hasHeader) : null
  const schemaGuess = options.guesses === true ? guessSchema(decoded.text, text, isWhole) : null
  return {
    ...describe(
      format,
      { ...inside, filesInside, notes: [...inside.notes, ...notesOfJson(decoded.text, format, isWhole)] },
      rawSizeBytes,
      ownRecords,
      text,
      problem,
    ),
    ...(schemaGuess === null ? {} : { schemaGuess }),
  }
}

function notesOfJson(text: string, format: DataFormat, isWhole: boolean): string[] {
  const line = format === 'json' ? firstOtherLine(text, isWhole) : undefined
  return line === undefined ? [] : [`Line ${line} is no JSON object. Such lines are left out.`]
}

async function asBinary(format: DataFormat, looked: LookedInto): Promise<InspectedContent> {
  const { path, inside, options } = looked
  // The size of a columnar file says nothing about the size of its rows.
  const rawSizeBytes = format === 'raw' ? inside.rawSizeBytes : null
  const { compression } = inside
  const records = isCounted(looked)
    ? await countWholeFile(path, { format, compression }, options.signal)
    : null
  return describe(format, inside, rawSizeBytes, records, null, null)
}

function isCounted({ sizeBytes, options }: LookedInto): boolean {
  return options.counts && sizeBytes <= largestCounted
}

function describe(
  format: DataFormat,
  { compression, filesInside, notes: notesOfArchive }: OpenedContent,
  rawDataSizeBytes: number | null,
  records: number | null,
  text: RecognisedText | null,
  problem: StudioError | null,
): InspectedContent {
  const defect = text?.defect ?? null
  const notes =
    defect === null
      ? notesOfArchive
      : [...notesOfArchive, `${describeDefect(defect)} Such a file is refused.`]
  return {
    format,
    compression,
    rawDataSizeBytes,
    records,
    hasHeader: text?.hasHeader ?? false,
    columnCount: text?.columnCount ?? null,
    headerColumns: [...(text?.headerColumns ?? [])],
    summary: describeContent(format, compression, text),
    ...(filesInside === null ? {} : { filesInside }),
    ...(notes.length === 0 ? {} : { notes }),
    problem,
  }
}

function refused(problem: StudioError): InspectedContent {
  return {
    format: null,
    compression: 'none',
    rawDataSizeBytes: null,
    records: null,
    hasHeader: false,
    headerColumns: [],
    summary: '',
    problem,
  }
}
