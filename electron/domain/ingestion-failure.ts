import type { StudioErrorCode } from './error-codes'
import { StudioError } from './studio-error'

/** What the service reported about a failed message. */
interface ReportedFailure {
  /** For example `BadRequest_EmptyBlob` (documents: ingestion error codes). */
  readonly errorCode: string | undefined
  /** `Permanent`, `Transient`, `Exhausted` or `Unknown`. */
  readonly failureStatus: string | undefined
  readonly details: string | undefined
}

interface Class {
  readonly code: StudioErrorCode
  /** Continues a sentence that begins with the source's name. */
  readonly says: string
  readonly nextStep: string
}

const format: Class = {
  code: 'FormatMismatch',
  says: 'is not what its format says',
  nextStep: 'Check the format, then ingest it again.',
}
const fields: Class = {
  code: 'WrongNumberOfFields',
  says: 'has a record with another number of fields than the others',
  nextStep: 'Correct that record, then ingest it again.',
}
const mapping: Class = {
  code: 'PropertyInvalid',
  says: 'cannot be ingested with that mapping',
  nextStep: 'Check the ingestion mapping of the table and its name.',
}
const denied: Class = {
  code: 'AccessDenied',
  says: 'was refused: your account may not ingest into that table',
  nextStep: 'Ask the owner of the database for the right of a Table Ingestor.',
}
const unreachable: Class = {
  code: 'BlobUnreachable',
  says: 'could not be downloaded by the service',
  nextStep: 'Ingest it again.',
}
const update: Class = {
  code: 'IngestionFailed',
  says: 'was not ingested: an update policy that reads this table failed',
  nextStep:
    'Correct the update policy’s query or the columns of its table (.show table T policy update), then ingest it again.',
}

/** Service codes that mean something to the user; other codes are shown as they are. */
const classes: Readonly<Record<string, Class>> = {
  Stream_WrongNumberOfFields: fields,
  Stream_ClosingQuoteMissing: {
    code: 'ClosingQuoteMissing',
    says: 'has a quoted field that is never closed',
    nextStep: 'Fix the quotes in that record, then ingest it again.',
  },
  BadRequest_InvalidBlob: format,
  BadRequest_NoRecordsOrWrongFormat: {
    ...format,
    says: 'has no records, or is not what its format says',
  },
  BadRequest_FormatNotSupported: {
    ...format,
    code: 'FormatNotSupported',
    says: 'has a format that is not supported',
  },
  BadRequest_UnexpectedCharacterInInputStream: format,
  BadRequest_EmptyArchive: { ...format, code: 'FileEmpty', says: 'is an archive with nothing in it' },
  BadRequest_InvalidArchive: { ...format, says: 'is an archive that cannot be unpacked' },
  BadRequest_EmptyBlob: {
    code: 'FileEmpty',
    says: 'is empty',
    nextStep: 'Ingest one that has records in it.',
  },
  Stream_NoDataToIngest: {
    code: 'FileEmpty',
    says: 'has no records',
    nextStep: 'Ingest one that has records in it.',
  },
  BadRequest_InvalidMapping: mapping,
  BadRequest_InvalidMappingReference: mapping,
  BadRequest_MappingReferenceWasNotFound: {
    ...mapping,
    says: 'names a mapping that the table does not have',
  },
  BadRequest_InconsistentMapping: mapping,
  BadRequest_TableNotExist: {
    code: 'TableNotFound',
    says: 'was for a table that is not there',
    nextStep: 'Create the table, or choose another.',
  },
  BadRequest_DatabaseNotExist: {
    code: 'DatabaseNotFound',
    says: 'was for a database that is not there',
    nextStep: 'Choose another database.',
  },
  BadRequest_TableAccessDenied: denied,
  BadRequest_DatabaseAccessDenied: denied,
  Forbidden: denied,
  Download_Forbidden: {
    code: 'BlobForbidden',
    says: 'could not be read by the service: access was denied',
    nextStep:
      'See that the service may read it (its SAS needs read permission and must not have expired), then ingest it again.',
  },
  Download_SourceNotFound: {
    code: 'BlobNotFound',
    says: 'was not found by the service',
    nextStep: 'Check the path and the name of the blob, then ingest it again.',
  },
  Download_AccountNotFound: {
    code: 'BlobNotFound',
    says: 'was not found by the service: there is no such storage account',
    nextStep: 'Check the address of the blob, then ingest it again.',
  },
  Download_UnknownError: unreachable,
  Download_TransientNameResolutionFailure: unreachable,
  Canceled: {
    code: 'Canceled',
    says: 'was canceled on the cluster',
    nextStep: 'Ingest it again, if that was not meant.',
  },
  BadRequest_FileTooLarge: {
    code: 'FileTooLarge',
    says: 'is larger than the service takes',
    nextStep: 'Split it into smaller files.',
  },
  Stream_InputStreamTooLarge: {
    code: 'FileTooLarge',
    says: 'is larger than the service takes',
    nextStep: 'Split it into smaller files.',
  },
  UpdatePolicy_QuerySchemaDoesNotMatchTableSchema: update,
  UpdatePolicy_FailedDescendantTransaction: update,
  UpdatePolicy_IngestionError: update,
  UpdatePolicy_UnknownError: update,
  UpdatePolicy_Cyclic_Update_Not_Allowed: update,
}

