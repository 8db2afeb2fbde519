import type { ContentKind } from '../content-kind'
import type { Encoding } from '../schema/reading'
import { byteWords, encodingName, sourceWords, unlikeMembersText } from '../words/source-words'
import { formatFacts, type DataFormat } from '../data-format'
import { StudioError } from '../studio-error'
import { unlikeFinding, type UnlikeMembers } from './member-headers'

/** The service's limit for a file that cannot be split (documents: ingestion size limit). */
export const largestFileBytes = 6 * 1024 ** 3

const unpackFirst = 'Unpack it, and add what is inside.'

/** Where a file stops being UTF-8. */
export interface NotUtf8 {
  /** Bytes before the first invalid one. */
  readonly offset: number
  /** Its line, from 1. */
  readonly line: number
  /** The byte itself, and the encoding that it is in, as far as they are known. */
  readonly byte?: number | undefined
  readonly encoding?: Encoding
  /** The file inside the archive; null if it is not an archive. */
  readonly entry: string | null
}

function describeNotUtf8({ offset, line, byte, encoding = 'utf-8', entry }: NotUtf8): string {
  const what = encoding === 'utf-8' ? 'fits no UTF-8 character' : `is ${encodingName(encoding)}`
  return `${byteWords({ byte, offset, line, member: entry ?? undefined })} ${what}`
}

/** Reasons why a file that can be read cannot be ingested; each names the file. */
export const contentProblem = {
  empty: (name: string): StudioError =>
    new StudioError('FileEmpty', `“${name}” is empty.`, {
      subject: name,
      nextStep: 'Choose a file that has records in it.',
    }),
  noRecords: (name: string, hasHeader: boolean): StudioError =>
    new StudioError(
      'NothingToIngest',
      hasHeader ? `“${name}” has a header and no records.` : `“${name}” has no records.`,
      { subject: name, nextStep: 'Choose a file that has records in it.' },
    ),
  foreign: (name: string, content: Extract<ContentKind, { kind: 'foreign' }>): StudioError =>
    new StudioError('FormatNotSupported', `“${name}” is ${content.what}.`, {
      subject: name,
      nextStep: content.nextStep,
    }),
  wideText: (name: string, encoding: 'UTF-16' | 'UTF-32'): StudioError =>
    new StudioError('EncodingNotSupported', `“${name}” is ${encoding} text; Kusto reads UTF-8.`, {
      subject: name,
      nextStep: 'Save it as UTF-8 (in Excel: “CSV UTF-8”), then add it again.',
    }),
  notUtf8: (name: string, where: NotUtf8): StudioError =>
    new StudioError('EncodingNotSupported', `“${name}” is not UTF-8 text: ${describeNotUtf8(where)}.`, {
      subject: name,
      line: where.line,
      nextStep:
        where.encoding === undefined
          ? 'It is probably in an older encoding such as Windows-1252. Save it as UTF-8, then add it again.'
          : 'Save it as UTF-8, then add it again.',
    }),
  webPage: (name: string): StudioError =>
    new StudioError('FormatMismatch', `“${name}” is a web page, not a file of records.`, {
      subject: name,
      nextStep:
        'Download it again: it may be a sign-in or error page that was saved under the name of the file.',
    }),
  xml: (name: string): StudioError =>
    new StudioError('FormatMismatch', `“${name}” is an XML document, not a file of records.`, {
      subject: name,
      nextStep:
        'Open it: it may be the answer of a storage that refused. Records in XML have to be exported as CSV or JSON.',
    }),
  mismatch: (name: string, named: DataFormat): StudioError =>
    new StudioError(
      'FormatMismatch',
      `“${name}” is named as ${formatFacts[named].label}, but its content is something else.`,
      { subject: name, nextStep: 'Check how the file was made; it may be cut off or have the wrong name.' },
    ),
  compressedTwice: (name: string): StudioError =>
    new StudioError('FormatNotSupported', `“${name}” is compressed twice.`, {
      subject: name,
      nextStep: 'Unpack it once, then add it again.',
    }),
  damagedArchive: (name: string): StudioError =>
    new StudioError('FormatMismatch', `“${name}” is a compressed file that cannot be read.`, {
      subject: name,
      nextStep: 'It may be cut off: make or download it again.',
    }),
  encrypted: (name: string): StudioError =>
    new StudioError('FormatNotSupported', `“${name}” is protected by a password.`, {
      subject: name,
      nextStep: unpackFirst,
    }),
  packedOtherwise: (name: string, entry: string): StudioError =>
    new StudioError(
      'FormatNotSupported',
      `“${entry}” in “${name}” is compressed with a method other than Deflate.`,
      {
        subject: name,
        nextStep: unpackFirst,
      },
    ),
  noDataInside: (name: string, reason: string): StudioError =>
    new StudioError('NothingToIngest', `“${name}” holds no data. ${reason}`, {
      subject: name,
      nextStep: 'Choose an archive with files of records in it.',
    }),
  mixedArchive: (name: string, reason: string): StudioError =>
    new StudioError('FormatNotSupported', `It is not clear what is data in “${name}”. ${reason}`, {
      subject: name,
      nextStep: 'Unpack it, and add the files that are data.',
    }),
  unlikeMembers: (name: string, unlike: UnlikeMembers): StudioError => {
    const finding = unlikeFinding(unlike)
    return new StudioError('FormatNotSupported', unlikeMembersText(`“${name}”`, finding), {
      subject: name,
      nextStep: sourceWords.unlikeMembers(finding).nextStep,
    })
  },
  tooLarge: (name: string): StudioError =>
    new StudioError('FileTooLarge', `“${name}” is larger than 6 GB, and its format cannot be cut.`, {
      subject: name,
      nextStep: 'Write it as several files of at most 1 GB.',
    }),
} as const
