import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allCases } from './cases/all-cases'
import { stormTables } from './cases/storm-tables'
import { startQueryEngine, type QueryEngine } from './query-engine'

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine(stormTables)
})

afterAll(() => {
  engine.close()
})

describe.each(Object.entries(allCases))('%s', (_name, cases) => {
  it.each(cases.map((each) => [each.feature, each.query, each] as const))(
    '%s: %s',
    async (_feature, query, each) => {
      const [answer] = await engine.run(query)
      if (each.columns !== undefined) {
        expect(answer?.columns.map(({ name, type }) => `${name}:${type}`).join(', ')).toBe(each.columns)
      }
      if (each.anyOrder === true) {
        expect(answer?.rows).toHaveLength(each.rows.length)
        expect(answer?.rows).toEqual(expect.arrayContaining([...each.rows]))
      } else {
        expect(answer?.rows).toEqual(each.rows)
      }
    },
  )
})
