import { cancelChannel, eventChannel, eventNames, methodNames } from '../contract/names'
import type { EventName, MethodName, PageMethodName } from '../contract/names'
import type { EventPayload, Reply, Request, Response, StudioApi } from '../contract/types'

/** The parts of Electron's `ipcRenderer` that the page's API needs. */
export interface MessagePort {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  send(channel: string, ...args: unknown[]): void
  on(channel: string, listener: (event: unknown, ...args: unknown[]) => void): unknown
}

const methods: ReadonlySet<string> = new Set(methodNames)
const events: ReadonlySet<string> = new Set(eventNames)

/** Builds the page's `window.studio`: only names in the contract get through. */
export function createStudioApi(port: MessagePort, pathOfFile: (file: File) => string): StudioApi {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  // One subscription for all, because functions that cross the bridge lose their identity and cannot be removed by it.
  port.on(eventChannel, (_event, name, payload) => {
    for (const listener of listeners.get(name as EventName) ?? []) listener(payload as never)
  })

  const send = async <M extends MethodName>(
    method: M,
    request: Request<M>,
    requestId?: string,
  ): Promise<Reply<Response<M>>> => (await port.invoke(method, request, requestId)) as Reply<Response<M>>

  const call = async <M extends PageMethodName>(
    method: M,
    request: Request<M>,
    requestId?: string,
  ): Promise<Reply<Response<M>>> => {
    if (!methods.has(method)) return refuse(`There is no method “${String(method)}”.`)
    return await send(method, request, requestId)
  }

  return Object.freeze({
    call,
    cancel: (requestId: string): void => port.send(cancelChannel, String(requestId)),
    on: <E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): (() => void) => {
      if (!events.has(event)) throw new Error(`There is no event “${String(event)}”.`)
      const own = (payload: EventPayload<E>): void => listener(payload)
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set)
      set.add(own)
      return () => {
        set.delete(own)
      }
    },
    registerFiles: async (files: readonly File[]): Promise<Reply<Response<'sources/register'>>> => {
      // Before any await: the paths can be read only during the drop event.
      const paths = Array.from(files, pathOfFile)
      if (paths.some((path) => path === '')) {
        return refuse('One of these is not a file on this machine. Save it as a file first.')
      }
      return await send('sources/register', { paths })
    },
  }) satisfies StudioApi
}

function refuse(message: string): {
  readonly ok: false
  readonly error: Extract<Reply<never>, { ok: false }>['error']
} {
  return { ok: false, error: { code: 'RequestInvalid', message, retryable: false } }
}
