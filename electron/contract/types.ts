import type { z } from 'zod'
import type { Data, DeepReadonly } from '../domain/schema/basic'
import type { FileSource } from '../domain/schema/file-source'
import type { WireError } from '../domain/schema/wire-error'
import type { EventName, MethodName, PageMethodName } from './names'
import type { events, methods } from './schemas'

/** What the page sends: fields with defaults are still optional. */
export type Request<M extends MethodName> = DeepReadonly<z.input<(typeof methods)[M]['request']>>
/** What a handler gets: parsed, defaults filled in. */
export type ParsedRequest<M extends MethodName> = Data<(typeof methods)[M]['request']>
export type Response<M extends MethodName> = Data<(typeof methods)[M]['response']>
export type EventPayload<E extends EventName> = Data<(typeof events)[E]>

/** Electron keeps only the message of a rejected call, so failures travel as values. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError }

/** All that the page can do. The preload builds and freezes it, and nothing else is on `window`. */
export interface StudioApi {
  /** Calls a method. The caller makes up `requestId`, so that it can cancel exactly this call. */
  call<M extends PageMethodName>(
    method: M,
    request: Request<M>,
    requestId?: string,
  ): Promise<Reply<Response<M>>>
  /** Asks the main process to stop working on a call; the call then ends with `Canceled`. */
  cancel(requestId: string): void
  /** Subscribes to an event and returns a function that unsubscribes. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void
  /**
   * Registers files dropped on or chosen in the page. The preload reads their paths and sends them to the main process;
   * the page gets handles. Must be called before any `await` in the drop handler.
   */
  registerFiles(files: readonly File[]): Promise<Reply<readonly FileSource[]>>
}
