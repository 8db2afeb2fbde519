import { basename } from 'node:path'
import { describePassedOver } from '../../domain/archive-entries'
import { detectContentKind } from '../../domain/content-kind'
import { formatFromName, type Compression, type DataFormat } from '../../domain/data-format'
import type { StudioError } from '../../domain/studio-error'
import { isFileSystemError } from '../../domain/file-failure'
import { unpacksTooFar } from '../../domain/unpacking-limits'
import { tooFarUnpacked } from '../../domain/within-unpacking-limits'
import { contentProblem } from '../../domain/recognition/content-problem'
import { memberHeadBytes, MemberHeaders } from '../../domain/recognition/member-headers'
import { recognise } from '../../domain/recognition/recognise'
import { canHaveHeader } from '../../domain/source-treatment'
import { unpackGzipHead } from './content-sample'
import { withFile, type RandomAccess } from './counting/random-access'
import { gzipRawSize } from './gzip-size'
import { openZip, readEntryHead, type ZipArchive } from './zip-archive'

/** How much of every file to read. */
export const headBytes = 65_536

/** The start of a file's content, without its compression. */
export interface OpenedContent {
  readonly compression: Compression
  readonly head: Uint8Array
  /** Whether the head is the whole content. */
  readonly isWhole: boolean
  readonly named: DataFormat | undefined
  /** The file in the archive that the head comes from; null if it is not an archive. */
  readonly entry: string | null
  readonly rawSizeBytes: number | null
  /** Files in the archive that are data; null if it is not an archive. */
  readonly filesInside: number | null
  /** Sentences about what the user should know even though the file can be ingested. */
  readonly notes: readonly string[]
}

/**
 * Reads the start of a file and decompresses it.
 *
 * @param buffer To read into; `head` may share its memory.
 * @param zipPattern Picks the files of an archive by name.
 * @returns The problem, if it is an archive without data to read.
 * @throws an error of the file system.
 */
export async function openContent(
  path: string,
  sizeBytes: number,
  buffer: Buffer,
  zipPattern?: string,
): Promise<OpenedContent | StudioError> {
  return await withFile(path, (file) => openFile(path, file, buffer, zipPattern), sizeBytes)
}

async function openFile(
  path: string,
  file: RandomAccess,
  buffer: Buffer,
  zipPattern: string | undefined,
): Promise<OpenedContent | StudioError> {
  const name = basename(path)
  const { sizeBytes } = file
  const head = buffer.subarray(0, await file.read(buffer.subarray(0, Math.min(sizeBytes, headBytes)), 0))
  const content = detectContentKind(head)
  const named = formatFromName(name).format
  const common = { named, entry: null, filesInside: null, notes: [] }
  if (content.kind !== 'compressed') {
    return {
      ...common,
      compression: 'none',
      head,
      isWhole: head.length === sizeBytes,
      rawSizeBytes: sizeBytes,
    }
  }
  if (content.compression === 'zip') return await openArchive(path, name, zipPattern)
  const inner = unpackGzipHead(head)
  if (inner === null) return contentProblem.damagedArchive(name)
  if (inner.length === 0) return contentProblem.noRecords(name, false)
  const rawSizeBytes = await gzipRawSize(file)
  const isWhole = rawSizeBytes === inner.length && sizeBytes <= 16_384
  return { ...common, compression: 'gzip', head: inner, isWhole, rawSizeBytes }
}

async function openArchive(
  path: string,
  name: string,
  zipPattern: string | undefined,
): Promise<OpenedContent | StudioError> {
  let archive: ZipArchive | undefined
  try {
    archive = await openZip(path, zipPattern)
    return await lookInto(archive, name)
  } catch (error) {
    if (isFileSystemError(error)) throw error
    return contentProblem.damagedArchive(name)
  } finally {
    archive?.close()
  }
}

/** What the first data file of an open archive begins with, or why there is none. @throws Error if it is damaged. */
export async function lookInto(archive: ZipArchive, name: string): Promise<OpenedContent | StudioError> {
  const { names, choice, entries } = archive
  if (names.includes('[Content_Types].xml')) {
    const nextStep = 'Export its sheet as CSV (UTF-8), and add that.'
    return contentProblem.foreign(name, { kind: 'foreign', what: 'an Office document', nextStep })
  }
  if (choice.kind === 'refused') {
    const say = choice.problem === 'noFiles' ? contentProblem.noDataInside : contentProblem.mixedArchive
    return say(name, choice.reason)
  }
  const obstacle = entries.find((entry) => entry.obstacle !== null)
  if (obstacle?.obstacle === 'password') return contentProblem.encrypted(name)
  if (obstacle !== undefined) return contentProblem.packedOtherwise(name, obstacle.name)
  const [raw, packed] = [sumOf(entries, 'rawSizeBytes'), sumOf(entries, 'packedSizeBytes')]
  if (unpacksTooFar(raw, packed)) return tooFarUnpacked(name)
  const first = entries.find(({ rawSizeBytes }) => rawSizeBytes > 0)
  if (first === undefined) return contentProblem.noRecords(name, false)
  const head = await readEntryHead(first, headBytes)
  const unlike = await unlikeEntries(entries, first, head, name)
  if (unlike !== null) return unlike
  const { passedOver } = choice
  return {
    compression: 'zip',
    head,
    isWhole: entries.length === 1 && head.length === first.rawSizeBytes,
    named: formatFromName(name).format ?? formatFromName(first.name).format,
    entry: first.name,
    rawSizeBytes: raw,
    filesInside: entries.length,
    notes: passedOver.length === 0 ? [] : [`Passed over in “${name}”: ${describePassedOver(passedOver)}.`],
  }
}

/** What keeps the files of an archive from being read alike; null if nothing does. */
async function unlikeEntries(
  entries: ZipArchive['entries'],
  first: ZipArchive['entries'][number],
  head: Uint8Array,
  name: string,
): Promise<StudioError | null> {
  if (entries.length === 1) return null
  const isWhole = head.length === first.rawSizeBytes
  const { reading } = recognise({ bytes: head, isWhole, name: first.name })
  if (reading === null || !canHaveHeader(reading.format)) return null
  const headers = new MemberHeaders(reading, [])
  for (const entry of entries) {
    const start = await entry.head(memberHeadBytes)
    const unlike = headers.add(entry.name, start, start.length === entry.rawSizeBytes)
    if (unlike !== null) return contentProblem.unlikeMembers(name, unlike)
  }
  return null
}

function sumOf(entries: ZipArchive['entries'], size: 'rawSizeBytes' | 'packedSizeBytes'): number {
  return entries.reduce((sum, entry) => sum + entry[size], 0)
}
