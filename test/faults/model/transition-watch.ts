import type { SourceStateKind } from '../../../electron/domain/schema/source'

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

/** Moves that were made although there are no such moves. */
export const illegalMoves: string[] = []

/** Looks at the move of a source; the first state that is seen of it is no move. */
export function noteMove(from: SourceStateKind | undefined, to: SourceStateKind): void {
  if (from === undefined || from === to || legal[from].includes(to)) return
  illegalMoves.push(`${from} became ${to}`)
}
