import type { Relation } from './relation'
import type { Scalar } from './scalar'
import type { SyntaxNodes } from './syntax-nodes'

/** What a `let` name or a parameter stands for. */
export type Binding =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  /** Translated again for each use, so that aliases stay unique. */
  | { readonly kind: 'tabular'; readonly relation: () => Relation }
  /** A function sees the names defined before it. */
  | {
      readonly kind: 'function'
      readonly environment: Environment
      readonly parameters: readonly FunctionParameter[]
      /** As written, for a function that the query defines. */
      readonly body?: SyntaxNodes['FunctionBody']
    }

/** A parameter of a function defined in the query. */
export interface FunctionParameter {
  readonly name: string
  /** The scalar type's name; undefined: a table. */
  readonly typeName: string | undefined
  readonly default: Binding | undefined
}

/** Names the rows that an `mv-apply` subquery starts with; no query can use this name. */
export const sourceName = '| source'

/** The names in scope; a later definition hides an earlier one. */
export class Environment {
  readonly #parent: Environment | undefined
  readonly #name: string
  readonly #binding: Binding | undefined

  constructor(parent?: Environment, name = '', binding?: Binding) {
    this.#parent = parent
    this.#name = name
    this.#binding = binding
  }

  with(name: string, binding: Binding): Environment {
    return new Environment(this, name, binding)
  }

  find(name: string): Binding | undefined {
    if (this.#binding !== undefined && this.#name === name) return this.#binding
    return this.#parent?.find(name)
  }
}
