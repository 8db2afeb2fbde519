import { expect, test } from 'vitest'
import { draftSource, kindOf } from '../../../../../electron/services/jobs/kinds/source-kinds'
import { exampleSource } from '../journal/journal-examples'

const context = {
  sourceId: 'source-1',
  files: { pathOf: (handle: string) => `/data/${handle}` },
  pastes: { pathOf: (sourceId: string) => `/home/pastes/${sourceId}` },
  pattern: null,
}

test('a file is where it is, in the format and compression that its name says', () => {
  const draft = draftSource({ kind: 'file', handle: 'rows.json.gz' }, context)
  expect(draft).toMatchObject({ kind: 'file', name: 'rows.json.gz', format: 'json', compression: 'gzip' })
  expect(kindOf(draft).shownLocation({ ...exampleSource, ...draft })).toBe('/data/rows.json.gz')
})

test('pasted rows show no location: the file of their text says nothing to anyone', () => {
  const draft = draftSource({ kind: 'paste', name: 'Pasted rows', text: '1,é', format: 'csv' }, context)
  expect(draft).toMatchObject({ name: 'Pasted rows', location: '/home/pastes/source-1' })
  expect(draft).toMatchObject({ sizeBytes: 4, rawDataSizeBytes: 4 })
  expect(kindOf(draft).shownLocation({ ...exampleSource, ...draft })).toBe('')
})

test('the secret of a blob is in no part of its record', () => {
  const uri = 'https://account.blob.core.windows.net/c/day.csv?sv=1&sig=secret'
  const draft = draftSource({ kind: 'blob', uri, format: 'csv', rawDataSizeBytes: null }, context)
  expect(draft).toMatchObject({ hasSecret: true, name: expect.stringContaining('day.csv') })
  expect(JSON.stringify(draft)).not.toContain('secret')
})

test.each([
  ['file', { sharesBlobs: true, isUploaded: true, hasPath: true }],
  ['paste', { sharesBlobs: false, isUploaded: true, hasPath: false }],
  ['blob', { sharesBlobs: false, isUploaded: false, hasPath: true }],
] as const)('what a %s can do', (kind, traits) => {
  expect(kindOf({ kind })).toMatchObject(traits)
})

test('records are counted separately only if sending them does not count them', () => {
  const needs = (change: Partial<typeof exampleSource>): boolean => {
    const source = { ...exampleSource, expected: null, ...change }
    return kindOf(source).needsCount(source)
  }
  expect(needs({ format: 'csv' })).toBe(false)
  expect(needs({ format: 'csv', compression: 'gzip' })).toBe(true)
  expect(needs({ format: 'parquet' })).toBe(false)
  expect(needs({ format: 'avro' })).toBe(true)
  expect(needs({ kind: 'blob', format: 'csv' })).toBe(true)
  expect(needs({ kind: 'blob', format: 'csv', expected: 3 })).toBe(false)
})
