import { afterAll, beforeAll, expect, it } from 'vitest'
import { KustoError } from '../../../electron/local-cluster/answers/kusto-error'
import { refusedCases } from './cases/refused'
import { stormTables } from './cases/storm-tables'
import { startQueryEngine, type QueryEngine } from './query-engine'

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine(stormTables)
})

afterAll(() => {
  engine.close()
})

it.each(refusedCases.map((each) => [each.feature, each] as const))('refuses %s', async (_feature, each) => {
  const error: unknown = await engine.run(each.query).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(KustoError)
  expect((error as KustoError).code).toBe(each.code)
  expect((error as KustoError).message).toContain(each.message)
  expect((error as KustoError).message).toMatch(/\[line:position=1:\d+\]/)
})
