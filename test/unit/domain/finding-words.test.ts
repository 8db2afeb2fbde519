import { describe, expect, it } from 'vitest'
import { wordsOfFinding } from '../../../electron/domain/finding-words'
import { effectSchema, findingKinds, type Finding } from '../../../electron/domain/schema/inspection'

const finding = (kind: Finding['kind'], more: Partial<Finding> = {}): Finding => ({
  kind,
  effect: 'null',
  column: 'Code',
  count: 2000,
  isExact: true,
  examples: [{ line: 202, record: 201, value: 'abc', becomes: null }],
  ...more,
})

describe('the words of a finding', () => {
  it.each(findingKinds)('%s has a label for a pill, whole sentences, and a next step', (kind) => {
    for (const effect of effectSchema.options) {
      for (const more of [{}, { count: 1 }, { column: null, examples: [] }, { isExact: false }]) {
        const { label, text, nextStep } = wordsOfFinding(finding(kind, { effect, ...more }))
        expect(label.length).toBeGreaterThan(0)
        expect(label.length).toBeLessThanOrEqual(24)
        for (const sentence of [text, nextStep]) expect(sentence).toMatch(/^[A-Z“0-9].*[.)”]$/s)
        expect(`${label} ${text} ${nextStep}`).not.toMatch(/undefined|null null|NaN| {2}|“”\.| of ,/)
      }
    }
  })

  it('name the values of a column, the first of them with its place, and what becomes of them', () => {
    expect(wordsOfFinding(finding('notOfType', { facts: { type: 'long' } }))).toEqual({
      label: 'Not a long',
      text: '2,000 values of “Code” are not a long; the first is “abc” (line 202, record 201). They arrive as null.',
      nextStep: 'Send them as null, leave those records out, or make the column a string.',
    })
    const swapped = { line: 4, record: 3, value: '05/04/2024', becomes: '2024-05-04' }
    expect(
      wordsOfFinding(
        finding('dayFirst', { effect: 'changed', column: 'when', count: 1, examples: [swapped] }),
      ).text,
    ).toBe(
      '1 value of “when” could have the day or the month first; others in the column can only have the day first, and Kusto reads the month first; the first is “05/04/2024” (line 4, record 3). It arrives as 2024-05-04.',
    )
    const either = finding('dayFirst', { effect: 'none', facts: { order: 'unknown' } })
    expect(wordsOfFinding(either)).toMatchObject({
      label: 'Day or month first?',
      text: expect.stringContaining('could have the day first or the month first') as string,
      nextStep: 'Say which comes first, and convert the dates on the way.',
    })
    expect(wordsOfFinding(finding('nullWord', { isExact: false })).text).toMatch(
      /^At least 2,000 values of “Code” say/,
    )
  })

  it('name the record and the field that are at fault', () => {
    const uneven = finding('fewerFields', {
      effect: 'refused',
      count: 3,
      facts: { fields: 2, expected: 3, name: 'temp' },
    })
    expect(wordsOfFinding(uneven)).toMatchObject({
      label: '2 fields, not 3',
      text: 'Record 201 (line 202) has 2 fields where the others have 3: field 3 (“temp”) is missing. 2 more records have the same fault. Kusto refuses the whole file.',
    })
    const wide = finding('moreFields', { effect: 'refused', count: 1, facts: { fields: 5, expected: 3 } })
    expect(wordsOfFinding(wide).text).toBe(
      'Record 201 (line 202) has 5 fields where the others have 3: field 4 is one too many. Kusto refuses the whole file.',
    )
    expect(
      wordsOfFinding(finding('textAfterQuote', { effect: 'refused', count: 1, facts: { field: 2 } })).text,
    ).toBe(
      'Record 201 (line 202) has text after the closing quote of field 2; a quote inside quotes is written twice. Kusto refuses the whole file. Where the record ends cannot be told for certain, so it cannot be left out by itself.',
    )
    expect(wordsOfFinding(finding('notJson', { effect: 'leftOut', count: 1 })).text).toBe(
      'Line 202 is not a JSON object: “abc”. It is left out.',
    )
  })

  it('name an encoding with its byte, and say whether it is converted', () => {
    const facts = { encoding: 'windows-1252', byte: 0x92, offset: 17, line: 3 }
    const refused = finding('encoding', { effect: 'refused', facts })
    expect(wordsOfFinding(refused)).toEqual({
      label: 'Windows-1252',
      text: 'The text is not UTF-8: byte 0x92 at offset 17 (line 3) is Windows-1252. Kusto reads UTF-8 and refuses the whole file.',
      nextStep: 'Convert it to UTF-8 on the way.',
    })
    expect(wordsOfFinding({ ...refused, effect: 'none' }).text).toContain('It is converted on the way.')
  })

  it('call formats by names that a person knows', () => {
    const { label, text } = wordsOfFinding(
      finding('otherFormatThanNamed', { effect: 'none', facts: { named: 'csv', format: 'scsv' } }),
    )
    expect(label).toBe('SCsv, not CSV')
    expect(text).toContain('Semicolon-separated (SCsv)')
  })
})
