import { expect, test } from 'vitest'
import { makeFinding } from '../../../electron/domain/recognition/make-finding'
import { findingActions } from '../../../renderer/src/features/prepare/findings/finding-actions'
import type { TargetDraft } from '../../../renderer/src/state/inspection/inspection'

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
