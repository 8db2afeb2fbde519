import type { FormatReason } from './recognition/sample'
import type { Finding, FindingKind } from './schema/inspection'
import type { FieldConversion } from './conversion/field-conversion'
import { fieldWords } from './words/field-words'
import type { FindingWords, WordsOf } from './words/phrases'
import { recordWords } from './words/record-words'
import { sourceWords } from './words/source-words'
import { faultOfValue, valueWords } from './words/value-words'

export { delimiterName, encodingName } from './words/source-words'
export type { FindingWords } from './words/phrases'

const words: Readonly<Record<FindingKind, WordsOf>> = {
  ...valueWords,
  ...recordWords,
  ...fieldWords,
  ...sourceWords,
}

/** What a finding says: a short label, what and where and what becomes of it, and what to do. */
export function wordsOfFinding(finding: Finding): FindingWords {
  return words[finding.kind](finding)
}

/** What is wrong with one record, for its line in a reject file: the finding is about it alone. */
export function reasonOfRecord(finding: Finding): string {
  return faultOfValue(finding) ?? wordsOfFinding({ ...finding, effect: 'none' }).text
}

/** What can be chosen for a finding. */
export const findingChoices = ['sendAsNull', 'leaveOut', 'changeType', 'applyTransform', 'convert'] as const

export type FindingChoice = (typeof findingChoices)[number]

/** Words of the choices; `what` is a type, a transform, or what is converted. */
export const choiceWords: Readonly<Record<FindingChoice, (what?: string) => string>> = {
  sendAsNull: () => 'Send as null',
  leaveOut: () => 'Leave the records out',
  changeType: (what) => `Make the column ${what === undefined ? 'a string' : what}`,
  applyTransform: (what) => (what === undefined ? 'Apply a transform' : `Apply ${what}`),
  convert: (what) => (what === undefined ? 'Convert on the way' : `Convert ${what} on the way`),
}

/** What a conversion of a field does, for {@link choiceWords}. */
export const conversionWords: Readonly<Record<FieldConversion, string>> = {
  dayFirst: 'the dates with the day first',
  monthFirst: 'the dates with the month first',
  decimalComma: 'the decimal commas',
  groupedDigits: 'the groups of digits',
  unixSeconds: 'the seconds',
  unixMilliseconds: 'the milliseconds',
  unixMicroseconds: 'the microseconds',
  unixNanoseconds: 'the nanoseconds',
  serialDate: 'the days that a spreadsheet counted',
}

/** Why a source has its format, in one sentence; undefined if its name says it all. */
export function reasonWords(reason: FormatReason): string | undefined {
  return reasons[reason]
}

const reasons: Readonly<Record<FormatReason, string | undefined>> = {
  magic: 'Its first bytes say so.',
  fieldsLine: 'It has a #Fields: line.',
  delimiter: undefined,
  name: undefined,
  escapes: 'Its tabs and line ends are written as \\t and \\n.',
  objectPerLine: 'Each line is a JSON object.',
  array: 'Its objects are in an array.',
  overLines: 'Its objects take several lines.',
  inOneLine: 'Several objects are in one line.',
}
