import { VirtualTime } from './virtual-time'

/** A process of the studio; once it is dead nothing that it calls is heard, and it hears nothing. */
export interface ModelProcess {
  isDead: boolean
}

/**
 * What the seed decides, as lists that are used up: when one is at its end everything goes well. So every
 * trouble ends, and the engine must come to an end as well.
 */
export class Fate<T> {
  readonly #choices: readonly T[]
  readonly #otherwise: T
  #index = 0

  constructor(choices: readonly T[], otherwise: T) {
    this.#choices = choices
    this.#otherwise = otherwise
  }

  next(): T {
    return this.#choices[this.#index++] ?? this.#otherwise
  }
}

/** Random numbers that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How an answer comes: at once, broken, or never. */
export interface Outcome<T> {
  /** Done when the call arrives; undefined when it never arrives. */
  readonly work: (() => T) | undefined
  /** What the caller hears instead of the answer. */
  readonly error?: unknown
  /** No answer at all: the caller is left to its deadline. */
  readonly isSilent?: boolean
}

/**
 * The machine and the network around the engine. Each call of the engine is two points: when it leaves, and
 * when what it asks for has been done but the answer has not come. At any of them the process may be killed
 * or the user may do something.
 */
export class ModelWorld {
  readonly time = new VirtualTime()
  readonly random: () => number
  readonly #atPoint: (point: number) => void
  process: ModelProcess = { isDead: true }
  points = 0
  /** The last calls, for the message of a failure. */
  readonly trace: string[] = []

  constructor(seed: number, atPoint: (point: number) => void) {
    this.random = randomOf(seed)
    this.#atPoint = atPoint
  }

  /** Notes what happens, with its time. */
  note(what: string): void {
    this.trace.push(`${((this.time.now - Date.UTC(2026, 0, 1)) / 1000).toFixed(3)} s  ${what}`)
  }

  /** One point at which the process may be killed. False when it is dead. */
  point(): boolean {
    if (this.process.isDead) return false
    this.points += 1
    this.#atPoint(this.points)
    return !this.process.isDead
  }

  /** A call from the engine to something outside of it. */
  async call<T>(name: string, outcome: Outcome<T>, signal?: AbortSignal): Promise<T> {
    const { process } = this
    return await new Promise<T>((resolve, reject) => {
      if (!this.point()) return
      const handleAbort = (): void => reject(aborted())
      signal?.addEventListener('abort', handleAbort, { once: true })
      this.time.after(this.#latency(), () => {
        if (process.isDead) return
        signal?.removeEventListener('abort', handleAbort)
        let answer: T | undefined
        let failure = outcome.error
        try {
          answer = outcome.work?.()
          this.note(`${name}${failure === undefined ? '' : ` answers ${String(failure)}`}`)
        } catch (error) {
          failure = error
          this.note(`${name} refuses: ${String(error)}`)
        }
        if (!this.point()) return
        if (outcome.isSilent === true) {
          signal?.addEventListener('abort', handleAbort, { once: true })
          return
        }
        this.time.after(this.#latency(), () => {
          if (process.isDead) return
          if (failure !== undefined) reject(failure as Error)
          else resolve(answer as T)
        })
      })
    })
  }

  #latency(): number {
    // Mostly short, now and then long: order among calls at the same time is the seed's choice.
    const chosen = this.random()
    return chosen < 0.9 ? 1 + chosen * 40 : chosen * 1500
  }
}

function aborted(): Error {
  const error = new Error('The operation was aborted.')
  error.name = 'AbortError'
  return error
}

/** The world that the stand-ins of modules belong to; one seed runs at a time. */
export const stage: { world: ModelWorld | undefined } = { world: undefined }

/** The present world. */
export function presentWorld(): ModelWorld {
  if (stage.world === undefined) throw new Error('No seed is running')
  return stage.world
}
