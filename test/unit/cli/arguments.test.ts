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
        '--via',
        'rest',
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
      via: 'rest',
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
    [['ingest', ...target, '--limit', 'few', 'a.csv'], 'from 1 to 999999999, not “few”'],
    [['ingest', ...target, '--tag', '-old', 'a.csv'], '--tag needs a value; one that begins with a dash'],
    [['ingest', ...target, '--via', 'http', 'a.csv'], '--via takes auto, rest or queue, not “http”'],
    [['ingest', 'a.csv', '--limit'], '--limit needs a value'],
    [['upload', '--limit', '1'], 'no command “upload”'],
    [['ingest', ...target, '--frmat', 'csv', 'a.csv'], '--frmat'],
    [['undo'], 'id of a job'],
    [['upload', 'a.csv'], 'no command “upload”'],
  ])('%j is refused with “%s”', (args, words) => {
    expect(() => parseStudioArguments(args)).toThrowError(UsageError)
    expect(() => parseStudioArguments(args)).toThrowError(words)
  })
})

describe.each(['-1', '0', 'abc', '1e9', '1.5', ''])('--limit %j', (limit) => {
  test.each([
    ['ingest', ...target, 'a.csv'],
    ['inspect', 'a.csv'],
    ['preflight', ...target, 'a.csv'],
    ['history'],
  ])('is refused with what it takes: %s', (...args) => {
    const words = `--limit takes a whole number from 1 to 999999999, not “${limit}”.`
    expect(() => parseStudioArguments([...args, '--limit', limit])).toThrowError(words)
    expect(() => parseStudioArguments([...args, `--limit=${limit}`])).toThrowError(words)
  })

  test.each([
    ['query', ...target, 'T'],
    ['status'],
    ['compare', ...target],
    ['policy', ...target],
    ['watch', ...target],
    ['sign-out'],
  ])('is not passed over: %s', (...args) => {
    expect(() => parseStudioArguments([...args, '--limit', limit])).toThrowError('takes no --limit.')
  })
})

test.each([[[]], [['--help']], [['help']], [['-h']]])('%j asks for help', (args) => {
  expect(parseStudioArguments(args)).toEqual({ command: 'help' })
})

describe('query and policy', () => {
  const database = target.slice(0, 4)

  test('take KQL as words or from standard input, and one way to write', () => {
    expect(parseStudioArguments(['query', ...database, 'T', '|', 'count'])).toMatchObject({
      query: 'T | count',
      yes: false,
      csv: false,
    })
    expect(() => parseStudioArguments(['query', ...database])).toThrow(UsageError)
    expect(() => parseStudioArguments(['query', ...database, '--csv', '--json', '-'])).toThrow('not both')
  })

  test('change a policy in one way, or only show it', () => {
    const change = (...args: string[]): unknown => parseStudioArguments(['policy', ...target, ...args])
    expect(change()).toMatchObject({ change: undefined })
    expect(change('--seconds', '10')).toMatchObject({ change: { seconds: 10 } })
    expect(change('--inherit')).toMatchObject({ change: 'inherit' })
    expect(() => change('--inherit', '--seconds', '10')).toThrow('not both')
    expect(() => change('--seconds', 'soon')).toThrow('“soon” is no number of seconds.')
  })
})
