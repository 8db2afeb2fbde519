import { convertValue } from '../conversion/convert-value'
import type { Finding } from '../schema/inspection'
import type { valueFindingKinds } from '../value-finding-kinds'
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
type ValueKind = (typeof valueFindingKinds)[number]

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
  dayFirst: (finding) =>
    fact(finding, 'order') === 'unknown'
      ? ['could have', 'could have', 'the day first or the month first, and Kusto reads the month first']
      : finding.effect === 'changed'
        ? [
            'could have',
            'could have',
            'the day or the month first; others in the column can only have the day first, and Kusto reads the month first',
          ]
        : ['is written', 'are written', 'with the day first, and Kusto reads the month first'],
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
    fact(finding, 'type') === 'real'
      ? 'more digits than a real keeps, or lies beyond its range'
      : fact(finding, 'type') === 'dynamic'
        ? 'a number with more digits than a dynamic keeps, or beyond its range'
        : `more digits than ${withArticle(fact(finding, 'type', 'number'))} keeps`,
  ],
  notText: () => ['is', 'are', 'bytes that are no UTF-8 text'],
  withUnit: () => ['has', 'have', 'a unit beside the number'],
  money: () => ['has', 'have', 'a currency beside the number'],
  bracketedNumber: () => ['is', 'are', 'in brackets, as accountants write negative numbers'],
  formulaText: () => ['is', 'are', 'written as a formula of a spreadsheet'],
  serialDate: () => ['counts', 'count', 'days as a spreadsheet does, which is no datetime'],
  leadingZeros: (finding) => [
    'begins',
    'begin',
    `with zeros, which ${withArticle(fact(finding, 'type', 'number'))} does not keep`,
  ],
  daysForNumber: () => ['is', 'are', 'without a unit, and Kusto reads a number as days'],
  numberRewritten: (finding) =>
    fact(finding, 'type') === 'dynamic'
      ? ['has a number', 'have a number', 'that a dynamic writes in another way: its value stays']
      : [
          'is or has a number',
          'are or have numbers',
          'that JSON holds without quotes: the string keeps its value, not how it is written',
        ],
  brokenJson: () => ['begins', 'begin', 'like JSON and is not well-formed'],
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

/** Facts: `type`, the column's type; `order` of day and month, `unknown` or `dayFirst`; `transform` or `conversion`, what would help; `unit` of a time since 1970. */
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
  dayFirst: (finding) =>
    fact(finding, 'order') === 'unknown'
      ? {
          label: 'Day or month first?',
          text: about(finding),
          nextStep: 'Say which comes first, and convert the dates on the way.',
        }
      : {
          label: 'Day before month',
          text: about(finding),
          nextStep: 'Convert the dates on the way, or make the column a string.',
        },
  epochNumber: (finding) => ({
    label: 'Number for a time',
    text: about(finding),
    nextStep: fact(finding, 'unit').includes(' or ')
      ? 'Make the column a string, or leave those records out: times in different units cannot be told apart on the way.'
      : finding.facts?.['transform']
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
  notText: (finding) => ({
    label: 'Bytes, no text',
    text: about(finding),
    nextStep: 'Write them as text in the file, for example in Base64, or send the others.',
  }),
  withUnit: (finding) => ({ label: 'Number with a unit', text: about(finding), nextStep: orElse }),
  money: (finding) => ({ label: 'Number with a currency', text: about(finding), nextStep: orElse }),
  bracketedNumber: (finding) => ({ label: 'Number in brackets', text: about(finding), nextStep: orElse }),
  formulaText: (finding) => ({ label: 'Formula', text: about(finding), nextStep: orElse }),
  serialDate: (finding) => ({
    label: 'Day of a spreadsheet',
    text: about(finding),
    nextStep: `Convert the days on the way${serialExample(finding)}, or make the column a real.`,
  }),
  leadingZeros: (finding) => ({
    label: 'Leading zeros lost',
    text: about(finding),
    nextStep:
      'Make the column a string if they matter, as in codes; send them as they arrive if not; or leave those records out.',
  }),
  daysForNumber: (finding) => ({
    label: 'Read as days',
    text: about(finding),
    nextStep: 'Make the column a long if they count something else, or write them as hh:mm:ss in the file.',
  }),
  numberRewritten: (finding) => ({
    label: fact(finding, 'type') === 'dynamic' ? 'Number rewritten' : 'Number in a string',
    text: about(finding),
    nextStep: 'Write them in quotes in the file to keep every digit, or send them as they arrive.',
  }),
  brokenJson: (finding) => ({
    label: 'Not well-formed JSON',
    text: about(finding),
    nextStep: 'Mend them in the file, or send them: queries see texts, not objects or arrays.',
  }),
  jsonDate: (finding) => ({
    label: '/Date(…)/',
    text: about(finding),
    nextStep: 'Make the column a string, and take the number out with an update policy.',
  }),
}

/** `: “45292” becomes 2024-01-01`, of the first example. */
function serialExample({ examples: [first] }: Finding): string {
  const text = first?.value ?? ''
  const day = convertValue(text, 'serialDate')
  return day === text ? '' : ` (“${shortened(text)}” becomes ${day})`
}

/** `12 values of “Code” are not a long; the first is “abc” (line 7). They arrive as null.` */
function about(finding: Finding): FindingWords['text'] {
  const [one, many, what] = faults[finding.kind as ValueKind](finding)
  const verb = finding.count === 1 ? one : many
  const whole = `${countOf(finding, 'value')}${ofColumn(finding)} ${verb}${what === '' ? '' : ` ${what}`}${firstOf(finding)}.`
  const isChanged = finding.effect === 'changed' || finding.kind === 'numberRewritten'
  const other = isChanged ? finding.examples[0]?.becomes : null
  // A string is never null.
  const isEmptied = finding.kind === 'notText' && finding.effect === 'null'
  if (isEmptied) return sentences(whole, finding.count === 1 ? 'It arrives empty.' : 'They arrive empty.')
  if (!other) return sentences(whole, becomes(finding))
  return sentences(whole, finding.count === 1 ? `It arrives as ${other}.` : `The first arrives as ${other}.`)
}

function withArticle(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`
}
