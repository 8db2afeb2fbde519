/** Every way in which the studio tells its user that something did not work. */
export const studioErrorCodes = [
  // input
  'FileNotFound',
  'FileNotReadable',
  'FileEmpty',
  'FileChanged',
  'FileTooLarge',
  'NotARegularFile',
  'LeftOut',
  'NothingToIngest',
  'FormatNotSupported',
  'FormatMismatch',
  'WrongNumberOfFields',
  'ClosingQuoteMissing',
  'EncodingNotSupported',
  'EntityNameInvalid',
  'SchemaInvalid',
  'PolicyInvalid',
  'PropertyInvalid',
  // blob URI
  'BlobUriInvalid',
  'BlobForbidden',
  'BlobNotFound',
  'BlobUnreachable',
  'SasNeeded',
  // cluster
  'ClusterUriInvalid',
  'ClusterUnreachable',
  'ClusterRefused',
  'ClusterThrottled',
  'TimedOut',
  'DatabaseNotFound',
  'TableNotFound',
  'TableAlreadyExists',
  'QueryFailed',
  'CommandFailed',
  'ResponseMalformed',
  // sign-in
  'SignInFailed',
  'SignInTimedOut',
  'SignInNeeded',
  'AccessDenied',
  // ingestion
  'UploadFailed',
  'StorageRefused',
  'PostFailed',
  'IngestionFailed',
  'RowsMissing',
  'TrackingLost',
  'AlreadyIngested',
  // studio
  'LocalClusterFailed',
  'HomeFolderFailed',
  'JournalFailed',
  'DiskFull',
  'RequestInvalid',
  'Canceled',
  'Unexpected',
] as const

export type StudioErrorCode = (typeof studioErrorCodes)[number]

/** What may be added to an error for display. Never a secret: no token, no SAS, no URL query string. */
export interface StudioErrorInit {
  /** Whether the same action may work when it is tried again unchanged. */
  readonly retryable?: boolean
  /** One thing that the user can do now, as a sentence. */
  readonly nextStep?: string
  /** The file, blob (without its query), paste or entity that failed. */
  readonly subject?: string
  /** 1-based record number in the source, where it is known. */
  readonly record?: number
  /** 1-based line number in the source, where it is known. */
  readonly line?: number
  /** 1-based number of the field in its record, where it is known. */
  readonly field?: number
  /** The code that the service gave, for example `BadRequest_EmptyBlob`. */
  readonly serviceCode?: string
  /** The raw text behind "Details", already redacted. */
  readonly details?: string
  readonly cause?: unknown
}

/** A failure as it crosses a process border: data only, safe for the structured clone. */
export interface WireError {
  readonly code: StudioErrorCode
  readonly message: string
  readonly retryable: boolean
  readonly nextStep?: string | undefined
  readonly subject?: string | undefined
  readonly record?: number | undefined
  readonly line?: number | undefined
  readonly field?: number | undefined
  readonly serviceCode?: string | undefined
  readonly details?: string | undefined
}

/**
 * An expected failure: what failed in one sentence, whether a retry helps, and one next step. Anything
 * else that is thrown is a bug and reaches the user as `Unexpected`.
 */
export class StudioError extends Error {
  override readonly name = 'StudioError'
  readonly code: StudioErrorCode
  readonly retryable: boolean
  readonly nextStep: string | undefined
  readonly subject: string | undefined
  readonly record: number | undefined
  readonly line: number | undefined
  readonly field: number | undefined
  readonly serviceCode: string | undefined
  readonly details: string | undefined

  constructor(code: StudioErrorCode, message: string, init: StudioErrorInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause })
    this.code = code
    this.retryable = init.retryable ?? false
    this.nextStep = init.nextStep
    this.subject = init.subject
    this.record = init.record
    this.line = init.line
    this.field = init.field
    this.serviceCode = init.serviceCode
    this.details = init.details
  }
}

/** Turns any thrown value into data. A value that is not a {@link StudioError} becomes `Unexpected`, without its text. */
export function toWireError(error: unknown): WireError {
  if (error instanceof StudioError) {
    return {
      code: error.code,
      message: error.message,
      retryable: error.retryable,
      nextStep: error.nextStep,
      subject: error.subject,
      record: error.record,
      line: error.line,
      field: error.field,
      serviceCode: error.serviceCode,
      details: error.details,
    }
  }
  return {
    code: 'Unexpected',
    message: 'Something in the studio went wrong that should not.',
    retryable: true,
    nextStep: 'Try again. If it happens again, open the log (Help, Show log) and report it.',
  }
}

/** Revives a {@link WireError} on the other side of a process border. */
export function fromWireError(wire: WireError): StudioError {
  const { code, message, ...rest } = wire
  const init = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return new StudioError(code, message, init)
}
