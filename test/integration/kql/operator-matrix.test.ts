import { afterAll, beforeAll, expect, it } from 'vitest'
import { isAnswered } from './is-answered'
import { startQueryEngine, type QueryEngine } from './query-engine'
import { typedColumns, typedTable } from './typed-table'

/** Used in the lists' file names. */
const operatorNames: Readonly<Record<string, string>> = {
  '==': 'equals',
  '<': 'less',
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'divided-by',
  '%': 'modulo',
}

let engine: QueryEngine

beforeAll(async () => {
  engine = await startQueryEngine({ T: typedTable })
})

afterAll(() => {
  engine.close()
})

it.each(['==', '<', '+', '-', '*', '/', '%', 'has', 'in'])(
  "answers '%s' of the types that are listed with the promised type, and refuses the others",
  async (operator) => {
    const lines: string[] = []
    for (const left of typedColumns) {
      const answered: string[] = []
      for (const right of typedColumns) {
        const query = `T | project z = ${left} ${operator} ${operator === 'in' ? `(${right})` : right}`
        if (await isAnswered(engine, query)) answered.push(right)
      }
      lines.push(`${left} ${operator} ${answered.length === 0 ? 'nothing' : answered.join(' ')}`)
    }
    const name = operatorNames[operator] ?? operator
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`answered/operator-${name}.txt`)
  },
)
