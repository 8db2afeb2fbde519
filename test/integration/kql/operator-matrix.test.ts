import { afterAll, beforeAll, expect, it } from 'vitest'
import { KustoError } from '../../../electron/local-cluster/kusto-error'
import { startQueryEngine, type QueryEngine } from './query-engine'

/** A column of each type, with ordinary values, nulls and odd ones. */
const table = `datatable (s: string, l: long, i: int, r: real, e: decimal, d: datetime, t: timespan, b: bool, g: guid, y: dynamic) [
  "abc", 5, 2, 1.5, decimal(2.5), datetime(2020-01-02 03:04:05), 2h, true, guid(74be27de-1e4e-49d9-b579-fe0b331d3642), dynamic({"a": [1, 2]}),
  "", long(null), int(null), real(null), decimal(null), datetime(null), time(null), bool(null), guid(null), dynamic(null),
  " 7", -3, -1, -0.5, decimal(-1), datetime(0001-01-01), -1d, false, guid(00000000-0000-0000-0000-000000000000), dynamic([3, 1, "z", null])
]`

const columns = ['s', 'l', 'i', 'r', 'e', 'd', 't', 'b', 'g', 'y']
const pairs = columns.flatMap((left) => columns.map((right) => [left, right] as const))

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine({ T: table })
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
