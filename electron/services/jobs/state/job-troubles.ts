import type { Trouble } from '../../../domain/schema/job'
import type { Clock } from '../../../domain/concurrency/clock'

/** Whether a job's trouble comes from sending its sources or from following them. */
type TroubleOrigin = 'sending' | 'tracking'

type Told = Omit<Trouble, 'since'>

/** What holds up a job and its sources while it is retried. Not stored: it passes. */
export class JobTroubles {
  readonly #ofJob = new Map<TroubleOrigin, Trouble>()
  readonly #ofSources = new Map<string, Trouble>()
  readonly #clock: Clock
  readonly #onChange: () => void

  constructor(clock: Clock, onChange: () => void) {
    this.#clock = clock
    this.#onChange = onChange
  }

  /** What keeps the job from continuing for now. */
  get ofJob(): Trouble | null {
    return this.#ofJob.get('sending') ?? this.#ofJob.get('tracking') ?? null
  }

  /** Why the service has to try a source again. */
  ofSource(sourceId: string): Trouble | null {
    return this.#ofSources.get(sourceId) ?? null
  }

  /** Sets what keeps the job from continuing; null once that is over. */
  set(origin: TroubleOrigin, trouble: Told | null): void {
    if (change(this.#ofJob, origin, trouble, this.#clock.now())) this.#onChange()
  }

  /** Sets why the service has to try a source again, in its own words; null if it does not. */
  setSource(sourceId: string, message: string | null): void {
    const told = message === null ? null : { message }
    if (change(this.#ofSources, sourceId, told, this.#clock.now())) this.#onChange()
  }
}

/** Notes a trouble, or that it is over; of several in a row the first says since when. Returns whether it is news. */
function change<K>(troubles: Map<K, Trouble>, key: K, told: Told | null, now: number): boolean {
  if (told === null) return troubles.delete(key)
  const { message, nextStep, nextTryAt, givesUpAt } = told
  const known = troubles.get(key)
  if (known?.message === message && known.nextTryAt === nextTryAt) return false
  troubles.set(key, { message, nextStep, nextTryAt, givesUpAt, since: known?.since ?? now })
  return true
}
