import type { GlobalState } from '../local-cluster/kql/kusto-language'
import { kustoEditor } from './kusto-editor'
import type { LanguageSchema } from './protocol'

/** What the parser knows of a database; without a schema, only the language itself. */
export function globalsOf(schema: LanguageSchema | undefined): GlobalState {
  const { GlobalState, Symbols } = kustoEditor()
  if (schema === undefined) return GlobalState.Default
  const tables = schema.tables.map(
    ({ name, columns }) =>
      new Symbols.TableSymbol.$ctor4(
        name,
        columns.map(
          (column) =>
            new Symbols.ColumnSymbol(
              column.name,
              Symbols.ScalarTypes.GetSymbol(column.type),
              null,
              null,
              null,
              null,
            ),
        ),
      ),
  )
  const functions = schema.functions.map(
    ({ name, parameters, body }) => new Symbols.FunctionSymbol.$ctor16(name, parameters, body, null),
  )
  return GlobalState.Default.WithDatabase(
    new Symbols.DatabaseSymbol.ctor(schema.database, [...tables, ...functions]),
  )
}
