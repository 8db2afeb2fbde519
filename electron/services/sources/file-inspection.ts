import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { detectContentKind } from '../../domain/content-kind'
import { formatFacts, formatFromName, type Compression, type DataFormat } from '../../domain/data-format'
import type { SchemaGuess } from '../../domain/column-types'
import type { StudioError } from '../../domain/studio-error'
import { describeContent, guessSchema, recogniseText, type RecognisedText } from '../../domain/text-format'
import { gzipRawSize, readInto, readZipContents } from './archive-size'
import { contentProblem, largestFileBytes } from './content-problem'
import { decodeUtf8, unpackGzipHead, unpackZipHead } from './content-sample'
import { countFile, countRecords, largestCounted } from './count-records'

/** What was found out about a file's content. */
export interface InspectedContent {
  readonly format: DataFormat | null
  readonly compression: Compression
  readonly rawDataSizeBytes: number | null
  /** Header not counted; null when not counted. */
  readonly records: number | null
  readonly hasHeader: boolean
  readonly columnCount?: number | null
  readonly headerColumns: string[]
  readonly schemaGuess?: SchemaGuess
  readonly summary: string
  readonly problem: StudioError | null
}

export interface InspectionOptions {
  /** Whether to read a file of up to 8 MB to its end for its records. */
  readonly counts: boolean
  /** Whether to guess the types of the columns. */
  readonly guesses?: boolean
  readonly signal?: AbortSignal | undefined
}

/** Bytes that are read of every file. */
const headBytes = 65_536

/** A file without its compression: the start of what is inside. */
interface Inside {
  readonly compression: Compression
  readonly head: Uint8Array
  readonly isWhole: boolean
  readonly named: DataFormat | undefined
  readonly rawSizeBytes: number | null
}

/**
 * Looks at a file: its first 64 KB, the end of an archive, and all of a small file when `counts` is on.
 *
 * @param sizeBytes As the file system says.
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

/** Heads are read into the same few buffers: 10,000 new ones cost more than reading the files. */
const freeHeads: Buffer[] = []

async function inspectContent(
  path: string,
  sizeBytes: number,
  buffer: Buffer,
  options: InspectionOptions,
): Promise<InspectedContent> {
  const name = basename(path)
  const inside = await openContent(path, name, sizeBytes, buffer)
  if ('code' in inside) return refused(inside)
  const isCut = inside.compression === 'none' && formatFacts[inside.named ?? 'csv'].binary !== true
  if (sizeBytes > largestFileBytes && !isCut) return refused(contentProblem.tooLarge(name))
  const content = detectContentKind(inside.head)
  switch (content.kind) {
    case 'compressed':
      return refused(contentProblem.compressedTwice(name))
    case 'utf16':
      return refused(contentProblem.utf16(name))
    case 'foreign':
      return inside.named === 'raw' ? asBinary('raw', inside) : refused(contentProblem.foreign(name, content))
    case 'binary':
      return asBinary(inside.named === 'apacheavro' ? 'apacheavro' : content.format, inside)
    case 'text':
      return await asText(path, name, sizeBytes, inside, options)
  }
}

/** Reads the head and takes the compression off it. */
async function openContent(
  path: string,
  name: string,
  sizeBytes: number,
  buffer: Buffer,
): Promise<Inside | StudioError> {
  const file = await open(path, 'r')
  try {
    const head = await readInto(file, 0, buffer.subarray(0, Math.min(sizeBytes, headBytes)))
    const content = detectContentKind(head)
    const named = formatFromName(name).format
    if (content.kind !== 'compressed') {
      const isWhole = head.length === sizeBytes
      return { compression: 'none', head, isWhole, named, rawSizeBytes: sizeBytes }
    }
    if (content.compression === 'gzip') {
      const inner = unpackGzipHead(head)
      if (inner === null) return contentProblem.damagedArchive(name)
      const rawSizeBytes = await gzipRawSize(file, sizeBytes)
      if (inner.length === 0) return contentProblem.noRecords(name, false)
      const isWhole = rawSizeBytes === inner.length && sizeBytes <= 16_384
      return { compression: 'gzip', head: inner, isWhole, named, rawSizeBytes }
    }
    const contents = await readZipContents(file, sizeBytes)
    if (contents?.isEncrypted === true) return contentProblem.encrypted(name)
    if (contents?.names.length === 0) return contentProblem.noRecords(name, false)
    if (contents?.names.includes('[Content_Types].xml') === true) {
      const nextStep = 'Export its sheet as CSV (UTF-8), and drop that.'
      return contentProblem.foreign(name, { kind: 'foreign', what: 'an Office document', nextStep })
    }
    const inner = unpackZipHead(head)
    if (inner === null || inner.length === 0) return contentProblem.damagedArchive(name)
    const namedInside = named ?? formatFromName(contents?.names[0] ?? '').format
    const rawSizeBytes = contents?.rawSizeBytes ?? null
    return { compression: 'zip', head: inner, isWhole: false, named: namedInside, rawSizeBytes }
  } finally {
    await file.close()
  }
}

async function asText(
  path: string,
  name: string,
  sizeBytes: number,
  inside: Inside,
  options: InspectionOptions,
): Promise<InspectedContent> {
  const { compression, head, isWhole, named } = inside
  if (named !== undefined && formatFacts[named].binary === true) {
    return refused(contentProblem.mismatch(name, named))
  }
  const decoded = decodeUtf8(head, isWhole)
  if ('invalidAt' in decoded) return refused(contentProblem.notUtf8(name, decoded.invalidAt))
  const text = recogniseText(decoded.text, named, isWhole)
  let { rawSizeBytes } = inside
  let records: number | null = null
  if (isWhole) records = countRecords(head, text.format)
  else if (options.counts && compression !== 'zip' && sizeBytes <= largestCounted) {
    const counted = await countFile(path, text.format, compression, options.signal)
    records = counted?.records ?? null
    rawSizeBytes = counted?.rawSizeBytes ?? rawSizeBytes
  }
  const isBlank = isWhole && decoded.text.trim() === ''
  const ownRecords = records === null ? null : records - (text.hasHeader ? 1 : 0)
  const problem = isBlank || ownRecords === 0 ? contentProblem.noRecords(name, text.hasHeader) : null
  const schemaGuess = options.guesses === true ? guessSchema(decoded.text, text, isWhole) : null
  return {
    ...describe(text.format, inside.compression, rawSizeBytes, ownRecords, text, problem),
    ...(schemaGuess === null ? {} : { schemaGuess }),
  }
}

function asBinary(format: DataFormat, inside: Inside): InspectedContent {
  // The size of a columnar file is not that of its rows.
  const rawSizeBytes = format === 'raw' ? inside.rawSizeBytes : null
  return describe(format, inside.compression, rawSizeBytes, null, null, null)
}

function describe(
  format: DataFormat,
  compression: Compression,
  rawDataSizeBytes: number | null,
  records: number | null,
  text: RecognisedText | null,
  problem: StudioError | null,
): InspectedContent {
  return {
    format,
    compression,
    rawDataSizeBytes,
    records,
    hasHeader: text?.hasHeader ?? false,
    columnCount: text?.columnCount ?? null,
    headerColumns: [...(text?.headerColumns ?? [])],
    summary: describeContent(format, compression, text),
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
