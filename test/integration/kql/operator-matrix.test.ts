import { afterAll, beforeAll, expect, it } from 'vitest'
import { KustoError } from '../../../electron/local-cluster/answers/kusto-error'
import { startQueryEngine, type QueryEngine } from './query-engine'
import { typedColumns, typedTable } from './typed-table'

const pairs = typedColumns.flatMap((left) => typedColumns.map((right) => [left, right] as const))

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine({ T: typedTable })
})

afterAll(() => {
  engine.close()
})

it.each(['==', '<', '+', '-', '*', '/', '%', 'has', 'in'])(
  "answers '%s' of any two types with the promised type, or refuses",
  async (operator) => {
    let answered = 0
    for (const [left, right] of pairs) {
      const query = `T | project z = ${left} ${operator} ${operator === 'in' ? `(${right})` : right}`
      const outcome: unknown = await engine.run(query).catch((reason: unknown) => reason)
      // The engine of the tests fails when a type is not the promised one, or when DuckDB rejects the SQL.
      if (outcome instanceof Error && !(outcome instanceof KustoError && outcome.status < 500)) {
        expect.fail(`${query}: ${String(outcome.cause ?? outcome.message)}`)
      }
      if (!(outcome instanceof Error)) answered++
    }
    expect(answered).toBeGreaterThan(3)
  },
)
