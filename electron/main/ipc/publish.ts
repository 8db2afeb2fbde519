import type { WebContents } from 'electron'
import { eventChannel, type EventName } from '../../contract/names'
import { events } from '../../contract/schemas'
import type { EventPayload } from '../../contract/types'
import { Coalescer } from '../../domain/concurrency/coalescer'
import type { WriteLog } from '../../services/logger'
import { systemClock } from '../../services/clock'

/** Shortest time between two events about the same thing. Nothing before this point holds an event back. */
const intervalMs = 250

/**
 * Sends an event to the page. While events with the same key wait, a newer one replaces an older one; the payload is made
 * when the event is sent.
 */
export type Publish = <E extends EventName>(event: E, payload: () => unknown, key?: string) => void

/**
 * The only door for messages to the page.
 *
 * @param contents the current page; undefined if there is none
 */
export function createPublisher(contents: () => WebContents | undefined, log: WriteLog): Publish {
  const send = ({ event, payload }: Message): void => {
    const page = contents()
    if (page === undefined || page.isDestroyed() || page.isCrashed()) return
    const checked = events[event].safeParse(payload())
    if (checked.success) page.send(eventChannel, event, checked.data satisfies EventPayload<EventName>)
    else log('ipc', `The event ${event} breaks the contract: ${checked.error.issues[0]?.path.join('.')}`)
  }
  const coalescer = new Coalescer<Message>(intervalMs, send, systemClock.after)
  return (event, payload, key = '') => coalescer.push(`${event} ${key}`, { event, payload })
}

interface Message {
  readonly event: EventName
  readonly payload: () => unknown
}
