import { StudioError, toWireError } from '../../../electron/domain/studio-error'

/** What was thrown, as a {@link StudioError}; a bug becomes `Unexpected`, without its text. */
export function toStudioError(error: unknown): StudioError {
  if (error instanceof StudioError) return error
  const wire = toWireError(error)
  return new StudioError(wire.code, wire.message, {
    retryable: wire.retryable,
    ...(wire.nextStep === undefined ? {} : { nextStep: wire.nextStep }),
    cause: error,
  })
}
