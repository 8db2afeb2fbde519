import type { Trouble } from '../domain/schema/trouble'
import { StudioError, toWireError } from '../domain/studio-error'

/** Tells a window what broke; returns false if its page does not listen yet. */
type TellTrouble = (trouble: Trouble) => boolean

/**
 * What broke in the studio without an action of the user that could fail for it: each ends up in front of the user. A
 * window whose page does not listen gets it with its first snapshot.
 */
export class Troubles<Window extends object> {
  readonly #windows = new Map<Window, TellTrouble>()
  readonly #waiting = new Map<Window, Trouble>()
  #beforeWindows: Trouble | undefined

  /** Lets a window hear. What happened before there was any goes to the first one. */
  add(window: Window, tell: TellTrouble): void {
    this.#windows.set(window, tell)
    if (this.#beforeWindows !== undefined) this.#waiting.set(window, this.#beforeWindows)
    this.#beforeWindows = undefined
  }

  remove(window: Window): void {
    this.#windows.delete(window)
    this.#waiting.delete(window)
  }

  /** @param window the only one that it concerns; all if not given */
  report(part: Trouble['part'], window?: Window): void {
    const concerned = [...this.#windows].filter(([one]) => window === undefined || one === window)
    if (concerned.length === 0 && window === undefined) {
      this.#beforeWindows = troubleOf(part, this.#beforeWindows)
    }
    for (const [one, tell] of concerned) {
      const trouble = troubleOf(part, this.#waiting.get(one))
      if (tell(trouble)) this.#waiting.delete(one)
      else this.#waiting.set(one, trouble)
    }
  }

  /** What waits for a window's page, once. */
  take(window: Window): Trouble | null {
    const trouble = this.#waiting.get(window) ?? null
    this.#waiting.delete(window)
    return trouble
  }
}

function troubleOf(part: Trouble['part'], before: Trouble | undefined): Trouble {
  const times = before?.part === part ? before.times + 1 : 1
  return { part, error: toWireError(failures[part]), times }
}

const failures: Readonly<Record<Trouble['part'], StudioError>> = {
  page: new StudioError('Unexpected', 'This window’s page crashed and was loaded again.', {
    retryable: true,
    nextStep: 'Type again what you had not sent yet. Ingestions were not affected.',
  }),
  inspection: new StudioError('Unexpected', 'The process that looks into sources crashed.', {
    retryable: true,
    nextStep: 'Look at the source again; that starts it anew. Ingestions and tables were not affected.',
  }),
  studio: new StudioError('Unexpected', 'Something in the studio went wrong that should not.', {
    retryable: false,
    nextStep: 'Copy the diagnostics if you want to report it. The studio keeps running.',
  }),
}
