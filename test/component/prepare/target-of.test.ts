import { describe, expect, test } from 'vitest'
import type { ColumnProfile } from '../../../electron/domain/schema/inspection'
import type { Reading } from '../../../electron/domain/schema/reading'
import type { TableDetails } from '../../../electron/domain/schema/table'
import { studioBatchingPolicy } from '../../../electron/domain/batching-policy'
import { newDraft } from '../../../renderer/src/state/inspection/new-inspection'
import { mappingToSend, matchColumns, targetColumns } from '../../../renderer/src/state/inspection/target-of'

const csv: Reading = { format: 'csv', ignoreFirstRecord: true, encoding: 'utf-8', skipLines: 0 }
const json: Reading = { ...csv, format: 'json', ignoreFirstRecord: false }

function column(name: string, place: { ordinal: number } | { path: string }): ColumnProfile {
  return {
    name,
    ...place,
    column: name,
    inferred: 'long',
    choices: [],
    type: 'long',
    values: 1,
    empty: 0,
    becomeNull: 0,
    distinct: 1,
    minimum: null,
    maximum: null,
    distribution: [],
  }
}

const fields = (...names: string[]): ColumnProfile[] =>
  names.map((name, ordinal) => column(name, { ordinal }))
const keys = (...names: string[]): ColumnProfile[] => names.map((name) => column(name, { path: `$.${name}` }))

function table(...names: string[]): TableDetails {
  const batchingPolicy = { policy: studioBatchingPolicy, origin: 'table' } as const
  const columns = names.map((name) => ({ name, type: 'long' as const }))
  return { database: 'Samples', table: 'T', columns, batchingPolicy }
}

describe('fields and the columns of a table', () => {
  const draft = newDraft('x.csv', table('Id', 'City', 'Temp'))

  test('in the same order need no mapping', () => {
    expect(mappingToSend(draft, fields('Id', 'City', 'Temp'), csv)).toBeNull()
  })

  test('in another order, or in another case, find each other by name', () => {
    const turned = fields('temp', 'Id', 'City')
    expect(matchColumns(draft, turned, csv)).toMatchObject({
      isReordered: true,
      otherCase: ['temp → Temp'],
      missing: [],
    })
    expect(mappingToSend(draft, turned, csv)).toEqual([
      { column: 'Temp', type: 'long', ordinal: 0 },
      { column: 'Id', type: 'long', ordinal: 1 },
      { column: 'City', type: 'long', ordinal: 2 },
    ])
  })

  test('go by position where no header names them, or the user says so', () => {
    const turned = fields('City', 'Id', 'Temp')
    expect(mappingToSend(draft, turned, { ...csv, ignoreFirstRecord: false })).toBeNull()
    expect(mappingToSend({ ...draft, match: 'position' }, turned, csv)).toBeNull()
  })

  test('whose names are all unknown to the table go by position', () => {
    const others = fields('A', 'B', 'C')
    expect(matchColumns(draft, others, csv).columns.map((one) => one?.name)).toEqual(['Id', 'City', 'Temp'])
    expect(mappingToSend(draft, others, csv)).toBeNull()
  })

  test('that only one side has are named on their side', () => {
    const match = matchColumns(draft, fields('Id', 'Wind'), csv)
    expect(match.missing.map(({ name }) => name)).toEqual(['City', 'Temp'])
    expect(match.extra.map(({ name }) => name)).toEqual(['Wind'])
  })

  test('with two names that differ only in case go to the exact one first', () => {
    const match = matchColumns(draft, fields('id', 'Id'), csv)
    expect(match.columns.map((one) => one?.name ?? null)).toEqual([null, 'Id'])
  })
})

describe('keys', () => {
  const draft = newDraft('x.json', table('Id', 'City'))

  test('with the very names of the columns need no mapping', () => {
    expect(mappingToSend(draft, keys('City', 'Id'), json)).toBeNull()
  })

  test('in another case would all land empty, so a mapping goes along', () => {
    expect(mappingToSend(draft, keys('id', 'City'), json)).toEqual([
      { column: 'Id', type: 'long', path: '$.id' },
      { column: 'City', type: 'long', path: '$.City' },
    ])
  })
})

describe('a new table', () => {
  const draft = newDraft('storm events.csv.gz', null)

  test('is named after the source and has its columns, as the user named and typed them', () => {
    expect(draft.newName).toBe('storm_events')
    const changes = { '#1': { name: 'Town', type: 'string' as const }, '#2': { isLeftOut: true } }
    const changed = { ...draft, changes }
    expect(targetColumns(changed, fields('Id', 'City', 'Temp'))).toEqual([
      { name: 'Id', type: 'long' },
      { name: 'Town', type: 'string' },
    ])
    // A left-out last field shifts nothing; one in the middle does.
    expect(mappingToSend(changed, fields('Id', 'City', 'Temp'), csv)).toBeNull()
    const middle = { ...draft, changes: { '#1': { isLeftOut: true } } }
    expect(mappingToSend(middle, fields('Id', 'City', 'Temp'), csv)).toEqual([
      { column: 'Id', type: 'long', ordinal: 0 },
      { column: 'Temp', type: 'long', ordinal: 2 },
    ])
  })
})
