import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBScalarFunction,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'

/** A value that passes between SQL and a {@link ComputedFunction}. */
export type ComputedValue = string | number | bigint | boolean | null

/** SQL's name for a type of such values. */
type ComputedType = 'VARCHAR' | 'DOUBLE' | 'BIGINT' | 'BOOLEAN'

/**
 * A function that SQL can call and that is computed here, where SQL would be slow or could not say it. It must not
 * take long for one call: nothing else runs in the process meanwhile.
 */
export interface ComputedFunction {
  /** A name that no function of DuckDB has. */
  readonly name: string
  readonly parameters: readonly ComputedType[]
  readonly result: ComputedType
  /** Gets null for SQL's NULL. An error that it throws becomes the statement's. */
  readonly compute: (...values: readonly ComputedValue[]) => ComputedValue
}

const types: Readonly<Record<ComputedType, DuckDBType>> = { VARCHAR, DOUBLE, BIGINT, BOOLEAN }

/** Makes the functions known to all connections of the database that the connection belongs to. */
export function registerFunctions(
  connection: DuckDBConnection,
  functions: readonly ComputedFunction[],
): void {
  for (const { name, parameters, result, compute } of functions) {
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes: parameters.map((type) => types[type]),
        returnType: types[result],
        // Otherwise DuckDB answers NULL by itself if an argument is NULL.
        specialHandling: true,
        mainFunction: (_info, input, output) => {
          const columns = parameters.map((_type, index) => input.getColumnVector(index))
          for (let row = 0; row < input.rowCount; row++) {
            const values = columns.map((column) => column.getItem(row) as ComputedValue)
            output.setItem(row, compute(...values) as DuckDBValue)
          }
          output.flush()
        },
      }),
    )
  }
}
