import { afterAll, beforeAll, expect, it } from 'vitest'
import { aggregates } from '../../../electron/local-cluster/kql/aggregates/aggregate-table'
import { scalarFunctions } from '../../../electron/local-cluster/kql/functions/function-table'
import { slowness } from '../../support/slowness'
import { isAnswered } from './is-answered'
import { startQueryEngine, type QueryEngine } from './query-engine'
import { typedColumns, typedTable } from './typed-table'

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine({ T: typedTable })
})

afterAll(() => {
  engine.close()
})

/** For each function, the types that it accepts: alone, and twice. */
async function answersOf(names: readonly string[], query: (call: string) => string): Promise<string> {
  const lines: string[] = []
  for (const name of names) {
    const alone: string[] = []
    const twice: string[] = []
    for (const column of typedColumns) {
      if (await isAnswered(engine, query(`${name}(${column})`))) alone.push(column)
      if (await isAnswered(engine, query(`${name}(${column}, ${column})`))) twice.push(column)
    }
    if (alone.length > 0) lines.push(`${name}(x) ${alone.join(' ')}`)
    if (twice.length > 0) lines.push(`${name}(x, x) ${twice.join(' ')}`)
  }
  return `${lines.join('\n')}\n`
}

it(
  'answers every function of the types that are listed with the promised type, and refuses the others',
  async () => {
    const answers = await answersOf(
      Object.keys(scalarFunctions).sort(),
      (call) => `T | serialize | project z = ${call}`,
    )
    await expect(answers).toMatchFileSnapshot('answered/functions.txt')
  },
  180_000 * slowness,
)

it(
  'answers every aggregate of the types that are listed with the promised type, and refuses the others',
  async () => {
    const answers = await answersOf(Object.keys(aggregates).sort(), (call) => `T | summarize z = ${call}`)
    await expect(answers).toMatchFileSnapshot('answered/aggregates.txt')
  },
  180_000 * slowness,
)