/** Codes that the documents call transient: a retry of the same source may succeed. */
const transientCodes = new Set([
  'Download_UnknownError',
  'Download_TransientNameResolutionFailure',
  'General_InternalServerError',
  'General_TransientSchemaMismatch',
  'General_ThrottledIngestion',
  'General_RetryAttemptsExceeded',
  'Timeout',
  'OutOfMemory',
  'UpdatePolicy_FailedDescendantTransaction',
  'UpdatePolicy_IngestionError',
  'UpdatePolicy_UnknownError',
])

/** Whether the failure may pass: decided by its code if known, else by the status the service gave. */
export function isTransientFailure(failure: ReportedFailure): boolean {
  const { errorCode, failureStatus } = failure
  if (errorCode !== undefined && transientCodes.has(errorCode)) return true
  if (errorCode !== undefined && errorCode !== 'Unknown' && failureStatus === 'Permanent') return false
  return failureStatus === 'Transient' || failureStatus === 'Exhausted'
}

/**
 * Turns what the service reported into an error. The service's own reason is the message if it is a plain sentence:
 * only the service knows which record is at fault, or what the blob really is. Otherwise the message says what the code
 * means.
 *
 * @param name The source's name; begins the sentence.
 * @param failure With its details already redacted.
 */
export function ingestionFailure(name: string, failure: ReportedFailure): StudioError {
  const { errorCode, details } = failure
  const known = errorCode === undefined ? undefined : classes[errorCode]
  const place = findPlace(details)
  const reason = plainReason(details)
  const general =
    known === undefined ? `“${name}” was not ingested.` : `“${name}” ${known.says}${placeWords(place)}.`
  const message = reason === undefined ? general : `“${name}” was not ingested: ${reason}`
  return new StudioError(known?.code ?? 'IngestionFailed', message, {
    retryable: isTransientFailure(failure),
    subject: name,
    nextStep:
      known?.nextStep ??
      (isTransientFailure(failure) ? 'Retry it.' : 'Read the details, then correct the source.'),
    ...(errorCode === undefined || errorCode === '' ? {} : { serviceCode: errorCode }),
    ...(details === undefined ? {} : { details }),
    ...place,
  })
}

/** Where in a source something is wrong, counted from 1. */
interface Place {
  readonly record?: number
  readonly line?: number
  readonly field?: number
}

/** The record, line and field that the details mention. */
function findPlace(details = ''): Place {
  const find = (word: keyof Place): Place => {
    const digits = new RegExp(`\\b${word}\\s*(?:number|#|:)?\\s*'?(\\d+)`, 'i').exec(details)?.[1]
    return digits === undefined ? {} : { [word]: Number(digits) }
  }
  return { ...find('record'), ...find('line'), ...find('field') }
}

function placeWords({ record, line }: Place): string {
  if (record !== undefined) return `: record ${record}`
  return line === undefined ? '' : `: line ${line}`
}

/** Longest text from the service that may stand in a sentence of the studio, in characters. */
const longestReason = 300
/** Exception names, memory addresses, traces, markup and URIs belong under "Details". */
const unplain = /[\r\n{}<>]|\b0x[0-9a-f]{6,}|\w(Exception|Error)\b|\bat \w+\.\w+|:\/\//i

/** The service's details, or their first sentence, if a person can read it; else undefined. */
function plainReason(details: string | undefined): string | undefined {
  const text = details?.trim() ?? ''
  const candidates = [text, firstSentence(text)]
  const reason = candidates.find(
    (words) => /[a-z]{2} \S/i.test(words) && words.length <= longestReason && !unplain.test(words),
  )
  return reason === undefined || /[.!?]$/.test(reason) ? reason : `${reason}.`
}

function firstSentence(text: string): string {
  const end = text.search(/\.(\s|$)/)
  return end === -1 ? text : text.slice(0, end + 1)
}
