import type { StudioError } from '../../../electron/domain/studio-error'

/** A value that comes from the main process: not asked for, on its way, here, or why it is not. */
export type Loadable<T> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: StudioError }

/** Nothing was asked for yet. */
export const idle = { kind: 'idle' } as const
/** Asked for, not here yet. */
export const loading = { kind: 'loading' } as const

/** The value if it is here. */
export function valueOf<T>(loadable: Loadable<T>): T | undefined {
  return loadable.kind === 'ready' ? loadable.value : undefined
}
