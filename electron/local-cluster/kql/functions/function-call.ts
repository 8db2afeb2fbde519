import type { ScalarType } from '../../../domain/scalar-type'
import { castTo, convert, textOf } from '../scalars/conversions'
import { named, nullOf, scalar, type Scalar } from '../scalar'
import { itemsOf, type Expression, type SyntaxNodes } from '../syntax-nodes'
import type { RowScope, Translation } from '../translation'

/** Longest argument, in characters, that a call's SQL may repeat. */
const longestRepeated = 120

/**
 * Translates one function to SQL: returns the expression, or just its SQL if the type is the analyzed one and it
 * may be null.
 */
export type FunctionTranslator = (call: FunctionCall) => Scalar | string

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, FunctionTranslator>>

/** One function call; arguments are translated when first used. */
export class FunctionCall {
  readonly t: Translation
  readonly node: SyntaxNodes['FunctionCallExpression']
  readonly scope: RowScope
  readonly name: string
  readonly argumentNodes: readonly Expression[]
  /** Each is translated once: otherwise nested calls would double the time at every level. */
  readonly #values: (Scalar | undefined)[] = []

  constructor(t: Translation, node: SyntaxNodes['FunctionCallExpression'], scope: RowScope) {
    this.t = t
    this.node = node
    this.scope = scope
    this.name = node.Name.SimpleName
    this.argumentNodes = itemsOf(node.ArgumentList.Expressions)
  }

  /** The result's type from the analysis; an aggregate with several columns has none. */
  get type(): ScalarType {
    return this.t.typeOf(this.node)
  }

  get count(): number {
    return this.argumentNodes.length
  }

  /** A required argument. */
  value(index: number): Scalar {
    const node = this.argumentNodes[index]
    if (node === undefined) throw this.refuse(`'${this.name}' with ${this.count} arguments`)
    return (this.#values[index] ??= this.t.scalar(node, this.scope))
  }

  values(from = 0): Scalar[] {
    return this.argumentNodes.slice(from).map((_node, index) => this.value(from + index))
  }

  /** SQL for an argument as text; never null. */
  text(index: number): string {
    return textOf(this.value(index)).sql
  }

  /** SQL for an argument converted to a type. */
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
   * Names each long argument that the call's SQL repeats: nested calls would grow exponentially. Not around a
   * subquery or window, which cannot use such names.
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

  /** A result that is null only if an argument is. */
  strict(sql: string, ...from: readonly Scalar[]): Scalar {
    return scalar(
      exactType(sql, this.type),
      this.type,
      from.some((value) => value.nullable),
    )
  }
}

const numbers: ReadonlySet<ScalarType> = new Set(['int', 'long', 'real'])

/** Casts SQL to exactly the Kusto type, where its numeric type may differ; the engine relies on types. */
export function exactType(sql: string, type: ScalarType): string {
  return numbers.has(type) ? castTo(sql, type) : sql
}
