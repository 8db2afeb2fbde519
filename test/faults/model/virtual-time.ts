import type { Clock } from '../../../electron/domain/concurrency/clock'

interface Alarm {
  readonly at: number
  readonly order: number
  readonly action: () => void
  readonly isEngines: boolean
  isOff: boolean
}

/** Lets everything run that is ready: all microtasks, before the next real macrotask. */
const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve))

/**
 * Time that stands still but when it is moved. The engine has it as its {@link Clock}. Alarms of the engine can be
 * forgotten all at once, as they are when its process is killed; those of the world around it go on.
 */
export class VirtualTime {
  #now = Date.UTC(2026, 0, 1)
  #shift = 0
  #order = 0
  /** A binary heap by time, then by order. */
  readonly #heap: Alarm[] = []
  /** Whether an engine is alive: a dead one sets no timers. */
  isEngineAlive = false

  get now(): number {
    return this.#now
  }

  /** The clock of the engine. Its turns are alarms too: a dead engine has none. */
  get engineClock(): Clock {
    return {
      now: () => Math.floor(this.#now + this.#shift),
      elapsed: () => this.#now,
      after: (milliseconds, action) => {
        const alarm = this.#add(milliseconds, action, true)
        return () => (alarm.isOff = true)
      },
      nextTurn: () => new Promise((resolve) => void this.#add(0, resolve, true)),
    }
  }

  /** Sets the time of day of the studio's machine; no wait is longer or shorter for it. */
  setTime(by: number): void {
    this.#shift += by
  }

  /** Sets an alarm of the world. */
  after(milliseconds: number, action: () => void): void {
    this.#add(milliseconds, action, false)
  }

  /** Forgets what the engine waits for. */
  killEngine(): void {
    this.isEngineAlive = false
    for (const alarm of this.#heap) if (alarm.isEngines) alarm.isOff = true
  }

  /**
   * Goes from alarm to alarm.
   *
   * @returns Whether `isOver` came true before `until`.
   */
  async run(until: number, isOver: () => boolean): Promise<boolean> {
    for (;;) {
      await settled()
      if (isOver()) return true
      const next = this.#take()
      if (next === undefined) return false
      if (next.at > until) {
        this.#push(next)
        this.#now = Math.max(this.#now, until)
        return false
      }
      this.#now = Math.max(this.#now, next.at)
      next.action()
    }
  }

  #add(milliseconds: number, action: () => void, isEngines: boolean): Alarm {
    const at = this.#now + Math.max(milliseconds, 0)
    const isOff = isEngines && !this.isEngineAlive
    const alarm = { at, order: (this.#order += 1), action, isEngines, isOff }
    if (!isOff) this.#push(alarm)
    return alarm
  }

  #push(alarm: Alarm): void {
    const heap = this.#heap
    let index = heap.push(alarm) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = heap[parent]
      if (above === undefined || isBefore(above, alarm)) break
      heap[index] = above
      index = parent
    }
    heap[index] = alarm
  }

  #take(): Alarm | undefined {
    for (;;) {
      const first = this.#heap[0]
      const last = this.#heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (this.#heap.length > 0) this.#sink(last)
      if (!first.isOff) return first
    }
  }

  #sink(alarm: Alarm): void {
    const heap = this.#heap
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      let below = heap[child]
      if (below === undefined) break
      const right = heap[child + 1]
      if (right !== undefined && isBefore(right, below)) {
        child += 1
        below = right
      }
      if (isBefore(alarm, below)) break
      heap[index] = below
      index = child
    }
    heap[index] = alarm
  }
}

function isBefore(one: Alarm, other: Alarm): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}
