import type { StudioErrorCode } from './error-codes'
import { redactText } from './redact-text'
import type { WireError } from './schema/wire-error'

/** What may be added to an error for display. */
export type StudioErrorInit = Partial<Omit<WireError, 'code' | 'message'>> & { readonly cause?: unknown }

/**
 * An expected failure: what failed in one sentence, whether a retry helps, and one next step. Anything else that is
 * thrown is a bug and reaches the user as `Unexpected`. Whatever the sentence quotes, it holds no secret: no token, no
 * SAS, no key.
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
    super(redactText(message), init.cause === undefined ? undefined : { cause: init.cause })
    this.code = code
    this.retryable = init.retryable ?? false
    this.nextStep = init.nextStep
    this.subject = init.subject === undefined ? undefined : redactText(init.subject)
    this.record = init.record
    this.line = init.line
    this.field = init.field
    this.serviceCode = init.serviceCode
    this.details = init.details === undefined ? undefined : redactText(init.details)
  }
}

/** Turns any thrown value into data. Anything but a {@link StudioError} becomes `Unexpected`, without its text. */
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
