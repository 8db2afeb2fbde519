import { expect, test } from 'vitest'
import { makeFinding } from '../../../electron/domain/recognition/make-finding'
import type { ColumnProfile, Finding } from '../../../electron/domain/schema/inspection'
import type { Reading } from '../../../electron/domain/schema/reading'
import { findingActions } from '../../../renderer/src/features/prepare/findings/finding-actions'
import type { TargetDraft } from '../../../renderer/src/state/inspection/inspection'
import { newDraft } from '../../../renderer/src/state/inspection/new-inspection'

const reading: Reading = { format: 'csv', ignoreFirstRecord: true, encoding: 'utf-8', skipLines: 0 }
const column = {
  name: 'Born',
  ordinal: 2,
  column: 'Born',
  inferred: 'string',
  choices: [],
  type: 'datetime',
} as unknown as ColumnProfile

const actionsFor = (order: string): unknown => {
  const finding: Finding = {
    kind: 'dayFirst',
    effect: 'none',
    column: 'Born',
    count: 3,
    isExact: true,
    examples: [],
    facts: { order },
  }
  const table = { database: 'Samples', table: 'People', columns: [] }
  const draft = { ...newDraft('people.csv', null), table } as unknown as Parameters<
    typeof findingActions
  >[1]['draft']
  return findingActions(finding, { draft, reading, columns: [column], canConvert: true }).map(
    ({ label, change }) => [label, change.reading?.conversions?.map(({ as }) => as)],
  )
}

test('dates whose day and month can be confused are converted in the order that the user says', () => {
  expect(actionsFor('unknown')).toEqual([
    ['Convert the dates with the day first on the way', ['dayFirst']],
    ['Convert the dates with the month first on the way', ['monthFirst']],
  ])
  expect(actionsFor('dayFirst')).toEqual([['Convert the dates with the day first on the way', ['dayFirst']]])
})

const draft: TargetDraft = {
  table: null,
  newName: 'T',
  match: 'name',
  changes: {},
  added: [],
  mapping: null,
  mappingName: null,
  isStoredMapping: false,
}

test('of a first record that could be a header both are offered', () => {
  const about = { draft, reading: null, columns: [], canConvert: true }
  const changes = findingActions(makeFinding('maybeHeader', 'none', { count: 1 }), about)
  expect(changes.map(({ change }) => change.reading)).toEqual([
    { ignoreFirstRecord: true },
    { ignoreFirstRecord: false },
  ])
})
