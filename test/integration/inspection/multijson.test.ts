import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Check } from '../../../electron/domain/schema/inspection'
import { InspectionUnderTest, targetOf } from '../../support/inspection-under-test'

let inspection: InspectionUnderTest
const folder = mkdtempSync(join(tmpdir(), 'studio-multijson-'))

beforeAll(async () => {
  inspection = await InspectionUnderTest.start()
})
afterAll(async () => {
  await inspection.service.end()
  rmSync(folder, { recursive: true, force: true })
})

const records = [
  { id: 1, at: '2025-01-02', size: 1.5 },
  { id: 'two', at: '13/04/2025', size: 2.5, more: true },
  { id: 3, at: null, size: '1e999' },
]

async function check(content: string, name: string): Promise<Check> {
  const path = join(folder, name)
  writeFileSync(path, content)
  const look = await inspection.look(path, targetOf('id:long, at:datetime, size:real'))
  expect(look.problem).toBeNull()
  expect(look.reading?.format).toBe(name.endsWith('jsonl') ? 'json' : 'multijson')
  return await inspection.check(look.lookId)
}

const told = ({ findings, columns, read }: Check): unknown => ({
  findings: findings.map(({ kind, effect, column, count, examples }) => ({
    kind,
    effect,
    column,
    count,
    values: examples.map(({ record, value, becomes }) => [record, value, becomes]),
  })),
  columns: columns.map(({ name, column, empty, becomeNull, minimum, maximum }) => [
    name,
    column,
    empty,
    becomeNull,
    minimum,
    maximum,
  ]),
  records: read.records,
  isWhole: read.isWhole,
})

test('objects in an array and objects over several lines are checked like one a line', async () => {
  const lines = told(await check(records.map((one) => `${JSON.stringify(one)}\n`).join(''), 'a.jsonl'))
  expect(lines).toMatchObject({ records: 3, isWhole: true })
  const array = await check(JSON.stringify(records, null, 2), 'array.json')
  expect(told(array)).toEqual(lines)
  expect(array.findings.find(({ kind }) => kind === 'dayFirst')?.examples[0]?.line).toBe(7)
  const spread = await check(records.map((one) => JSON.stringify(one, null, 1)).join('\n'), 'spread.json')
  expect(told(spread)).toEqual(lines)
  const inOneLine = await check(records.map((one) => JSON.stringify(one)).join(' '), 'line.json')
  expect(told(inOneLine)).toEqual(lines)
})
