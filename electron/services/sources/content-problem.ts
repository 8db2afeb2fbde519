import type { ContentKind } from '../../domain/content-kind'
import { formatFacts, type DataFormat } from '../../domain/data-format'
import { StudioError } from '../../domain/studio-error'

/** The service's limit for one file that cannot be cut (documents: ingestion size limit). */
export const largestFileBytes = 6 * 1024 ** 3

/** Reasons why a file with a readable content cannot be ingested; each names the file. */
export const contentProblem = {
  empty: (name: string): StudioError =>
    new StudioError('FileEmpty', `“${name}” is empty.`, {
      subject: name,
      nextStep: 'Drop a file that has records in it.',
    }),
  noRecords: (name: string, hasHeader: boolean): StudioError =>
    new StudioError(
      'NothingToIngest',
      hasHeader ? `“${name}” has a header and no records.` : `“${name}” has no records.`,
      { subject: name, nextStep: 'Drop a file that has records in it.' },
    ),
  foreign: (name: string, content: Extract<ContentKind, { kind: 'foreign' }>): StudioError =>
    new StudioError('FormatNotSupported', `“${name}” is ${content.what}.`, {
      subject: name,
      nextStep: content.nextStep,
    }),
  utf16: (name: string): StudioError =>
    new StudioError('EncodingNotSupported', `“${name}” is UTF-16 text; Kusto reads UTF-8.`, {
      subject: name,
      nextStep: 'Save it as UTF-8 (in Excel: “CSV UTF-8”), then drop it again.',
    }),
  notUtf8: (name: string, offset: number): StudioError =>
    new StudioError(
      'EncodingNotSupported',
      `“${name}” is not UTF-8 text: byte ${offset.toLocaleString('en-US')} fits no UTF-8 character.`,
      {
        subject: name,
        nextStep:
          'It is probably in an older encoding such as Windows-1252. Save it as UTF-8, then drop it again.',
      },
    ),
  mismatch: (name: string, named: DataFormat): StudioError =>
    new StudioError(
      'FormatMismatch',
      `“${name}” is called ${formatFacts[named].label}, but its content is not.`,
      { subject: name, nextStep: 'Check how the file was made; it may be cut off or have the wrong name.' },
    ),
  compressedTwice: (name: string): StudioError =>
    new StudioError('FormatNotSupported', `“${name}” is compressed twice.`, {
      subject: name,
      nextStep: 'Unpack it once, then drop it again.',
    }),
  damagedArchive: (name: string): StudioError =>
    new StudioError('FormatMismatch', `“${name}” is a compressed file that cannot be read.`, {
      subject: name,
      nextStep: 'It may be cut off: make or download it again.',
    }),
  encrypted: (name: string): StudioError =>
    new StudioError('FormatNotSupported', `“${name}” is protected by a password.`, {
      subject: name,
      nextStep: 'Unpack it, and drop what is inside.',
    }),
  tooLarge: (name: string): StudioError =>
    new StudioError('FileTooLarge', `“${name}” is larger than 6 GB, and its format cannot be cut.`, {
      subject: name,
      nextStep: 'Write it as several files of at most 1 GB.',
    }),
} as const
