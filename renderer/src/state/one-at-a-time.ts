import { StudioError, toWireError } from '../../../electron/domain/studio-error'

/** Runs one piece of work at a time under a name; starting it again aborts what still runs. */
export class OneAtATime {
  readonly #running = new Map<string, AbortController>()

  /**
   * Starts `work`, aborting the one before under the same name.
   *
   * @returns what `work` gave, or undefined when a newer start or {@link abort} overtook it.
   */
  async run<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.abort(name)
    const controller = new AbortController()
    this.#running.set(name, controller)
    try {
      const value = await work(controller.signal)
      return controller.signal.aborted ? undefined : value
    } catch (error) {
      if (controller.signal.aborted) return undefined
      throw error
    } finally {
      if (this.#running.get(name) === controller) this.#running.delete(name)
    }
  }

  /** Ends what runs under a name; nothing happens when nothing does. */
  abort(name: string): void {
    this.#running.get(name)?.abort()
    this.#running.delete(name)
  }
}

/** What was thrown as a {@link StudioError}; a bug becomes `Unexpected` without its text. */
export function toStudioError(error: unknown): StudioError {
  if (error instanceof StudioError) return error
  const wire = toWireError(error)
  return new StudioError(wire.code, wire.message, {
    retryable: wire.retryable,
    ...(wire.nextStep === undefined ? {} : { nextStep: wire.nextStep }),
    cause: error,
  })
}
