import type { DatabaseEntry, FunctionEntry } from '../../engine/catalog-entry'
import { KustoError } from '../../answers/kusto-error'
import type { ParameterSchema } from '../function-parameters'
import { tooComplex } from '../query-failure'
import { ColumnsNeeded, type ColumnsQuestion } from '../told-columns'
import type { QueryContext, TranslatedQuery } from '../translated-query'

/** A database by number, with its entry if the thread does not have it yet. */
export interface SentDatabase {
  readonly number: number
  readonly entry?: DatabaseEntry
}

/** A job for a parser thread. */
export type ParserJob =
  | {
      readonly kind: 'queries'
      readonly csl: string
      readonly database: SentDatabase
      readonly context: Omit<QueryContext, 'otherDatabases'>
      readonly otherDatabases: readonly SentDatabase[]
    }
  | {
      readonly kind: 'function'
      readonly entry: FunctionEntry
      readonly database: SentDatabase
      readonly otherDatabases: readonly SentDatabase[]
      readonly place: { readonly csl: string; readonly bodyAt: number }
    }
  | { readonly kind: 'parameters'; readonly entries: readonly FunctionEntry[] }

/** The result of each kind of job. */
export interface ParserResults {
  readonly queries: readonly TranslatedQuery[]
  readonly function: null
  readonly parameters: readonly (readonly ParameterSchema[])[]
}

/** A job as posted; `forgets`: the thread drops all databases it was sent before. */
export interface PostedJob {
  readonly job: ParserJob
  readonly forgets: boolean
}

/** A thread's first message, once the parser is loaded. */
export const readyMessage = 'ready'

/** A job's outcome, as posted back. */
export type JobReply =
  | { readonly kind: 'done'; readonly result: ParserResults[ParserJob['kind']] }
  | { readonly kind: 'refused'; readonly error: SentError }
  | { readonly kind: 'asks'; readonly question: ColumnsQuestion }
  | { readonly kind: 'broken'; readonly message: string; readonly stack: string | undefined }

type SentError = Pick<KustoError, 'code' | 'message' | 'permanent' | 'status' | 'type'>

/** Writes a thrown value as a reply; a service error keeps everything it says. */
export function failureReply(error: unknown): JobReply {
  if (error instanceof KustoError) {
    const { code, message, permanent, status, type } = error
    return { kind: 'refused', error: { code, message, permanent, status, type } }
  }
  if (error instanceof ColumnsNeeded) return { kind: 'asks', question: error.question }
  // The stack overflowed, or a query grew exponentially beyond the longest possible string.
  if (error instanceof RangeError) return failureReply(tooComplex('its translation grows without bounds'))
  return error instanceof Error
    ? { kind: 'broken', message: error.message, stack: error.stack }
    : { kind: 'broken', message: String(error), stack: undefined }
}

/** The error that a reply stands for. */
export function errorOf(reply: Exclude<JobReply, { readonly kind: 'done' }>): Error {
  if (reply.kind === 'refused') {
    const { code, message, ...rest } = reply.error
    return new KustoError(code, message, rest)
  }
  if (reply.kind === 'asks') return new ColumnsNeeded(reply.question)
  const error = new Error(reply.message)
  if (reply.stack !== undefined) error.stack = reply.stack
  return error
}
