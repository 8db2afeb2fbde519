import { filesOf, type HostileFile } from './hostile-file'

const line = '{"a":1,"b":"x","c":1.5,"d":"2024-01-01","e":true}\n'

/** JSON that is deep, broken, odd or not made of records. */
export function jsonFiles(): HostileFile[] {
  const depths = [50, 99, 101, 500, 1000, 5000, 20_000]
  const deep = depths.flatMap((depth) => [
    `{"a":1,"b":${'['.repeat(depth)}${']'.repeat(depth)}}\n`,
    `${'{"b":'.repeat(depth)}1${'}'.repeat(depth)}\n`,
  ])
  const broken = [
    `${line}{"a":2,"b":\n${line}`,
    `${line}{"a":2,}\n${line}`,
    `${line}{a:2}\n${line}`,
    `${line}{'a':2}\n${line}`,
    `${line}{"a":2} trailing\n${line}`,
    `${line}not json\n${line}`,
    `${line}[1,2]\n${line}`,
    `${line}null\n${line}`,
    `${line}42\n${line}`,
    `${line}{"a":NaN}\n${line}`,
    `${line}{"a":01}\n${line}`,
    String.raw`{"a":1,"b":"\ud800"}` + `\n${line}`,
    String.raw`{"a":1,"b":"\udc00\ud800"}` + `\n${line}`,
    String.raw`{"a":1,"b":"\u0000"}` + `\n${line}`,
    String.raw`{"a":1,"b":"\x"}` + `\n${line}`,
    `{"a":1,"b":"line\nbreak"}\n${line}`,
    `{"a":1,"b":"tab\there"}\n${line}`,
    `${line}${line.trim()}`,
    `${line.trim()}${line}`,
    `${line}{"a":1`,
    `[${line.trim()},\n${line.trim()}]`,
    `[${line.trim()},\n${line.trim()},]`,
    `[${line.trim()}`,
    `[${line.trim()}] garbage`,
    `[${line.trim()}][${line.trim()}]`,
    '[]',
    '{}',
    '{}\n{}\n',
    '[1,2,3]',
    '[[1],[2]]',
    '"text"',
    'null',
    '{',
    '}',
    '[',
    ']',
    '{"data":[{"a":1},{"a":2}],"next":null}',
    '{\n  "a": 1\n}\n{\n  "a": 2\n}\n',
    `{"a":1,"a":2}\n${line}`,
    `{"A":1,"B":"x"}\n${line}`,
    `{"a":1e400}\n{"a":12345678901234567890}\n{"a":-0}\n`,
    `{"":1,"b":"x"}\n${line}`,
    `{"a":"1","c":"1,5","d":"31/12/2024","e":"yes"}\n${line}`,
    `// comment\n${line}`,
  ]
  return filesOf(
    'json',
    [...deep, ...broken].map((text) => ['json', text] as const),
  )
}
