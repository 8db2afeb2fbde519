import type { StudioError } from '../../../electron/domain/studio-error'
import { toStudioError } from './to-studio-error'

/** A value that comes from the main process. */
export type Loadable<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: StudioError }

/** Not asked for yet. */
export const idle = { kind: 'idle' } as const
/** Asked for, not here yet. */
export const loading = { kind: 'loading' } as const

/** The value is here. */
export function ready<T>(value: T): Loadable<T> {
  return { kind: 'ready', value }
}

/** The value could not be had. `error` is whatever was thrown. */
export function failed(error: unknown): Loadable<never> {
  return { kind: 'failed', error: toStudioError(error) }
}

/** The value, if it is here. */
export function valueOf<T>(loadable: Loadable<T>): T | undefined {
  return loadable.kind === 'ready' ? loadable.value : undefined
}
