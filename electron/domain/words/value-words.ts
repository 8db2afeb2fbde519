import type { Finding, FindingKind } from '../schema/inspection'
import {
  becomes,
  countOf,
  fact,
  firstOf,
  ofColumn,
  sentences,
  type FindingWords,
  type WordsOf,
} from './phrases'

/** Kinds of findings about single values. */
export type ValueKind = Extract<
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
>

const orElse = 'Send them as null, leave those records out, or make the column a string.'

/** Facts: `type`, the column's type; `transform` or `conversion`, what would help; `unit` of a time since 1970. */
export const valueWords: Readonly<Record<ValueKind, WordsOf>> = {
  notOfType: (finding) => {
    const type = fact(finding, 'type')
    return {
      label: type === '' ? 'Other type' : `Not ${withArticle(type)}`,
      text: about(
        finding,
        type === '' ? ['does not fit', 'do not fit'] : ['is not', 'are not'],
        type && withArticle(type),
      ),
      nextStep: orElse,
    }
  },
  outOfRange: (finding) => ({
    label: 'Out of range',
    text: about(
      finding,
      ['is out of range', 'are out of range'],
      fact(finding, 'type') && `for ${withArticle(fact(finding, 'type'))}`,
    ),
    nextStep: 'Choose a type that holds them, or send them as null.',
  }),
  tooLong: (finding) => ({
    label: 'Longer than 1 MB',
    text: about(finding, ['is longer', 'are longer'], 'than 1 MB, the most that Kusto keeps'),
    nextStep:
      finding.effect === 'cut'
        ? 'Send them cut, or leave those records out.'
        : 'Make the column a string to keep the first megabyte, or leave those records out.',
  }),
  dayFirst: (finding) => ({
    label: 'Day before month',
    text: about(
      finding,
      ['is written', 'are written'],
      'with the day first, and Kusto reads the month first',
    ),
    nextStep: 'Convert the dates on the way, or make the column a string.',
  }),
  epochNumber: (finding) => ({
    label: 'Number for a time',
    text: about(
      finding,
      ['counts', 'count'],
      `${fact(finding, 'unit', 'seconds')} since 1970, which is no datetime`,
    ),
    nextStep: finding.facts?.['transform']
      ? `Apply the transform ${fact(finding, 'transform')}, or make the column a long.`
      : `Convert the ${fact(finding, 'unit', 'numbers')} on the way, or make the column a long.`,
  }),
  decimalComma: (finding) => ({
    label: 'Decimal comma',
    text: about(finding, ['has', 'have'], 'a comma where Kusto reads a point'),
    nextStep: 'Convert the numbers on the way, or make the column a string.',
  }),
  groupedDigits: (finding) => ({
    label: 'Digits in groups',
    text: about(finding, ['has', 'have'], 'digits in groups, as in 1,234, which is no number to Kusto'),
    nextStep: 'Convert the numbers on the way, or make the column a string.',
  }),
  nullWord: (finding) => ({
    label: 'Word for no value',
    text: about(finding, ['says', 'say'], 'that there is no value, in a word'),
    nextStep: 'Send them as null, which is probably meant, or make the column a string to keep the word.',
  }),
  jsonDate: (finding) => ({
    label: '/Date(…)/',
    text: about(finding, ['is', 'are'], 'of the form /Date(…)/, which is no datetime to Kusto'),
    nextStep: 'Make the column a string, and take the number out with an update policy.',
  }),
}

/** `12 values of “Code” are not a long; the first is “abc” (line 7). They arrive as null.` */
function about(
  finding: Finding,
  verbs: readonly [one: string, many: string],
  what: string,
): FindingWords['text'] {
  const verb = finding.count === 1 ? verbs[0] : verbs[1]
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
