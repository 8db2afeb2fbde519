import fc from 'fast-check'
import { textColumns } from './delimited-content'
import { typedColumns } from './typed-values'

/** Characters of a string, as they are written in JSON. */
const characters = fc.constantFrom(
  'a',
  'b c',
  'é',
  '日本',
  '🦆',
  "'",
  ',',
  '{',
  ']',
  '\u2028',
  '\u0085',
  '\u007f',
  '\\n',
  '\\r\\n',
  '\\t',
  '\\"',
  '\\\\',
  '\\/',
  '\\u00e9',
  '\\ud83e\\udd86',
  '\\u0001',
)
const text = fc.array(characters, { maxLength: 4 }).map((parts) => `"${parts.join('')}"`)
const longText = fc
  .tuple(
    fc.constantFrom('x', 'é', '\\n', '\\ud83e\\udd86'),
    fc.constantFrom(65_530, 262_144, 1_048_576, 1_048_577, 2_100_000),
  )
  .map(([unit, length]) => `"${unit.repeat(Math.ceil(length / Buffer.byteLength(unit)))}"`)
const values = fc.oneof(
  { weight: 200, arbitrary: text },
  { weight: 60, arbitrary: fc.constantFrom('0', '-17', '1.5', 'true', 'false', 'null') },
  { weight: 60, arbitrary: fc.constantFrom('{}', '[]', '{"a":1}', '[1,"x",null]', '{"a":{"b":[true]}}') },
  { weight: 1, arbitrary: longText },
)
const blanks = fc.constantFrom('', '', '', ' ', '\t')

/** The members of an object, with their names as they are written. */
type Members = readonly (readonly [name: string, value: string])[]

function members(
  value: (column: string) => fc.Arbitrary<string>,
  names: readonly string[],
): fc.Arbitrary<Members> {
  const member = (name: string): fc.Arbitrary<readonly [string, string]> =>
    fc.tuple(fc.constant(`"${name}"`), value(name))
  return fc
    .tuple(
      fc.subarray([...names]).chain((chosen) => fc.tuple(...chosen.map(member))),
      fc.constantFrom<Members>([], [], [['"other"', '1']], [['"a"', '"small"']], [['"\\u005a"', 'null']]),
    )
    .map(([known, other]) => [...known, ...other])
}

function objects(records: fc.Arbitrary<Members>): fc.Arbitrary<string> {
  return fc.tuple(records, blanks, blanks).map(([all, before, after]) => {
    const inside = all.map(([name, value]) => `${name}${before}:${after}${value}`)
    return `{${before}${inside.join(`,${after}`)}${after}}`
  })
}

const textObjects = objects(members(() => values, textColumns))

/** Values of {@link typedColumns}: as strings, or as they are where they are JSON. */
const typedObjects = objects(
  members(
    (column) => {
      const texts = typedColumns.find(({ name }) => name === column)?.values.keys() ?? []
      return fc
        .constantFrom(...texts)
        .map((value) => (column === 'Y' ? (isJson(value) ? value : 'null') : JSON.stringify(value)))
    },
    typedColumns.map(({ name }) => name),
  ),
)

function isJson(value: string): boolean {
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

/** Lines that are no records of JSON Lines. */
const noRecord = fc.constantFrom(
  '{"A":"x"',
  '{"A":"x"}}',
  '{"A":"x",}',
  '{"A":1} {"A":2}',
  '"text"',
  '5',
  'null',
  '[{"A":1}]',
  '{"A":"\\ud800"}',
  '{"A":"\\x"}',
  '{A:1}',
  "{'A':1}",
  '{"A":01}',
  'no JSON',
)

/** JSON Lines; a few with lines that are no records. */
export function jsonLines(isTyped: boolean): fc.Arbitrary<string> {
  const record = isTyped ? typedObjects : textObjects
  const good = fc.array(record, { maxLength: 12 })
  const bad = fc
    .tuple(fc.array(record, { maxLength: 8 }), noRecord, fc.array(record, { maxLength: 8 }))
    .map(([before, wrong, after]) => [...before, wrong, ...after])
  return fc
    .tuple(
      fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: bad }),
      fc.constantFrom('\n', '\r\n', '\n\n', '\n \t\n'),
      fc.boolean(),
    )
    .map(([lines, end, isEnded]) => lines.join(end) + (isEnded ? end : ''))
}

/** An array of objects, or objects one after another over several lines; a few damaged. */
export function jsonDocument(isTyped: boolean): fc.Arbitrary<string> {
  const record = isTyped ? typedObjects : textObjects
  const spread = record.map((object) => object.replace(/^\{/, '{\n').replace(/\}$/, '\r\n}'))
  const all = fc.array(fc.oneof(record, spread), { maxLength: 10 })
  const array = fc
    .tuple(all, fc.constantFrom(',', ', ', ',\n', '\r\n,'), fc.constantFrom('', '\n', ' '))
    .map(([objects, comma, around]) => `${around}[${around}${objects.join(comma)}${around}]${around}`)
  const row = fc.tuple(all, fc.constantFrom('\n', ' ', '')).map(([objects, between]) => objects.join(between))
  const damages: readonly ((text: string) => string)[] = [
    (whole) => whole.slice(0, -1),
    (whole) => `${whole}]`,
    (whole) => `${whole} x`,
    (whole) => whole.replace('{', '{,'),
    (whole) => whole.replace('{', '"text",{'),
    (whole) => whole.replace(/:/, ' '),
  ]
  const damaged = fc.tuple(array, fc.constantFrom(...damages)).map(([whole, damage]) => damage(whole))
  return fc.oneof(
    { weight: 8, arbitrary: array },
    { weight: 4, arbitrary: row },
    { weight: 1, arbitrary: damaged },
  )
}
