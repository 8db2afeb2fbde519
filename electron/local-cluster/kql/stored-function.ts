import type { DatabaseEntry } from '../engine/catalog-entry'
import type { FunctionParameter } from './environment'
import { literalOf } from './scalars/literals'
import { itemsOf, kindOf, type FunctionSymbol, type KustoSymbol } from './syntax-nodes'
import { scalarTypeOf } from './translation'

/** The symbol of the stored function that a call refers to; undefined for the language's own functions. */
export function storedFunctionSymbol(
  database: DatabaseEntry,
  symbol: KustoSymbol | null,
): FunctionSymbol | undefined {
  if (symbol === null || kindOf(symbol) !== 'FunctionSymbol') return undefined
  const known = database.functions?.some(({ name }) => name === symbol.Name) === true
  return known ? (symbol as FunctionSymbol) : undefined
}

/** Its parameters, as the parser reads its declaration. */
export function storedParameters(symbol: FunctionSymbol): FunctionParameter[] {
  return itemsOf(symbol.Signatures).flatMap((signature) =>
    itemsOf(signature.Parameters).map((parameter): FunctionParameter => {
      const [declared] = itemsOf(parameter.DeclaredTypes)
      const type = scalarTypeOf(declared?.Name)
      const text = parameter.DefaultValue?.ToString().trim()
      const value = type === undefined || text === undefined ? undefined : literalOf(type, text)
      return {
        name: parameter.Name,
        typeName: type,
        default: value === undefined ? undefined : { kind: 'scalar', scalar: value },
      }
    }),
  )
}

/**
 * All the text that a query may involve: its own, and if it names a stored function, the texts of all stored
 * functions, because they call each other.
 */
export function reachableText(text: string, database: DatabaseEntry): string {
  const functions = database.functions ?? []
  return functions.some(({ name }) => text.includes(name))
    ? [text, ...functions.map(({ body }) => body)].join('\n')
    : text
}
