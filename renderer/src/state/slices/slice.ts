import type { StudioClient } from '../../api/studio-client'
import type { StudioState } from '../studio-state'
import type { OneAtATime } from '../../../../electron/domain/concurrency/one-at-a-time'

/** The data of a slice, without its actions. */
type FieldsOf<T> = { [K in keyof T as T[K] extends (...args: never[]) => unknown ? never : K]: T[K] }

/** What every slice may use besides the store itself. */
export interface SliceContext {
  readonly client: StudioClient
  readonly tasks: OneAtATime
  /** Milliseconds since the epoch; replaced in tests. */
  readonly now: () => number
  /** Calls `listener` with each new state until the returned function is called. */
  readonly subscribe: (listener: (state: StudioState) => void) => () => void
}

/**
 * Makes one slice of the store. `set` takes the slice's own fields only: to change another slice, call one of its
 * actions through `get`. It takes no function, because the compiler would let one return foreign fields.
 */
export type StudioSlice<T> = (
  set: (change: Partial<FieldsOf<T>>) => void,
  get: () => StudioState,
  context: SliceContext,
) => T
