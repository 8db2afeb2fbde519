import type { Column } from '../domain/schema/table'
import type { Completions, ScriptAnalysis, Statement } from '../domain/schema/query'

/** What a script may refer to in its database. */
export interface LanguageSchema {
  readonly database: string
  readonly tables: readonly { readonly name: string; readonly columns: readonly Column[] }[]
  /** `parameters` with their parentheses and `body` with its braces, as in `.create function`. */
  readonly functions: readonly {
    readonly name: string
    readonly parameters: string
    readonly body: string
  }[]
}

/** A schema by number, with its content if the thread does not have it yet; null if nothing is known. */
export type SentSchema = { readonly number: number; readonly schema?: LanguageSchema } | null

/** What the thread can be asked. */
export type LanguageJob =
  | { readonly kind: 'statements'; readonly script: string }
  | { readonly kind: 'analysis'; readonly script: string; readonly schema: SentSchema }
  | {
      readonly kind: 'completions'
      readonly script: string
      readonly schema: SentSchema
      /** Where the caret is. */
      readonly at: number
    }

/** The answer to each kind of job. */
export interface LanguageAnswers {
  readonly statements: readonly Statement[]
  readonly analysis: ScriptAnalysis
  readonly completions: Completions
}

/** What the thread posts: that it is ready, an answer, or why there is none. */
export type LanguageReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: LanguageAnswers[LanguageJob['kind']] }
  | { readonly kind: 'failed'; readonly message: string }
