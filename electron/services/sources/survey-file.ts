import type { Compression, DataFormat } from '../../domain/data-format'
import { placeOf } from '../../domain/text-place'
import { canceled } from '../deadline'
import { isFileSystemError } from '../../domain/file-failure'
import { recordCounter } from './counting/counter-for-format'
import type { NotUtf8 } from '../../domain/recognition/content-problem'
import { unpackedContents } from './unpacked-content'
import { Utf8Validator } from './utf8-validator'

/** What reading a text file to the end showed. */
interface Survey {
  /** All records, including headers; null if they cannot be counted. */
  readonly records: number | null
  /** Files with at least one record: 1, or more for an archive. */
  readonly files: number
  readonly rawSizeBytes: number | null
  readonly notUtf8: NotUtf8 | null
  /** Whether its archive is damaged. */
  readonly isDamaged: boolean
}

/** A file that unpacks to more than this is counted during the upload instead. */
const largestUnpacked = 256 * 1_048_576

const nothingKnown: Survey = {
  records: null,
  files: 0,
  rawSizeBytes: null,
  notUtf8: null,
  isDamaged: false,
}

/**
 * Reads a text file to the end, decompressed: counts its records and looks for bytes that are not UTF-8.
 *
 * @throws StudioError `Canceled`; an error of the file system.
 */
export async function surveyFile(
  path: string,
  content: {
    readonly format: DataFormat
    readonly compression: Compression
    /** Picks the files of an archive by name. */
    readonly zipPattern?: string | undefined
  },
  signal?: AbortSignal,
): Promise<Survey> {
  const { format, compression, zipPattern } = content
  let records: number | null = 0
  let files = 0
  let rawSizeBytes = 0
  try {
    for await (const { entry, bytes } of unpackedContents(path, compression, { signal, zipPattern })) {
      const counter = recordCounter(format)
      const validator = new Utf8Validator()
      for await (const piece of bytes) {
        counter?.push(piece)
        validator.push(piece)
        rawSizeBytes += piece.length
        if (rawSizeBytes > largestUnpacked) return nothingKnown
      }
      const offset = validator.end()
      if (offset !== null) {
        const notUtf8 = { offset, entry, line: await lineInFile(path, compression, { offset, entry }) }
        return { ...nothingKnown, notUtf8 }
      }
      const counted: number | null = counter?.finish() ?? null
      records = counted === null || records === null ? null : records + counted
      if (counted !== 0) files++
    }
    return { records, files, rawSizeBytes, notUtf8: null, isDamaged: false }
  } catch (error) {
    if (signal?.aborted === true) throw canceled('Looking at the files')
    if (isFileSystemError(error)) throw error
    return { ...nothingKnown, isDamaged: true }
  }
}

/** The line that contains a byte, from 1. @throws as {@link surveyFile}. */
async function lineInFile(
  path: string,
  compression: Compression,
  at: Pick<NotUtf8, 'offset' | 'entry'>,
): Promise<number> {
  for await (const { entry, bytes } of unpackedContents(path, compression)) {
    if (entry === at.entry) return (await placeOf(bytes, at.offset)).line
    for await (const piece of bytes) void piece
  }
  return 1
}
