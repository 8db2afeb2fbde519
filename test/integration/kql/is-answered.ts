import { expect } from 'vitest'
import { KustoError } from '../../../electron/local-cluster/answers/kusto-error'
import type { QueryEngine } from './query-engine'

/**
 * Whether a query is answered rather than refused. Anything else fails the test: the test engine throws if a column
 * does not have the promised type, or if DuckDB rejects the SQL.
 */
export async function isAnswered(engine: QueryEngine, query: string): Promise<boolean> {
  const outcome: unknown = await engine.run(query).catch((reason: unknown) => reason)
  if (!(outcome instanceof Error)) return true
  if (!(outcome instanceof KustoError && outcome.status < 500)) {
    expect.fail(`${query}: ${String(outcome.cause ?? outcome.message)}`)
  }
  return false
}
