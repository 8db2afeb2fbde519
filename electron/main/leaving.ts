/** What it takes to ask before the studio ends. */
interface LeavingOptions<Window> {
  /** Sources that are still to be sent. */
  readonly unsent: () => number
  readonly windows: () => readonly Window[]
  /** Asks in this window, in front of the others; resolves to whether the user wants to leave. */
  readonly ask: (window: Window, unsent: number) => Promise<boolean>
  /** Ends the application, which asks {@link Leaving.mayQuit} first. */
  readonly quit: () => void
}

/** What may be prevented while it happens. */
interface Preventable {
  preventDefault(): void
}

/**
 * Asks before the studio ends in the middle of an upload. Nothing is lost either way: what is not sent yet goes on at the
 * next start.
 */
export class Leaving<Window> {
  readonly #options: LeavingOptions<Window>
  #isDecided = false
  #isAsking = false

  constructor(options: LeavingOptions<Window>) {
    this.#options = options
  }

  /** Nobody is asked any more: the system ends the studio, or the user has answered. */
  decide(): void {
    this.#isDecided = true
  }

  /** Whether the application may end now. If not, the user is being asked, and it ends after a yes. */
  mayQuit(): boolean {
    const window = this.#options.windows().at(-1)
    const unsent = this.#unsent()
    if (window === undefined || unsent === 0) {
      // The windows close next, and none of them asks again.
      this.decide()
      return true
    }
    this.#ask(window, unsent, this.#options.quit)
    return false
  }

  /** A window is about to close: if it is the last one, the user is asked, and `close` is called after a yes. */
  handleClose(window: Window, event: Preventable, close: () => void): void {
    const unsent = this.#options.windows().every((other) => other === window) ? this.#unsent() : 0
    if (unsent === 0) return
    event.preventDefault()
    this.#ask(window, unsent, close)
  }

  #unsent(): number {
    return this.#isDecided ? 0 : this.#options.unsent()
  }

  #ask(window: Window, unsent: number, leave: () => void): void {
    if (this.#isAsking) return
    this.#isAsking = true
    void this.#options
      .ask(window, unsent)
      .then((leaves) => {
        this.#isDecided ||= leaves
        if (leaves) leave()
      })
      .finally(() => (this.#isAsking = false))
  }
}
