import { expect, test } from 'vitest'
import { sourceSnapshot } from '../../support/job-snapshot'
import { jobTitle, sourceTitle, withName } from '../../../renderer/src/text/job-words'

test('each kind of source has its own words, whatever name the services gave it', () => {
  const rows = { expected: 3, landed: null, refused: null }
  const named = (kind: 'file' | 'paste' | 'blob', name: string): string =>
    sourceTitle(sourceSnapshot({ kind, name, rows }))
  expect(named('file', 'a.csv')).toBe('a.csv')
  expect(named('paste', 'Pasted rows')).toBe('Pasted, 3 rows')
  expect(named('blob', 'https://account.blob.core.windows.net/c/d/e.csv')).toBe('https://…/e.csv')
})

test('a job of many is called by how many there are of what', () => {
  const file = sourceSnapshot({ kind: 'file' })
  const paste = sourceSnapshot({ kind: 'paste' })
  expect(jobTitle({ sources: [file, file], sourceCount: 1200 })).toBe('1,200 files')
  expect(jobTitle({ sources: [paste, paste], sourceCount: 2 })).toBe('2 pastes')
  expect(jobTitle({ sources: [file, paste], sourceCount: 2 })).toBe('2 sources')
})

test('a reason that names its source is not given the name again', () => {
  expect(withName('a.parquet', '“a.parquet” was not ingested: no magic bytes.')).toBe(
    '“a.parquet” was not ingested: no magic bytes.',
  )
  expect(withName('a.csv', 'Record 2 is broken.')).toBe('a.csv: Record 2 is broken.')
  expect(withName(null, 'Record 2 is broken.')).toBe('Record 2 is broken.')
})
