import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ColumnProfile, Target } from '../../../electron/domain/schema/inspection'
import type { Reading } from '../../../electron/domain/schema/reading'
import { InspectionUnderTest } from '../../support/inspection-under-test'

let inspection: InspectionUnderTest
const folder = mkdtempSync(join(tmpdir(), 'studio-levels-'))

beforeAll(async () => {
  inspection = await InspectionUnderTest.start()
})
afterAll(async () => {
  await inspection.service.end()
  rmSync(folder, { recursive: true, force: true })
})

const records = [
  {
    id: 1,
    where: { town: 'Bergen', at: { lat: 60.39, lon: 5.32 } },
    tags: ['a'],
    'odd key': { 'x.y': true },
  },
  { id: 2, where: { town: 'Turku', at: null }, tags: [], 'odd key': { 'x.y': false }, where_town: 'own' },
  { id: 3, where: { town: 'Lund', at: { lat: 'unknown', lon: 13.19 } }, mixed: 5 },
  { id: 4, where: null, mixed: { inner: 1 } },
]

const reading = (levels: number): Reading => ({
  format: 'json',
  ignoreFirstRecord: false,
  encoding: 'utf-8',
  skipLines: 0,
  levels,
})
const summary = ({ name, path, inferred }: ColumnProfile): string => `${name} ${path} ${inferred}`

function file(): string {
  const path = join(folder, 'nested.json')
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return path
}

test.each([
  [0, ['Record $ dynamic']],
  [
    1,
    [
      'id $.id long',
      'where $.where dynamic',
      'tags $.tags dynamic',
      'odd key $["odd key"] dynamic',
      'where_town $.where_town string',
      'mixed $.mixed string',
    ],
  ],
  [
    2,
    [
      'id $.id long',
      'where_town $.where.town string',
      'where_at $.where.at dynamic',
      'tags $.tags dynamic',
      'odd key_x.y $["odd key"]["x.y"] bool',
      'where_town_2 $.where_town string',
      'mixed $.mixed string',
    ],
  ],
  [
    100,
    [
      'id $.id long',
      'where_town $.where.town string',
      'where_at_lat $.where.at.lat string',
      'where_at_lon $.where.at.lon real',
      'tags $.tags dynamic',
      'odd key_x.y $["odd key"]["x.y"] bool',
      'where_town_2 $.where_town string',
      'mixed $.mixed string',
    ],
  ],
])('nested records become columns by path down to level %i', async (levels, expected) => {
  const look = await inspection.look(file(), null, reading(levels))
  expect(look.columns.map(summary).sort()).toEqual([...expected].sort())
  expect(look.rows).toHaveLength(4)
})

test('the check judges what the paths lead to, and what no column takes is told', async () => {
  const target: Target = {
    columns: [
      { name: 'Id', type: 'long' },
      { name: 'Lat', type: 'real' },
    ],
    mapping: [
      { column: 'Id', type: 'long', path: '$.id' },
      { column: 'Lat', type: 'real', path: '$.where.at.lat' },
    ],
  }
  const look = await inspection.look(file(), target, reading(3))
  const check = await inspection.check(look.lookId)
  expect(check.findings.find(({ column }) => column === 'Lat')).toMatchObject({
    kind: 'nullWord',
    effect: 'null',
    count: 1,
    examples: [{ line: 3, value: 'unknown' }],
  })
  expect(check.columns.find(({ column }) => column === 'Lat')).toMatchObject({ empty: 2, becomeNull: 1 })
  expect(check.columns.filter(({ column }) => column === null).map(({ path }) => path)).toEqual([
    '$.where.town',
    '$.where.at.lon',
    '$.tags',
    '$["odd key"]["x.y"]',
    '$.where_town',
    '$.mixed',
  ])
})

test('the paths of the records are told as a tree, and those that are chosen become the columns', async () => {
  const { tree } = await inspection.look(file(), null, reading(1))
  expect(tree?.morePaths).toBe(0)
  expect(
    tree?.paths.map(({ steps, type, share, example }) => `${steps.join('/')} ${type} ${share} ${example}`),
  ).toEqual([
    'id long 1 1',
    'where dynamic 1 {town, at}',
    'where/town string 0.75 Bergen',
    'where/at dynamic 0.75 {lat, lon}',
    'where/at/lat dynamic 0.5 60.39',
    'where/at/lon real 0.5 5.32',
    'tags dynamic 0.5 [1 value]',
    'odd key dynamic 0.5 {x.y}',
    'odd key/x.y bool 0.5 true',
    'where_town string 0.25 own',
    'mixed dynamic 0.5 5',
    'mixed/inner long 0.25 1',
  ])
  const paths = [['where', 'town'], ['where'], ['odd key', 'x.y']]
  const chosen = await inspection.look(file(), null, { ...reading(1), paths })
  expect(chosen.columns.map(summary)).toEqual([
    'where_town $.where.town string',
    'where $.where dynamic',
    'odd key_x.y $["odd key"]["x.y"] bool',
  ])
  expect(chosen.rows[0]?.cells).toEqual(['Bergen', '{"town":"Bergen","at":{"lat":60.39,"lon":5.32}}', 'true'])
})

test('of very deep and very wide records the paths nearest to the record are told, and the rest is counted', async () => {
  let deep: unknown = 1
  for (let level = 0; level < 300; level++) deep = { down: deep }
  const wide = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`k${index}`, index]))
  const path = join(folder, 'wide.json')
  writeFileSync(path, `${JSON.stringify({ deep, ...wide })}\n`)
  const { tree } = await inspection.look(path, null, reading(1))
  expect(tree?.paths).toHaveLength(500)
  expect(tree?.paths.every(({ steps }) => steps.length === 1)).toBe(true)
  expect(tree?.morePaths).toBe(200)
})

test('JSON of few keys is checked against a table of 2,000 columns in a moment, and the last one has its values', async () => {
  const columns = Array.from({ length: 2000 }, (_, index) => ({ name: `c${index}`, type: 'long' as const }))
  const path = join(folder, 'few-keys.json')
  const lines = Array.from({ length: 1000 }, (_, index) => JSON.stringify({ c0: index, c1999: `x${index}` }))
  writeFileSync(path, `${lines.join('\n')}\n`)
  const look = await inspection.look(path, { columns, mapping: null }, reading(1))
  expect(look.problem).toBeNull()
  const { findings } = await inspection.check(look.lookId)
  expect(findings.find(({ kind }) => kind === 'notOfType')).toMatchObject({ column: 'c1999', count: 1000 })
  const of = (name: string): ColumnProfile | undefined => look.columns.find(({ column }) => column === name)
  expect(of('c0')).toMatchObject({ empty: 0 })
  expect(of('c7')).toMatchObject({ empty: 1000 })
})
