import type { MethodName } from '../../contract/names'
import type { ParsedRequest, Response } from '../../contract/types'

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T

/** What a handler gives back: the response, which it may keep and share, since nobody changes it. */
export type Answer<M extends MethodName> = DeepReadonly<Response<M>>

/**
 * Serves one method: gets the parsed request and a signal that is aborted when the page cancels the call.
 * Expected failures are thrown as StudioError.
 */
export type Handler<M extends MethodName> = (
  request: ParsedRequest<M>,
  signal: AbortSignal,
) => Answer<M> | Promise<Answer<M>>

/** A handler for each method of the contract. */
export type Handlers = { readonly [M in MethodName]: Handler<M> }

/** The handlers of some methods; together they make {@link Handlers}. */
export type HandlersOf<M extends MethodName> = Pick<Handlers, M>
