import { afterAll, beforeAll, expect, it } from 'vitest'
import { aggregates } from '../../../electron/local-cluster/kql/aggregates/aggregate-table'
import { scalarFunctions } from '../../../electron/local-cluster/kql/functions/function-table'
import { KustoError } from '../../../electron/local-cluster/answers/kusto-error'
import { startQueryEngine, type QueryEngine } from './query-engine'
import { typedColumns, typedTable } from './typed-table'

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine({ T: typedTable })
})

afterAll(() => {
  engine.close()
})

/** How many of the queries were answered; the others must have been refused, none may fail inside. */
async function answeredOf(queries: readonly string[]): Promise<number> {
  let answered = 0
  for (const query of queries) {
    const outcome: unknown = await engine.run(query).catch((reason: unknown) => reason)
    // The engine of the tests fails when a type is not the promised one, or when DuckDB rejects the SQL.
    if (outcome instanceof Error && !(outcome instanceof KustoError && outcome.status < 500)) {
      expect.fail(`${query}: ${String(outcome.cause ?? outcome.message)}`)
    }
    if (!(outcome instanceof Error)) answered++
  }
  return answered
}

const calls = (name: string): string[] =>
  typedColumns.flatMap((column) => [`${name}(${column})`, `${name}(${column}, ${column})`])

it('answers every function of a value of any type with the promised type, or refuses', async () => {
  const queries = Object.keys(scalarFunctions).flatMap((name) =>
    calls(name).map((call) => `T | serialize | project z = ${call}`),
  )
  expect(await answeredOf(queries)).toBeGreaterThan(600)
}, 180_000)

it('answers every aggregate of values of any type with the promised type, or refuses', async () => {
  const queries = Object.keys(aggregates).flatMap((name) =>
    calls(name).map((call) => `T | summarize z = ${call}`),
  )
  expect(await answeredOf(queries)).toBeGreaterThan(150)
}, 180_000)
