import { expect, test } from 'vitest'
import type { FileSource } from '../../../electron/domain/schema/file-source'
import type { Finding, Look } from '../../../electron/domain/schema/inspection'
import { newInspection } from '../../../renderer/src/state/inspection/new-inspection'
import { preparedRecords } from '../../../renderer/src/state/inspection/prepared-job'

const bad: Finding = {
  kind: 'notJson',
  effect: 'leftOut',
  column: null,
  count: 2,
  isExact: true,
  examples: [],
}

function inspected(isWhole: boolean): Parameters<typeof preparedRecords>[0] {
  const look: Look = {
    lookId: 'look',
    name: 'bad.json',
    sizeBytes: 60,
    compression: 'none',
    reading: { format: 'json', ignoreFirstRecord: false, encoding: 'utf-8', skipLines: 0 },
    problem: null,
    read: { bytesRead: 60, bytesTotal: 60, records: 3, isWhole },
    columns: [],
    findings: [bad],
    rows: [],
  }
  return { ...newInspection({ kind: 'file', handle: 'h' }, 'bad.json', null), look }
}

test('lines that are no records are taken off once, whoever counted', () => {
  // A file's own count takes each line for a record; what was read as records has none of them.
  const file = { handle: 'h', records: 5 } as FileSource
  expect(preparedRecords(inspected(false), [file])).toBe(3)
  expect(preparedRecords(inspected(true), [file])).toBe(3)
})
