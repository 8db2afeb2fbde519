import type { ScalarType } from '../../../domain/scalar-type'
import { castTo, convert, textOf } from '../scalars/conversions'
import { named, nullOf, scalar, type Scalar } from '../scalar'
import { itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'

/** Longest argument, in characters, that may stand in the SQL of a call several times. */
const longestRepeated = 120

/** How one function becomes SQL: the expression, or its SQL where the type is the analyzed one and it may be null. */
export type FunctionTranslator = (call: FunctionCall) => Scalar | string

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, FunctionTranslator>>

/** One call of a function, with its arguments as they are asked for. */
export class FunctionCall {
  readonly t: Translation
  readonly node: SyntaxNodes['FunctionCallExpression']
  readonly scope: RowScope
  readonly name: string
  readonly argumentNodes: readonly Expression[]
  /** Translated once each: calls in calls would take a time that doubles with each level. */
  readonly #values: (Scalar | undefined)[] = []

  constructor(t: Translation, node: SyntaxNodes['FunctionCallExpression'], scope: RowScope) {
    this.t = t
    this.node = node
    this.scope = scope
    this.name = node.Name.SimpleName
    this.argumentNodes = itemsOf(node.ArgumentList.Expressions)
  }

  /** The type that the analysis gives the result; of an aggregate with several columns there is none. */
  get type(): ScalarType {
    return this.t.typeOf(this.node)
  }

  get count(): number {
    return this.argumentNodes.length
  }

  /** An argument that must be there. */
  value(index: number): Scalar {
    const node = this.argumentNodes[index]
    if (node === undefined) throw this.refuse(`'${this.name}' with ${this.count} arguments`)
    return (this.#values[index] ??= this.t.scalar(node, this.scope))
  }

  values(from = 0): Scalar[] {
    return this.argumentNodes.slice(from).map((_node, index) => this.value(from + index))
  }

  /** SQL of an argument as text; never null. */
  text(index: number): string {
    return textOf(this.value(index)).sql
  }

  /** SQL of an argument converted to a type. */
  as(index: number, type: ScalarType): string {
    return this.converted(this.value(index), type).sql
  }

  converted(value: Scalar, type: ScalarType): Scalar {
    const result = value.literal === null ? nullOf(type) : convert(value, type)
    if (result === undefined) throw this.refuse(`'${this.name}' with a ${value.type} for a ${type}`)
    return result
  }

  /** The text of an argument that must be a string literal. */
  constantText(index: number, what: string): string {
    const { literal } = this.value(index)
    if (typeof literal !== 'string') throw this.refuse(`'${this.name}' with ${what} that is no literal`)
    return literal
  }

  /** The value of an optional argument that must be a whole number literal. */
  constantInteger(index: number, fallback: number): number {
    if (index >= this.count) return fallback
    const { literal } = this.value(index)
    if (typeof literal !== 'bigint') throw this.refuse(`'${this.name}' with a number that is no literal`)
    return Number(literal)
  }

  /**
   * Gives a name to each long argument that stands in the SQL of the call more than once: calls in calls would grow by
   * powers. Not around a subquery or a window, which cannot stand where the names are known.
   */
  shared(sql: string): string {
    if (/\(SELECT | OVER \(/.test(sql)) return sql
    let result = sql
    const fields: string[] = []
    const holder = `h${this.argumentNodes.length}_${this.node.TextStart}`
    for (const value of this.#values.filter((each) => each !== undefined)) {
      const parts = value.sql.length > longestRepeated ? result.split(value.sql) : []
      if (parts.length <= 2) continue
      const field = `a${fields.length}`
      fields.push(`${field}: ${value.sql}`)
      result = parts.join(`${holder}.${field}`)
    }
    return fields.length === 0 ? sql : named(`{${fields.join(', ')}}`, holder, result)
  }

  refuse(feature: string): Error {
    return this.t.query.unsupported(this.node, feature)
  }

  /** A result that can be null only where an argument is. */
  strict(sql: string, ...from: readonly Scalar[]): Scalar {
    return scalar(
      exactType(sql, this.type),
      this.type,
      from.some((value) => value.nullable),
    )
  }
}

const numbers: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real'])

/** SQL whose numeric type may not be that of the Kusto type, made so; the engine trusts the types. */
export function exactType(sql: string, type: ScalarType): string {
  return numbers.has(type) ? castTo(sql, type) : sql
}
