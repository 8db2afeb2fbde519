import { describe, expect, test } from 'vitest'
import { parseStudioArguments } from '../../../electron/cli/arguments'
import { UsageError } from '../../../electron/cli/usage-error'

const target = ['--cluster', 'help.westeurope', '--database', 'Samples', '--table', 'T']

describe('ingest', () => {
  test('takes every switch', () => {
    expect(
      parseStudioArguments([
        'ingest',
        ...target,
        '--format',
        'CSV',
        '--ignore-first-record',
        '--mapping',
        'M',
        '--tag',
        'daily',
        '--tag',
        'ingest-by:x',
        '--creation-time-pattern',
        "'year='yyyy'/'",
        '--include',
        '*.csv',
        '--include',
        '*.tsv',
        '--exclude=**/tmp/**',
        '--limit',
        '5',
        '--list-only',
        '--separate-blobs',
        '--strict',
        '--leave-out-findings',
        '--mapping-file',
        'm.json',
        '--prefix',
        '2026/',
        '--zip-pattern',
        '.csv$',
        '--ingest-if-not-exists',
        '{path}',
        '--json',
        'a.csv',
        '-',
      ]),
    ).toEqual({
      command: 'ingest',
      cluster: 'help.westeurope',
      database: 'Samples',
      table: 'T',
      format: 'csv',
      ignoreFirstRecord: true,
      mapping: 'M',
      tags: ['daily', 'ingest-by:x'],
      creationTimePattern: "'year='yyyy'/'",
      untagged: false,
      separateBlobs: true,
      include: ['*.csv', '*.tsv'],
      exclude: ['**/tmp/**'],
      limit: 5,
      listOnly: true,
      strict: true,
      leaveOutFindings: true,
      mappingFile: 'm.json',
      prefix: '2026/',
      zipPattern: '.csv$',
      ingestIfNotExists: '{path}',
      json: true,
      notes: [],
      paths: ['a.csv', '-'],
    })
  })

  test.each([
    [['ingest', ...target], 'at least one file'],
    [['ingest', '--database', 'D', '--table', 'T', 'a.csv'], '--cluster'],
    [['ingest', ...target, '--format', 'xls', 'a.xls'], 'no data format “xls”'],
    [['ingest', ...target, '--limit', 'few', 'a.csv'], '“few” is no number of files'],
    [['ingest', ...target, '--frmat', 'csv', 'a.csv'], '--frmat'],
    [['undo'], 'id of a job'],
    [['upload', 'a.csv'], 'no command “upload”'],
  ])('%j is refused with “%s”', (args, words) => {
    expect(() => parseStudioArguments(args)).toThrowError(UsageError)
    expect(() => parseStudioArguments(args)).toThrowError(words)
  })
})

test.each([[[]], [['--help']], [['help']], [['-h']]])('%j asks for help', (args) => {
  expect(parseStudioArguments(args)).toEqual({ command: 'help' })
})
