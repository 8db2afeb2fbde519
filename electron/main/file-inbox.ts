import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { isStudioLink } from '../domain/studio-link'

/** Hands files that the system asks the studio to open to a page, and keeps them while no page listens. */
export class FileInbox {
  #waiting: string[] = []
  #deliver: (paths: readonly string[]) => boolean = () => false

  receive(paths: readonly string[]): void {
    if (paths.length === 0) return
    this.#waiting.push(...paths)
    this.flush()
  }

  /**
   * Takes the files among the arguments of a start.
   *
   * @param folder Where relative paths begin.
   */
  receiveArguments(argv: readonly string[], folder: string): void {
    const named = argv.filter((text) => !text.startsWith('-') && !isStudioLink(text))
    this.receive(named.map((text) => resolve(folder, text)).filter(isFile))
  }

  /** @param deliver Gets files from now on; returns whether a page listens. */
  deliverTo(deliver: (paths: readonly string[]) => boolean): void {
    this.#deliver = deliver
  }

  /** Delivers what waits, if a page listens by now. */
  flush(): void {
    if (this.#waiting.length > 0 && this.#deliver(this.#waiting)) this.#waiting = []
  }
}

/** A folder may be the studio's own, which a start from source names; a device is nothing to open. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    // Not a path at all, for example the value of a switch.
    return false
  }
}
