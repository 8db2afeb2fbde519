import type { OpenedLink } from '../domain/schema/studio-link'
import { toWireError } from '../domain/studio-error'
import { isStudioLink, parseStudioLink } from '../domain/studio-link'

/** Hands links from the system to a page, and keeps the last one while no page listens. */
export class LinkInbox {
  #waiting: OpenedLink | null = null
  #deliver: (link: OpenedLink) => boolean = () => false

  /** Takes a link as it came from the system. */
  receive(text: string): void {
    const link = readLink(text)
    this.#waiting = this.#deliver(link) ? null : link
  }

  /** Takes the link, if there is one, among the arguments that the studio was started with. */
  receiveArguments(argv: readonly string[]): void {
    const text = argv.find(isStudioLink)
    if (text !== undefined) this.receive(text)
  }

  /** @param deliver Gets each link from now on; returns whether a page listens. */
  deliverTo(deliver: (link: OpenedLink) => boolean): void {
    this.#deliver = deliver
  }

  /** The link that waits for a page, for the one that asks first. */
  take(): OpenedLink | null {
    const link = this.#waiting
    this.#waiting = null
    return link
  }
}

function readLink(text: string): OpenedLink {
  try {
    return { kind: 'place', place: parseStudioLink(text) }
  } catch (error) {
    return { kind: 'refused', error: toWireError(error) }
  }
}
