import type { StudioError } from '../../domain/studio-error'
import { toStudioError } from './error-mapping'
import { readRetryAfter } from './retry-after'

/** What one failed call to storage means for the next one. */
export interface StorageFault {
  readonly error: StudioError
  /**
   * `again`: the same call may work in a moment. `refused`: the permission or the place is no longer good. `final`:
   * repeating it will not help.
   */
  readonly kind: 'again' | 'refused' | 'final'
  /** Whether nothing listened at that address: there was no connection, so nothing was sent. */
  readonly isUnreachable: boolean
  /** Whether storage may have done it although no answer came. */
  readonly mayBeDone: boolean
  /** How long storage asked to wait; undefined if it did not say. */
  readonly retryAfterMs: number | undefined
}

/** Failures where the request certainly did not leave this machine. */
export const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** The longest wait that storage may ask for. */
const longestWaitMs = 60_000

/**
 * Reads a failure of Azure Storage.
 *
 * @param subject Starts the sentence: a blob, container, queue or table, without its query.
 */
export function storageFault(error: unknown, subject: string): StorageFault {
  const mapped = toStudioError(error, { subject, during: 'storage' })
  const status = numberField(error, 'statusCode')
  if (status !== undefined) {
    return {
      error: mapped,
      kind: kindOfStatus(status),
      isUnreachable: false,
      mayBeDone: status >= 500 && status !== 503,
      retryAfterMs: retryAfter(error),
    }
  }
  const isUnreachable = mapped.serviceCode !== undefined && neverSent.has(mapped.serviceCode)
  const fault = { error: mapped, retryAfterMs: undefined, isUnreachable }
  if (mapped.code === 'Canceled') return { ...fault, kind: 'final', mayBeDone: true }
  if (mapped.code === 'TimedOut') return { ...fault, kind: 'again', mayBeDone: true }
  // Anything unknown counts as a passing network problem; the number of attempts is limited.
  const isFinal = mapped.code !== 'Unexpected' && !mapped.retryable
  return { ...fault, kind: isFinal ? 'final' : 'again', mayBeDone: !isUnreachable }
}

function kindOfStatus(status: number): StorageFault['kind'] {
  if (status === 401 || status === 403 || status === 404 || status === 410) return 'refused'
  return status === 408 || status === 429 || status >= 500 ? 'again' : 'final'
}

function retryAfter(error: unknown): number | undefined {
  const wait = readRetryAfter(field(field(error, 'response'), 'headers'), Date.now())
  return wait === undefined ? undefined : Math.min(wait, longestWaitMs)
}

function field(value: unknown, name: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}

function numberField(value: unknown, name: string): number | undefined {
  const found = field(value, name)
  return typeof found === 'number' ? found : undefined
}
