import type { Finding, FindingKind } from '../schema/inspection'
import {
  amount,
  countOf,
  fact,
  nameOf,
  numberFact,
  ofMember,
  recordOf,
  sentences,
  shortened,
  type WordsOf,
} from './phrases'

/** Kinds of findings about whole records. */
type RecordKind = Extract<
  FindingKind,
  | 'fewerFields'
  | 'moreFields'
  | 'textAfterQuote'
  | 'openQuote'
  | 'backslashQuotes'
  | 'notJson'
  | 'loneSurrogate'
  | 'keyTwice'
  | 'recordTooLong'
>

const mend = 'Mend the file, or leave those records out.'

/** Facts: `fields` of the first example, the number `expected` and the `name` of the first that is missing; `field`, the number of the one at fault, from 1. */
export const recordWords: Readonly<Record<RecordKind, WordsOf>> = {
  fewerFields: (finding) => fieldCount(finding, 'Fields missing'),
  moreFields: (finding) => fieldCount(finding, 'Too many fields'),
  textAfterQuote: (finding) => ({
    label: 'Text after a quote',
    text: sentences(
      `${recordOf(finding)} has text after the closing quote of field ${fact(finding, 'field', '?')}; a quote inside quotes is written twice.`,
      others(finding),
      outcome(finding),
      'Where the record ends cannot be told for certain, so it cannot be left out by itself.',
    ),
    nextStep: 'Mend the quotes in the file, then add it again.',
  }),
  openQuote: (finding) => ({
    label: 'Quote never closed',
    text: sentences(
      `${recordOf(finding)} opens a quote in field ${fact(finding, 'field', '?')} that is never closed.`,
      outcome(finding),
    ),
    nextStep: 'Close the quote in the file, then add it again.',
  }),
  backslashQuotes: (finding) => ({
    label: 'Backslash quotes',
    text: sentences(
      'Quotes inside fields are escaped by a backslash; CSV doubles them.',
      finding.effect === 'none' ? 'They are doubled on the way.' : outcome(finding),
    ),
    nextStep: finding.effect === 'none' ? 'The file itself stays as it is.' : 'Convert them on the way.',
  }),
  notJson: (finding) => ({
    label: 'Not JSON',
    text: sentences(
      finding.examples[0]?.line
        ? `Line ${finding.examples[0].line.toLocaleString('en-US')}${ofMember(finding.examples[0])} is not a JSON object${value(finding)}.`
        : 'The text is not well-formed JSON.',
      others(finding),
      outcome(finding),
    ),
    nextStep:
      finding.effect === 'refused'
        ? 'Mend the file, then add it again.'
        : 'Send the others, or mend the file.',
  }),
  loneSurrogate: (finding) => ({
    label: 'Half a character',
    text: sentences(
      `${recordOf(finding)} holds half of a character (a surrogate without its other half).`,
      others(finding),
      outcome(finding),
    ),
    nextStep: 'Send the others, or mend the file.',
  }),
  keyTwice: (finding) => ({
    label: 'Key twice',
    text: sentences(
      `${recordOf(finding)} has the key ${nameOf(finding)} twice in one object: ${valueLost(finding)}.`,
      finding.count > 1
        ? `${countOf({ ...finding, count: finding.count - 1 }, 'more value')} of it ${finding.count === 2 ? 'is' : 'are'} lost alike.`
        : '',
    ),
    nextStep: 'Name one of the keys otherwise in the file.',
  }),
  recordTooLong: (finding) => ({
    label: 'Record too long',
    text: sentences(
      `${recordOf(finding)} is longer than 64 MB, the most that Kusto takes.`,
      outcome(finding),
    ),
    nextStep: 'Split the record in the file, then add it again.',
  }),
}

function valueLost({ effect, examples: [first] }: Finding): string {
  const { value: lost = null, becomes: kept = null } = first ?? {}
  if (effect === 'none') return lost === kept ? 'both hold the same' : 'it goes nowhere anyway'
  if (lost === null || kept === null) return 'of its two values one is lost'
  return `its value ${shortened(lost)} is lost, ${shortened(kept)} stays`
}

function fieldCount(finding: Finding, label: string): ReturnType<WordsOf> {
  const fields = numberFact(finding, 'fields')
  const expected = numberFact(finding, 'expected')
  const isKnown = fields !== undefined && expected !== undefined
  return {
    label:
      isKnown && `${fields} fields, not ${expected}`.length <= 24
        ? `${amount(fields, 'field')}, not ${expected}`
        : label,
    text: sentences(
      isKnown
        ? `${recordOf(finding)} has ${amount(fields, 'field')} where the others have ${expected}: ${oddField(finding, fields, expected)}.`
        : `${recordOf(finding)} has another number of fields than the others.`,
      others(finding),
      outcome(finding),
    ),
    nextStep: mend,
  }
}

function oddField(finding: Finding, fields: number, expected: number): string {
  if (fields > expected) return `field ${expected + 1} is one too many`
  const name = fact(finding, 'name')
  return `field ${fields + 1}${name === '' ? '' : ` (“${name}”)`} is missing`
}

function others({ count, isExact }: Finding): string {
  if (count <= 1) return ''
  const more = amount(count - 1, 'more record has', 'more records have')
  return `${isExact ? more : `At least ${more}`} the same fault.`
}

function outcome({ effect, count }: Finding): string {
  if (effect === 'refused') return 'Kusto refuses the whole file.'
  if (effect === 'leftOut') return count === 1 ? 'It is left out.' : 'They are left out.'
  return ''
}

function value({ examples: [first] }: Finding): string {
  if (first?.value === null || first?.value === undefined) return ''
  return `: “${first.value.length > 60 ? `${first.value.slice(0, 59)}…` : first.value}”`
}
