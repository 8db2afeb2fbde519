import { assertNever } from './assert-never'
import type { SourceState, SourceStateKind, UnknownReason } from './schema/source'
import type { WireError } from './schema/wire-error'

/** What can happen to a source. */
export type SourceEvent =
  | { readonly kind: 'prepare' }
  | { readonly kind: 'upload'; readonly bytesSent: number; readonly bytesTotal: number | null }
  | { readonly kind: 'post' }
  | { readonly kind: 'queued'; readonly at: number }
  | { readonly kind: 'succeeded'; readonly at: number }
  | { readonly kind: 'partiallySucceeded'; readonly at: number; readonly error: WireError }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'lostTrack'; readonly reason: UnknownReason }
  /** The app started again and nothing of this source was posted yet: it may begin anew. */
  | { readonly kind: 'restart' }
  /** The cluster was away, and none of the source's messages can have arrived: it waits as before. */
  | { readonly kind: 'notPosted' }
  /** The service refused the blob that it shared with others: it begins anew, in smaller company. */
  | { readonly kind: 'sendApart' }
  | { readonly kind: 'retry' }

/** A move that the state machine does not have: a bug in the caller, never the user's fault. */
export class InvalidTransitionError extends Error {
  override readonly name = 'InvalidTransitionError'
  constructor(state: SourceStateKind, event: SourceEvent['kind']) {
    super(`A source that is ${state} cannot take ${event}`)
  }
}

const allowed: Readonly<Record<SourceStateKind, readonly SourceEvent['kind'][]>> = {
  pending: ['prepare', 'cancel', 'failed', 'partiallySucceeded'],
  preparing: ['upload', 'post', 'skipped', 'failed', 'partiallySucceeded', 'cancel', 'restart'],
  uploading: ['upload', 'post', 'failed', 'partiallySucceeded', 'cancel', 'restart'],
  posting: ['queued', 'failed', 'partiallySucceeded', 'lostTrack', 'notPosted'],
  queued: ['succeeded', 'partiallySucceeded', 'skipped', 'failed', 'cancel', 'lostTrack', 'sendApart'],
  unknown: [
    'queued',
    'succeeded',
    'partiallySucceeded',
    'skipped',
    'failed',
    'cancel',
    'lostTrack',
    'sendApart',
  ],
  succeeded: [],
  partiallySucceeded: ['retry'],
  skipped: [],
  failed: ['retry'],
  canceled: ['retry'],
}

/** Whether `event` may happen to a source in `state`. */
export function canTake(state: SourceState, event: SourceEvent['kind']): boolean {
  if (event === 'retry' && 'error' in state) return state.error.retryable
  return allowed[state.kind].includes(event)
}

/**
 * The state after `event`.
 *
 * @throws InvalidTransitionError if the machine has no such move.
 */
export function nextSourceState(state: SourceState, event: SourceEvent): SourceState {
  if (!canTake(state, event.kind)) throw new InvalidTransitionError(state.kind, event.kind)
  switch (event.kind) {
    case 'prepare':
      return { kind: 'preparing' }
    case 'upload':
      return { kind: 'uploading', bytesSent: event.bytesSent, bytesTotal: event.bytesTotal }
    case 'post':
      return { kind: 'posting' }
    case 'queued':
      return { kind: 'queued', queuedAt: event.at }
    case 'succeeded':
      return { kind: 'succeeded', landedAt: event.at }
    case 'partiallySucceeded':
      return { kind: 'partiallySucceeded', landedAt: event.at, error: event.error }
    case 'skipped':
      return { kind: 'skipped', reason: event.reason }
    case 'failed':
      return { kind: 'failed', error: event.error }
    case 'cancel':
      return { kind: 'canceled' }
    case 'lostTrack':
      return { kind: 'unknown', reason: event.reason }
    case 'restart':
    case 'notPosted':
    case 'sendApart':
    case 'retry':
      return { kind: 'pending' }
    default:
      return assertNever(event, 'source event')
  }
}

/** Whether a source may still land but is no longer watched because the user said so. */
export function isUnwatched(state: SourceState): boolean {
  return state.kind === 'unknown' && state.reason === 'stoppedWaiting'
}

/** Whether nothing more will happen to this source by itself. */
export function isSettled(state: SourceState): boolean {
  return allowed[state.kind].every((event) => event === 'retry')
}
