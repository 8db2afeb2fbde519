import type { Finding, FindingKind } from '../schema/inspection'
import {
  becomes,
  countOf,
  fact,
  firstOf,
  ofColumn,
  sentences,
  shortened,
  type FindingWords,
  type WordsOf,
} from './phrases'

/** Kinds of findings about single values. */
type ValueKind = Extract<
  FindingKind,
  | 'notOfType'
  | 'outOfRange'
  | 'tooLong'
  | 'dayFirst'
  | 'epochNumber'
  | 'decimalComma'
  | 'groupedDigits'
  | 'nullWord'
  | 'jsonDate'
  | 'digitsLost'
>

/** What is wrong with one value, what with several, and the rest of the sentence. */
type Fault = readonly [one: string, many: string, what: string]

const faults: Readonly<Record<ValueKind, (finding: Finding) => Fault>> = {
  notOfType: (finding) => {
    const type = fact(finding, 'type')
    return type === '' ? ['does not fit', 'do not fit', ''] : ['is not', 'are not', withArticle(type)]
  },
  outOfRange: (finding) => {
    const type = fact(finding, 'type')
    return ['is out of range', 'are out of range', type && `for ${withArticle(type)}`]
  },
  tooLong: () => ['is longer', 'are longer', 'than 1 MB, the most that Kusto keeps'],
  dayFirst: () => ['is written', 'are written', 'with the day first, and Kusto reads the month first'],
  epochNumber: (finding) => [
    'counts',
    'count',
    `${fact(finding, 'unit', 'seconds')} since 1970, which is no datetime`,
  ],
  decimalComma: () => ['has', 'have', 'a comma where Kusto reads a point'],
  groupedDigits: () => ['has', 'have', 'digits in groups, as in 1,234, which is no number to Kusto'],
  nullWord: () => ['says', 'say', 'that there is no value, in a word'],
  jsonDate: () => ['is', 'are', 'of the form /Date(…)/, which is no datetime to Kusto'],
  digitsLost: (finding) => [
    'has',
    'have',
    `more digits than ${withArticle(fact(finding, 'type', 'number'))} keeps`,
  ],
}

/** What is wrong with a single value: `“abc” of “Code” is not a long.` Undefined for findings about no value. */
export function faultOfValue(finding: Finding): string | undefined {
  if (!Object.hasOwn(faults, finding.kind)) return undefined
  const [verb, , what] = faults[finding.kind as ValueKind](finding)
  const value = finding.examples[0]?.value ?? null
  const subject = value === null ? 'A value' : `“${shortened(value)}”`
  return `${subject}${ofColumn(finding)} ${verb}${what === '' ? '' : ` ${what}`}.`
}

const orElse = 'Send them as null, leave those records out, or make the column a string.'

/** Facts: `type`, the column's type; `transform` or `conversion`, what would help; `unit` of a time since 1970. */
export const valueWords: Readonly<Record<ValueKind, WordsOf>> = {
  notOfType: (finding) => {
    const type = fact(finding, 'type')
    return {
      label: type === '' ? 'Other type' : `Not ${withArticle(type)}`,
      text: about(finding),
      nextStep: orElse,
    }
  },
  outOfRange: (finding) => ({
    label: 'Out of range',
    text: about(finding),
    nextStep: 'Choose a type that holds them, or send them as null.',
  }),
  tooLong: (finding) => ({
    label: 'Longer than 1 MB',
    text: about(finding),
    nextStep:
      finding.effect === 'cut'
        ? 'Send them cut, or leave those records out.'
        : 'Make the column a string to keep the first megabyte, or leave those records out.',
  }),
  dayFirst: (finding) => ({
    label: 'Day before month',
    text: about(finding),
    nextStep: 'Convert the dates on the way, or make the column a string.',
  }),
  epochNumber: (finding) => ({
    label: 'Number for a time',
    text: about(finding),
    nextStep: finding.facts?.['transform']
      ? `Apply the transform ${fact(finding, 'transform')}, or make the column a long.`
      : `Convert the ${fact(finding, 'unit', 'numbers')} on the way, or make the column a long.`,
  }),
  decimalComma: (finding) => ({
    label: 'Decimal comma',
    text: about(finding),
    nextStep: 'Convert the numbers on the way, or make the column a string.',
  }),
  groupedDigits: (finding) => ({
    label: 'Digits in groups',
    text: about(finding),
    nextStep: 'Convert the numbers on the way, or make the column a string.',
  }),
  nullWord: (finding) => ({
    label: 'Word for no value',
    text: about(finding),
    nextStep: 'Send them as null, which is probably meant, or make the column a string to keep the word.',
  }),
  digitsLost: (finding) => ({
    label: 'Digits lost',
    text: about(finding),
    nextStep: `Make the column a ${fact(finding, 'type') === 'real' ? 'decimal or a string' : 'string'} to keep them, send them as they arrive, or leave those records out.`,
  }),
  jsonDate: (finding) => ({
    label: '/Date(…)/',
    text: about(finding),
    nextStep: 'Make the column a string, and take the number out with an update policy.',
  }),
}

/** `12 values of “Code” are not a long; the first is “abc” (line 7). They arrive as null.` */
function about(finding: Finding): FindingWords['text'] {
  const [one, many, what] = faults[finding.kind as ValueKind](finding)
  const verb = finding.count === 1 ? one : many
  const whole = `${countOf(finding, 'value')}${ofColumn(finding)} ${verb}${what === '' ? '' : ` ${what}`}${firstOf(finding)}.`
  const other = finding.effect === 'changed' ? finding.examples[0]?.becomes : null
  if (!other) return sentences(whole, becomes(finding))
  return sentences(
    whole,
    finding.count === 1 ? `It arrives as ${other}.` : `It arrives as ${other}, the others likewise.`,
  )
}

function withArticle(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`
}
