import type { ScalarType } from '../../domain/scalar-type'
import type { TableSchema } from '../../domain/schema/table'
import type { FunctionEntry } from '../engine/catalog-entry'
import { functionSymbol } from './query-symbols'
import { columnsOf, itemsOf, type FunctionSymbol, type KustoSymbol } from './syntax-nodes'
import { scalarTypeOf } from './translation'

/** A parameter as a schema shows it: a scalar and its type, or a table and its columns. */
export interface ParameterSchema {
  readonly name: string
  readonly type?: ScalarType
  /** The default's text in the declaration. */
  readonly defaultText?: string
  readonly columns?: TableSchema
}

/** A stored function's parameters. */
export function parameterSchemas(entry: FunctionEntry): ParameterSchema[] {
  const symbol: KustoSymbol = functionSymbol(entry)
  return itemsOf((symbol as FunctionSymbol).Signatures).flatMap((signature) =>
    itemsOf(signature.Parameters).map((parameter): ParameterSchema => {
      const [declared] = itemsOf(parameter.DeclaredTypes)
      const type = scalarTypeOf(declared?.Name)
      if (type === undefined) {
        const columns = columnsOf(declared ?? null).flatMap((column) => {
          const columnType = scalarTypeOf(column.Type.Name)
          return columnType === undefined ? [] : [{ name: column.Name, type: columnType }]
        })
        return { name: parameter.Name, columns }
      }
      const text = parameter.DefaultValue?.ToString().trim()
      return { name: parameter.Name, type, ...(text === undefined ? {} : { defaultText: text }) }
    }),
  )
}
