import type { Relation } from './relation'
import type { Scalar } from './scalar'

/** What a name of a `let` statement or a parameter stands for. */
export type Binding =
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  /** Translated anew at each use, so that aliases stay unique. */
  | { readonly kind: 'tabular'; readonly relation: () => Relation }
  /** A function sees the names from before its definition. */
  | {
      readonly kind: 'function'
      readonly environment: Environment
      readonly parameters: readonly FunctionParameter[]
    }

/** A parameter of a function that a query defines. */
export interface FunctionParameter {
  readonly name: string
  /** The scalar type's name; undefined: a table. */
  readonly typeName: string | undefined
  readonly default: Binding | undefined
}

/** Stands for the rows that a subquery of `mv-apply` begins with; no name of a query can be it. */
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
