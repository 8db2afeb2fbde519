import type { MethodName } from '../../contract/names'
import type { ParsedRequest, Response } from '../../contract/types'

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T

/** What a handler returns: the response, which it may keep and share because nobody changes it. */
export type Answer<M extends MethodName> = DeepReadonly<Response<M>>

/**
 * Serves one method: gets the parsed request and a signal that aborts when the page cancels the call. Throws expected
 * failures as StudioError.
 */
type Handler<M extends MethodName> = (
  request: ParsedRequest<M>,
  signal: AbortSignal,
) => Answer<M> | Promise<Answer<M>>

/** A handler for each of the contract's methods. */
export type Handlers = { readonly [M in MethodName]: Handler<M> }

/** The handlers of some methods; together they make {@link Handlers}. */
export type HandlersOf<M extends MethodName> = Pick<Handlers, M>
