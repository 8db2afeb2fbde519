import type { SourceState, SourceStateKind } from '../../../electron/domain/schema/source'
import type { SourceEvent } from '../../../electron/domain/source-state'

/**
 * The moves that a source may make, written down a second time, as the user can see them. What landed in part and
 * is sent again is what landed in part once more when that is canceled or fails.
 */
const legal: Readonly<Record<SourceStateKind, readonly SourceStateKind[]>> = {
  pending: ['preparing', 'canceled', 'failed', 'partiallySucceeded'],
  preparing: ['uploading', 'posting', 'skipped', 'failed', 'canceled', 'pending', 'partiallySucceeded'],
  uploading: ['uploading', 'posting', 'failed', 'canceled', 'pending', 'partiallySucceeded'],
  posting: ['queued', 'failed', 'unknown', 'pending'],
  queued: ['succeeded', 'partiallySucceeded', 'skipped', 'failed', 'unknown', 'pending'],
  unknown: ['queued', 'succeeded', 'partiallySucceeded', 'skipped', 'failed', 'unknown', 'pending'],
  succeeded: [],
  partiallySucceeded: ['pending'],
  skipped: [],
  failed: ['pending'],
  canceled: ['pending'],
}

type Next = (state: SourceState, event: SourceEvent) => SourceState

/** Moves that were made although there are no such moves, and moves that were asked for in vain. */
export const illegalMoves: string[] = []

/** The real state machine, looked at. */
export function watchedTransitions(real: Next): Next {
  return (state, event) => {
    try {
      const next = real(state, event)
      if (!legal[state.kind].includes(next.kind)) illegalMoves.push(`${state.kind} became ${next.kind}`)
      return next
    } catch (error) {
      illegalMoves.push(String(error))
      throw error
    }
  }
}
