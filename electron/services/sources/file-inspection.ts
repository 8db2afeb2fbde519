import { basename } from 'node:path'
import { formatFacts, formatFromName, type Compression, type DataFormat } from '../../domain/data-format'
import { describeDefect } from '../../domain/delimited-defect'
import { contentProblem, largestFileBytes } from '../../domain/recognition/content-problem'
import { describeContent } from '../../domain/recognition/describe-content'
import { guessSchema } from '../../domain/recognition/guess-schema'
import { recognise } from '../../domain/recognition/recognise'
import type { Recognition } from '../../domain/recognition/sample'
import type { SchemaGuess } from '../../domain/schema/file-source'
import type { Finding } from '../../domain/schema/inspection'
import type { Reading } from '../../domain/schema/reading'
import { StudioError } from '../../domain/studio-error'
import { firstRecordOf } from '../../domain/repeated-header'
import { expectedRecords } from '../../domain/source-treatment'
import { countRecords, countWholeFile } from './count-records'
import { surveyFile } from './survey-file'
import { headBytes, openContent, type OpenedContent } from './opened-content'

/** What was found out about the content of a file. */
interface InspectedContent {
  readonly format: DataFormat | null
  readonly compression: Compression
  readonly rawDataSizeBytes: number | null
  /** Without headers; null if not counted. */
  readonly records: number | null
  readonly hasHeader: boolean
  readonly columnCount?: number | null
  readonly headerColumns: string[]
  /** The fields of the first record; left out for a format without any. */
  readonly firstRecord?: string[]
  readonly schemaGuess?: SchemaGuess
  /** How it should be read; left out for what cannot be read. */
  readonly reading?: Reading
  readonly findings?: readonly Finding[]
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
  /** Picks the files of an archive by name. */
  readonly zipPattern?: string | undefined
}

/** Records that types are guessed from, and those that are looked at if they are not. */
const guessedRecords = 2000
const lookedAtRecords = 20

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
  const inside = await openContent(path, sizeBytes, buffer, options.zipPattern)
  if (inside instanceof StudioError) return refused(inside)
  const isCut = inside.compression === 'none' && formatFacts[inside.named ?? 'csv'].binary !== true
  if (sizeBytes > largestFileBytes && !isCut) return refused(contentProblem.tooLarge(name))
  const sample = { bytes: inside.head, isWhole: inside.isWhole, name: nameOf(inside, name) }
  const limit = options.guesses === true ? guessedRecords : lookedAtRecords
  const recognised = recognise(sample, { limit })
  const { reading } = recognised
  if (reading === null) return refused(recognised.problem ?? contentProblem.mismatch(name, 'raw'))
  const looked: LookedInto = { path, name, sizeBytes, inside, options, recognised, format: reading.format }
  const isBinary = formatFacts[reading.format].binary === true || recognised.reason === 'magic'
  return isBinary ? await asBinary(looked) : await asText(looked)
}

/** The name that stands for the format: of an archive, that of the file inside if its own says nothing. */
function nameOf({ named, entry }: OpenedContent, name: string): string {
  return entry !== null && named !== formatFromName(name).format ? basename(entry) : name
}

/** A file whose content has been opened. */
interface LookedInto {
  readonly path: string
  readonly name: string
  readonly sizeBytes: number
  readonly inside: OpenedContent
  readonly options: InspectionOptions
  readonly recognised: Recognition
  readonly format: DataFormat
}

async function asText(looked: LookedInto): Promise<InspectedContent> {
  const { path, name, inside, options, recognised, format } = looked
  const { head, isWhole, compression } = inside
  const notUtf8 = encodingProblem(looked)
  if (notUtf8 !== null) return { ...describe(looked, inside, null, null, notUtf8), format }
  let { rawSizeBytes, filesInside } = inside
  let records: number | null = null
  if (isWhole) records = countRecords(head, format)
  else if (isCounted(looked)) {
    const survey = await surveyFile(
      path,
      { format, compression, zipPattern: options.zipPattern },
      options.signal,
    )
    if (survey.isDamaged) return refused(contentProblem.damagedArchive(name))
    if (survey.notUtf8 !== null) return refused(contentProblem.notUtf8(name, survey.notUtf8))
    records = survey.records
    // An empty file in an archive has no header to leave out.
    if (filesInside !== null && records !== null) filesInside = survey.files
    rawSizeBytes = survey.rawSizeBytes ?? rawSizeBytes
  }
  const header = { format, ignoreFirstRecord: recognised.hasHeader }
  const ownRecords = expectedRecords(records, header, filesInside ?? 1)
  const problem = ownRecords === 0 ? contentProblem.noRecords(name, recognised.hasHeader) : recognised.problem
  const schemaGuess = options.guesses === true ? guessSchema(recognised) : null
  return {
    ...describe(looked, { ...inside, filesInside }, rawSizeBytes, ownRecords, problem),
    ...(schemaGuess === null ? {} : { schemaGuess }),
  }
}

/** Text that the upload has to convert first; null for UTF-8. */
function encodingProblem({
  name,
  recognised: { findings, reading },
  inside,
}: LookedInto): StudioError | null {
  const found = findings.find(({ kind }) => kind === 'encoding')
  if (found === undefined || reading === null) return null
  const { offset, line, byte } = found.facts ?? {}
  if (reading.encoding.startsWith('utf-16')) return contentProblem.wideText(name, 'UTF-16')
  return contentProblem.notUtf8(name, {
    offset: Number(offset),
    line: Number(line),
    byte: typeof byte === 'number' ? byte : undefined,
    encoding: reading.encoding,
    entry: inside.entry,
  })
}

async function asBinary(looked: LookedInto): Promise<InspectedContent> {
  const { path, inside, options, format } = looked
  // The size of a columnar file says nothing about the size of its rows.
  const rawSizeBytes = format === 'raw' ? inside.rawSizeBytes : null
  const { compression } = inside
  const records = isCounted(looked)
    ? await countWholeFile(path, { format, compression, zipPattern: options.zipPattern }, options.signal)
    : null
  return describe(looked, inside, rawSizeBytes, records, null)
}

function isCounted({ sizeBytes, options }: LookedInto): boolean {
  return options.counts && sizeBytes <= largestCounted
}

function describe(
  { recognised, format }: LookedInto,
  { compression, filesInside, notes: notesOfArchive }: OpenedContent,
  rawDataSizeBytes: number | null,
  records: number | null,
  problem: StudioError | null,
): InspectedContent {
  const { reading, findings, hasHeader, columnCount, fields, defects } = recognised
  const [defect] = defects
  const firstRecord = firstRecordOf(recognised)
  const broken = defect === undefined ? [] : [`${describeDefect(defect)} Such a file is refused.`]
  const notes = [...notesOfArchive, ...broken, ...notesOfJson(findings)]
  return {
    format,
    compression,
    rawDataSizeBytes,
    records,
    hasHeader,
    columnCount,
    headerColumns: hasHeader ? fields.map(({ name }) => name) : [],
    ...(firstRecord === undefined ? {} : { firstRecord }),
    summary: describeContent(compression, recognised),
    ...(reading === null ? {} : { reading }),
    findings,
    ...(filesInside === null ? {} : { filesInside }),
    ...(notes.length === 0 ? {} : { notes }),
    problem,
  }
}

function notesOfJson(findings: readonly Finding[]): string[] {
  const lines = findings
    .filter(({ effect }) => effect === 'leftOut')
    .flatMap(({ examples }) => examples.map(({ line }) => line ?? 0))
  return lines.length === 0 ? [] : [`Line ${Math.min(...lines)} is no JSON object. Such lines are left out.`]
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
