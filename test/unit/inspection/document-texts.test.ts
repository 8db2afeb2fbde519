import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dynamicChange } from '../../../electron/domain/dynamic-value'
import { ColumnSplitter } from '../../../electron/inspection/column-splitter'
import type { DocumentTraits } from '../../../electron/inspection/document-texts'
import { recordKeys } from '../../../electron/inspection/record-keys'
import { splitText } from '../../support/split-text'

const splitter = new ColumnSplitter({ delimiter: '\t', fields: 2, groupBytes: 1_000_000 })

function traitsOf(...texts: readonly string[]): DocumentTraits {
  const records = texts.map((text) => `1\t"${text.replaceAll('"', '""')}"\n`)
  expect(splitText(splitter, records.join(''))?.records).toBe(texts.length)
  return splitter.documents(1)
}

const plain: DocumentTraits = { isJson: true, mayHaveOddNumbers: false, mayRepeatKeys: false }

test('documents as programs write them leave nothing to be looked at again', () => {
  const pretty = JSON.stringify(
    { a: 'x\u00e9\n"', b: { a: 12.5, c: [1, { a: null }, { a: -3 }] }, d: true },
    null,
    2,
  )
  expect(
    traitsOf(pretty, pretty.replace('12.5', '0'), pretty.replace('true', '"no"'), '', '[]', ' '.trim()),
  ).toEqual(plain)
  expect(traitsOf('a note', '12', 'x: [1, 2', '"text"')).toEqual(plain)
})

test.each([
  ['{"a":1}', '{"a":1,}'],
  ['{"a":1}', '{"a":nan}'],
  ['{"a":1}', '{"a":01}'],
  ['{"a":1}', '{"a":1.}'],
  ['{"a":1}', '{"a":"x\ny"}'],
  ['{"a":1}', '{"a":"\\x"}'],
  ['{"a":1}', '{"a":"\\u00g0"}'],
  ['{"a":1}', '{"a":1}}'],
  ['{"a":1}', '{"a":1'],
  ['{"a":"1"}', '{"a":"1}'],
  ['[1]', '[1}'],
  ['[1]', ' [1'],
])('after %s, %s is not told to be JSON', (good, bad) => {
  expect(traitsOf(good, bad).isJson).toBe(false)
  expect(traitsOf(bad).isJson).toBe(false)
})

test('of a number, what a dynamic value does not keep as it is written is seen, and of strings nothing', () => {
  const kept = ['0', '10', '-10', '0.5', '0.0', '123456789012345', '"0.10"', '"1e5"']
  expect(traitsOf(...kept.map((one) => `{"a":${one}}`))).toEqual(plain)
  for (const odd of ['0.10', '-0', '1e2', '1E-2', '12345678901234567'])
    for (const text of [`{"a":${odd}}`, `[${odd}]`, odd])
      expect(traitsOf('{"a":1}', '[1]', text).mayHaveOddNumbers, text).toBe(true)
})

test('a key that stands twice in one object is seen, and one in two objects is not', () => {
  expect(traitsOf('{"a":{"a":1},"b":[{"a":1},{"a":2}]}')).toEqual(plain)
  expect(traitsOf('{"a":1,"b":2}', '{"a":1,"a":2}').mayRepeatKeys).toBe(true)
  expect(traitsOf('[{"a":1},{"a":2}]', '[{"a":1,"a":2}]').mayRepeatKeys).toBe(true)
  expect(traitsOf('{"a":1,"\\u0061":2}').mayRepeatKeys).toBe(true)
})

test('nothing that the rules know is passed over, whatever document comes before', () => {
  const key = fc.constantFrom('a', 'b', 'c"', 'd\\', 'long key number one', '')
  const value: fc.Arbitrary<string> = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      fc.constantFrom(
        '1',
        '-2.5',
        '0.50',
        '1e3',
        '"x"',
        '"a \\"quoted\\" text, rather long"',
        'null',
        'nul',
        '-',
        '"\t"',
      ),
      fc.double({ noNaN: true }).map(String),
      fc.array(tie('value') as fc.Arbitrary<string>, { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
      fc
        .array(fc.tuple(key, tie('value') as fc.Arbitrary<string>), { maxLength: 3 })
        .map((all) => `{${all.map(([name, inner]) => `${JSON.stringify(name)}: ${inner}`).join(',\n ')}}`),
    ),
  })).value
  // The same keys with other values, which is what is read the fast way.
  const alike = fc
    .tuple(
      value,
      fc.array(fc.constantFrom('7', '"y"', 'true', '0.10', '1 2', ']'), { minLength: 1, maxLength: 4 }),
    )
    .map(([text, others]) => [
      text,
      ...others.map((other) => text.replace(/(?<=: )(-?[0-9.]+|"x"|null)/, other)),
    ])
  let clean = 0
  fc.assert(
    fc.property(fc.array(alike, { maxLength: 3 }), (groups) => {
      const texts = groups.flat()
      if (texts.length === 0) return
      const traits = traitsOf(...texts)
      const containers = texts.filter((text) => /^[{[]/.test(text))
      if (traits.isJson) for (const text of containers) JSON.parse(text)
      if (!traits.mayRepeatKeys)
        for (const text of containers)
          expect(recordKeys(Buffer.from(text.replaceAll('\n', ' '))).repeated).toEqual([])
      if (!traits.mayHaveOddNumbers)
        for (const text of containers) expect(dynamicChange(text)).toBeUndefined()
      if (traits.isJson && containers.length > 1) clean++
    }),
    { numRuns: 3000, seed: 2026 },
  )
  // Otherwise nothing was told.
  expect(clean).toBeGreaterThan(200)
})
