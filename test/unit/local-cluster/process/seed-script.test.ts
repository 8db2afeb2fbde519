import { describe, expect, it } from 'vitest'
import { parseSeedScript } from '../../../../electron/local-cluster/process/seed-script'

describe('parseSeedScript', () => {
  it.each([
    ['', []],
    ['\n \n// only a comment\n\n', []],
    [
      '.a\n\n.b',
      [
        [1, '.a'],
        [3, '.b'],
      ],
    ],
    [
      '\ufeff.a\r\n| x\r\n \t\r\n\r\n.b\r\n',
      [
        [1, '.a\n| x'],
        [5, '.b'],
      ],
    ],
    ['// what\n// why\n.a // here\n// there\n.b', [[3, '.a // here\n// there\n.b']]],
    [
      '.a ```\n\n// kept\n```\n\n.b ```x``` ```\n\n```',
      [
        [1, '.a ```\n\n// kept\n```'],
        [6, '.b ```x``` ```\n\n```'],
      ],
    ],
  ])('%j', (text, expected) => {
    expect(parseSeedScript(text).map(({ line, csl }) => [line, csl])).toEqual(expected)
  })
})
