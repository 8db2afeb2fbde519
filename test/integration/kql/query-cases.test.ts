import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { basicOperatorCases } from './cases/basic-operators'
import { dynamicCases } from './cases/dynamics'
import { joinCases } from './cases/joins'
import { nullCases } from './cases/null-values'
import { numberCases } from './cases/numbers'
import { shapeCases } from './cases/shapes'
import { stormTables } from './cases/storm-tables'
import { stringCases } from './cases/strings'
import { summarizeCases } from './cases/summarize'
import { timeCases } from './cases/times'
import type { QueryCase } from './query-case'
import { startQueryEngine, type QueryEngine } from './query-engine'

const groups: Readonly<Record<string, readonly QueryCase[]>> = {
  'basic operators': basicOperatorCases,
  summarize: summarizeCases,
  'null values': nullCases,
  strings: stringCases,
  times: timeCases,
  numbers: numberCases,
  'dynamic values': dynamicCases,
  'joins and unions': joinCases,
  shapes: shapeCases,
}

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine(stormTables)
})

afterAll(() => {
  engine.close()
})

describe.each(Object.entries(groups))('%s', (_name, cases) => {
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
