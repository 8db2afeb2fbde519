import { afterAll, beforeAll, expect, it } from 'vitest'
import { EngineError } from '../../../electron/local-cluster/engine/duckdb-engine'
import { engineFailure } from '../../../electron/local-cluster/kql/engine-failure'
import { KustoError } from '../../../electron/local-cluster/answers/kusto-error'
import { startQueryEngine, type QueryEngine } from './query-engine'

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine({ T: 'datatable (a: string, n: long) ["(", 9000000000000000000, "b", 5]' })
})

afterAll(() => {
  engine.close()
})

async function failureOf(csl: string): Promise<KustoError> {
  const error: unknown = await engine.run(csl).catch((reason: unknown) => reason)
  if (!(error instanceof KustoError)) throw new Error(`${csl} gave ${String(error)}`)
  return error
}

/** How to recognise DuckDB's own messages. */
const engineText = /DuckDB|INT64|INT128|Error:|LINE \d|VARCHAR|BIGINT|CAST\(|candidate|\bv\d+\b|kql\./

it.each([
  ['print a = "x" | where a matches regex "("', 'SEM0420', 1, 39],
  ['T | where "x" matches regex a', 'SEM0420', 1, 0],
  ['print replace_regex("a", "[z-a]", "b")', 'SEM0420', 1, 27],
  ['print extract("(?<=a)b", 0, "ab")', 'SEM0420', 1, 15],
  ['print extract_all("(a", "ab")', 'SEM0420', 1, 19],
])('names an ill-formed pattern and its place: %s', async (csl, code, line, column) => {
  const error = await failureOf(csl)
  expect(error.code).toBe('General_BadRequest')
  expect(error.type).toBe('Kusto.Data.Exceptions.SemanticException')
  expect(error.message).toContain(`Semantic error: ${code}: Regex pattern is ill-formed`)
  expect(error.message).toContain(`[line:position=${line}:${column}]`)
  expect(error.message).not.toMatch(engineText)
})

it.each([
  'T | summarize sum(n), sum(n * 1), sum(n + 9000000000000000000 - n)',
  'print abs(-9223372036854775807 - 1)',
  'print decimal(0.0000000001) * decimal(0.0000000001)',
  'print decimal(10000000000) * decimal(100000000000)',
])('tells of an aggregate or function that overflows: %s', async (csl) => {
  const error = await failureOf(csl)
  expect(error.code).toBe('General_BadRequest')
  expect(error.message).toContain('Overflow')
  expect(error.message).not.toMatch(engineText)
})

it.each([
  'Binder Error: No function matches the given name LINE 1: SELECT kql.x(v2)',
  'Conversion Error: Could not convert string "x" to INT64',
  'Invalid Input Error: strptime',
  'Out of Memory Error: failed to allocate',
  'Out of Range Error: cannot take logarithm',
  'INTERNAL Error: DuckDB',
  'Something entirely new from DuckDB',
])('lets no text of the engine through: %s', (message) => {
  const error = engineFailure(new EngineError(message, message.startsWith('INTERNAL'), undefined), 'T')
  expect(error.message).not.toMatch(engineText)
  expect(error.message).not.toContain(message.slice(message.indexOf(':') + 2))
  expect(error.cause).toBeInstanceOf(EngineError)
})
