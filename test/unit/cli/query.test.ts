import { expect, test } from 'vitest'
import { query } from '../../../electron/cli/query'
import type { QueryArguments } from '../../../electron/cli/studio-arguments'
import type { Terminal } from '../../../electron/cli/terminal'
import type { QueryResult } from '../../../electron/domain/schema/query'
import type { StudioServices } from '../../../electron/services/studio-services'

const found = {
  columns: [
    { name: 'Kind', type: 'string' },
    { name: 'Rows', type: 'long' },
    { name: 'Note', type: 'string' },
  ],
  rows: [
    ['letter', 12, 'two\nlines'],
    ['box', 1000, null],
    ['c', 1, 'x'.repeat(100)],
  ],
  truncated: true,
} as unknown as QueryResult

async function written(
  change: Partial<QueryArguments> = {},
): Promise<{ results: string[]; notes: string[] }> {
  const results: string[] = []
  const notes: string[] = []
  const terminal = {
    result: (line: string) => results.push(line),
    note: (line: string) => notes.push(line),
  } as unknown as Terminal
  const studio = {
    connection: { open: () => Promise.resolve() },
    queries: { run: () => Promise.resolve(found) },
  } as unknown as StudioServices
  const args = { command: 'query', cluster: 'c', database: 'd', query: 'T', yes: false } as const
  const { signal } = new AbortController()
  await query({ ...args, json: false, csv: false, ...change }, studio, { terminal, signal })
  return { results, notes }
}

test('rows stand in columns, numbers on the right, long and broken texts on one short line', async () => {
  const { results, notes } = await written()
  expect(results).toEqual([
    'Kind    Rows  Note',
    'letter    12  two lines',
    'box     1000',
    `c          1  ${'x'.repeat(59)}…`,
  ])
  expect(notes).toEqual([expect.stringContaining('Only the first 3 rows are shown.')])
})

test('JSON and CSV have each value whole', async () => {
  const { results } = await written({ json: true })
  expect(JSON.parse(results.join(''))).toMatchObject({ command: 'query', rows: found.rows, truncated: true })
  expect((await written({ csv: true })).results).toEqual([
    'Kind,Rows,Note',
    'letter,12,"two\nlines"',
    'box,1000,',
    `c,1,${'x'.repeat(100)}`,
  ])
})
