import { wordsOfFinding } from '../../../domain/finding-words'
import { refusalCode, wholeRefusals } from '../../../domain/known-refusals'
import type { Finding } from '../../../domain/schema/inspection'
import { StudioError } from '../../../domain/studio-error'

/** How a source came out of its check. */
interface Held {
  readonly passed: Promise<StudioError | null>
  settle(refusal: StudioError | null): void
}

/**
 * Holds sources back between their upload and their message until all of them was checked: what the service is known to
 * refuse is not queued. It holds what it was asked to hold in this process; everything else passes at once.
 */
export class RefusalGate {
  readonly #held = new Map<string, Held>()

  /** Holds a source until {@link release} or {@link judge}. */
  hold(sourceId: string): void {
    let settle: Held['settle'] = () => undefined
    const passed = new Promise<StudioError | null>((resolve) => (settle = resolve))
    this.#held.set(sourceId, { passed, settle })
  }

  isHolding(sourceId: string): boolean {
    return this.#held.has(sourceId)
  }

  /** Lets a source go, or keeps it from going, by what was found in it. */
  judge(sourceId: string, name: string, findings: readonly Finding[]): void {
    const refusal = refusalOf(name, findings)
    if (refusal === null) this.release(sourceId)
    else this.#held.get(sourceId)?.settle(refusal)
  }

  /** Lets a source go, unless it was found to be refused: its check has ended, or there will be none. */
  release(sourceId: string): void {
    this.#held.get(sourceId)?.settle(null)
  }

  /**
   * Waits until a source may go.
   *
   * @throws StudioError what it will be refused for, or `Canceled`.
   */
  async passed(sourceId: string, signal: AbortSignal): Promise<void> {
    const held = this.#held.get(sourceId)
    if (held === undefined) return
    let stop: () => void = () => undefined
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(new StudioError('Canceled', 'The source was stopped.'))
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
    })
    try {
      const refusal = await Promise.race([held.passed, stopped])
      if (refusal !== null) throw refusal
      this.#held.delete(sourceId)
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}

/** What the service will refuse a source for; null for nothing that is known. */
function refusalOf(name: string, findings: readonly Finding[]): StudioError | null {
  const found = wholeRefusals(findings)
  const [worst] = found
  if (worst === undefined) return null
  const { line, record } = worst.examples[0] ?? {}
  return new StudioError(refusalCode(worst), found.map((one) => wordsOfFinding(one).text).join(' '), {
    subject: name,
    nextStep: wordsOfFinding(worst).nextStep,
    ...(line === null || line === undefined ? {} : { line }),
    ...(record === null || record === undefined ? {} : { record }),
  })
}
