import { describe, expect, it } from 'vitest'
import { readStringLiteral, stringLiteralValue } from '../../../../electron/local-cluster/kql/string-literal'

describe('readStringLiteral', () => {
  it.each([
    ['"a"', 'a', 3],
    ["'it\\'s' x", "it's", 7],
    ['"\\u00e9\\x41\\U0001F600\\n\\t\\\\"', 'é' + 'A' + '\u{1F600}' + '\n\t\\', 28],
    ['@"c:\\dir" ', 'c:\\dir', 9],
    ['@"say ""hi"""', 'say "hi"', 13],
    ["@'a''b'", "a'b", 7],
    ["'[\n{}\n]'", '[\n{}\n]', 8],
    ['h"secret"', 'secret', 9],
    ["H@'x'", 'x', 5],
    ['```{"a":\n1}```', '{"a":\n1}', 14],
    ['~~~a```b~~~', 'a```b', 11],
    ['"\\U00110000"', 'U00110000', 12],
  ])('%j', (text, value, end) => {
    expect(readStringLiteral(text, 0)).toEqual({ value, end })
  })

  it.each(['"a', '@"a""', '```a``', "'\\'"])('%j has no end', (text) => {
    expect(readStringLiteral(text, 0)).toBe('unterminated')
  })

  it.each(['a', '', 'h', '@', 'h a"', '1"'])('%j is none', (text) => {
    expect(readStringLiteral(text, 0)).toBeUndefined()
  })

  it('reads from an offset', () => {
    expect(readStringLiteral('x = "y"', 4)).toEqual({ value: 'y', end: 7 })
  })
})

describe('stringLiteralValue', () => {
  it('joins neighbours', () => {
    expect(stringLiteralValue(`"a" 'b'\n@"c"`)).toBe('abc')
  })
})
