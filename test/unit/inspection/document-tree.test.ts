import { expect, test } from 'vitest'
import { documentTree } from '../../../electron/inspection/document-tree'

test('strings of JSON get the type that all of them suggest, and digits in quotes stay strings', () => {
  const { paths } = documentTree([
    { at: '2026-03-01T08:00:00Z', code: '17', note: 'first', long: 'x'.repeat(500) },
    { at: '2026-03-02T08:00:00Z', code: '18', note: '2026-03-02', long: null },
  ])
  expect(paths.map(({ steps, type }) => `${steps.join('/')} ${type}`)).toEqual([
    'at datetime',
    'code string',
    'note string',
    'long string',
  ])
})
