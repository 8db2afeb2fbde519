import { redactText } from '../domain/redact-text'

/** A command line that cannot be run as given. */
export class UsageError extends Error {
  override readonly name = 'UsageError'

  constructor(message: string) {
    // It quotes what was typed, which may be a connection string.
    super(redactText(message))
  }
}
