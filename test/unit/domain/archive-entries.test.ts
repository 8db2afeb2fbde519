import { describe, expect, it } from 'vitest'
import { chooseArchiveEntries, describePassedOver } from '../../../electron/domain/archive-entries'

describe('the entries of an archive that are data', () => {
  it('are all of those that are of one kind, and none that is hidden, a folder or left by a system', () => {
    const names = [
      'd/',
      'd/a.csv',
      'b.CSV',
      '__MACOSX/d/._a.csv',
      '._b.csv',
      '.git/config.csv',
      'Thumbs.db',
      'd\\desktop.ini',
      'e\\',
      '_SUCCESS',
    ]

    const choice = chooseArchiveEntries(names)

    expect(choice).toEqual({
      kind: 'chosen',
      indexes: [1, 2],
      passedOver: [
        { name: 'd/', reason: 'folder' },
        { name: '__MACOSX/d/._a.csv', reason: 'system' },
        { name: '._b.csv', reason: 'hidden' },
        { name: '.git/config.csv', reason: 'hidden' },
        { name: 'Thumbs.db', reason: 'system' },
        { name: 'd\\desktop.ini', reason: 'system' },
        { name: 'e\\', reason: 'folder' },
        { name: '_SUCCESS', reason: 'system' },
      ],
    })
  })

  it.each([
    [['one.dat']],
    [['notes.txt']],
    [['part-0000', 'part-0001']],
    [['app.log', 'app.log.1', 'old/app.log.2', 'more.txt']],
    [['a.json', 'b.jsonl', 'c.ndjson', 'd.multijson']],
    [['a.avro', 'b.apacheavro']],
    [['a.parquet', 'b.pq']],
    [['./a.csv', '../b.csv']],
  ])('take %j for one kind', (names) => {
    expect(chooseArchiveEntries(names)).toMatchObject({ kind: 'chosen', indexes: [...names.keys()] })
  })

  it.each([
    [['a.csv', 'readme.txt']],
    [['a.csv', 'b.tsv']],
    [['a.csv', 'LICENSE']],
    [['a.csv', 'b.csv.gz']],
    [['a.json', 'b.csv']],
  ])('are not guessed from %j, whose names disagree', (names) => {
    expect(chooseArchiveEntries(names)).toEqual({
      kind: 'refused',
      problem: 'differentKinds',
      reason: `The archive has files of different kinds: ${names.map((name) => `“${name}”`).join(', ')}.`,
      passedOver: [],
    })
  })

  it('are those that a pattern asks for, of whatever kinds, but nothing hidden', () => {
    const names = ['a.csv', 'b.tsv', 'readme.txt', '.a.csv']

    const choice = chooseArchiveEntries(names, (name) => !name.startsWith('readme'))

    expect(choice).toEqual({
      kind: 'chosen',
      indexes: [0, 1],
      passedOver: [
        { name: 'readme.txt', reason: 'pattern' },
        { name: '.a.csv', reason: 'hidden' },
      ],
    })
  })

  it.each([
    [[], 'The archive is empty.'],
    [['d/', '.a'], 'The archive has no file to read: “d/” is a folder, “.a” is a hidden file.'],
  ])('are missing from %j', (names, reason) => {
    expect(chooseArchiveEntries(names)).toMatchObject({ kind: 'refused', problem: 'noFiles', reason })
  })

  it('show one of each kind in a sentence that has no room for all', () => {
    const names = [...Array.from({ length: 20 }, (_, index) => `${index}.csv`), 'readme.txt']

    const choice = chooseArchiveEntries(names)

    expect(choice).toMatchObject({
      reason:
        'The archive has files of different kinds: “0.csv”, “readme.txt”, “1.csv”, “2.csv”, “3.csv”, and 16 more.',
    })
  })

  it('have the rest said in words', () => {
    const entries = Array.from({ length: 7 }, (_, index) => ({
      name: `.${index}`,
      reason: 'hidden' as const,
    }))

    expect(describePassedOver(entries.slice(0, 1))).toBe('“.0” is a hidden file')
    expect(describePassedOver(entries)).toMatch(/“\.4” is a hidden file, and 2 more$/)
  })
})
