import type { Subscribe } from './studio-services'

/** One event: every subscriber gets each value. */
export interface Emitter<T> {
  readonly subscribe: Subscribe<T>
  emit(value: T): void
}

/** Makes an event. If a listener throws, the others still get the value. */
export function createEmitter<T>(report: (error: unknown) => void): Emitter<T> {
  const listeners = new Set<(value: T) => void>()
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value)
        } catch (error) {
          report(error)
        }
      }
    },
  }
}
