import type { EventName, PageMethodName } from '../../../electron/contract/names'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import type { EventPayload, Reply, Request, Response, StudioApi } from '../../../electron/contract/types'
import { fromWireError, StudioError } from '../../../electron/domain/studio-error'

/** How the page's state reaches the main process; throws failures as {@link StudioError}. */
export interface StudioClient {
  /**
   * Calls a method. Aborting `signal` ends the call at once and asks the main process to stop.
   *
   * @throws StudioError what the main process replied, or `Canceled` after an abort.
   */
  call<M extends PageMethodName>(method: M, request: Request<M>, signal?: AbortSignal): Promise<Response<M>>
  /** Subscribes to an event; returns the function that ends the subscription. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void
  /** Registers files that the user dropped or chose. Call it before any `await` in the event handler. */
  registerFiles(files: readonly File[]): Promise<readonly FileSource[]>
}

/** Wraps the preload's bridge: unwraps replies, revives errors, and gives each call an id to cancel it by. */
export function createStudioClient(studio: StudioApi): StudioClient {
  return {
    async call(method, request, signal) {
      const requestId = crypto.randomUUID()
      const reply = studio.call(method, request, requestId)
      if (signal === undefined) return unwrap(await reply)
      return unwrap(await untilAborted(reply, signal, () => studio.cancel(requestId)))
    },
    on: (event, listener) => studio.on(event, listener),
    registerFiles: async (files) => unwrap(await studio.registerFiles(files)),
  }
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value
  throw fromWireError(reply.error)
}

/** Asks the main process to stop, but does not wait for it. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal, cancel: () => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      cancel()
      reject(new StudioError('Canceled', 'Canceled.', { retryable: true }))
    }
    if (signal.aborted) {
      abort()
      return
    }
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
