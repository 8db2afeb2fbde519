import type { Finding, FindingKind } from '../schema/inspection'
import { amount, countOf, fact, firstOf, nameOf, shortened, type WordsOf } from './phrases'

/** Kinds of findings about columns, fields, keys and paths. */
type FieldKind = Extract<
  FindingKind,
  | 'missingColumn'
  | 'extraField'
  | 'caseDiffers'
  | 'otherOrder'
  | 'pathNotFound'
  | 'noKeyMatches'
  | 'recordsInside'
  | 'datesTaken'
  | 'durationUnit'
>

/** KQL that makes a timespan of a number. */
function spanOf(finding: Finding): string {
  const column = finding.column ?? 'Duration'
  switch (fact(finding, 'unit')) {
    case 'seconds':
      return `${column} * 1s`
    case 'milliseconds':
      return `${column} * 1ms`
    case 'microseconds':
      return `${column} * 1microsecond`
    default:
      return `${column} / 100 * 1tick`
  }
}

/** How much of a field goes nowhere. */
function unreadValues(finding: Finding): string {
  if (finding.count === 0) return 'It holds no values.'
  const first = finding.examples.length === 0 ? '' : firstOf(finding)
  return finding.count === 1 && finding.isExact
    ? `Its only value goes nowhere${first}.`
    : `${countOf(finding, 'value')} of it go nowhere${first}.`
}

/** What the column holds where the value of a key of another case is lost. */
function lostBesideColumn({ effect, count, examples: [first] }: Finding): string {
  const subject = count === 1 ? 'The value goes nowhere' : 'The values go nowhere'
  if (effect === 'null') return `${subject}, and the column is null there.`
  const kept = first?.becomes ?? null
  const own = count === 1 && kept !== null ? `, “${shortened(kept)}”` : ''
  return `${subject}: the column takes the one under its own key${own}.`
}

/** Facts: `order` of day and month, and `why` it is taken; `unit`, what a duration counts; `field`, a name in the source; `target`, the column of the table; `path`; `keys` and `columns`, lists. */
export const fieldWords: Readonly<Record<FieldKind, WordsOf>> = {
  missingColumn: (finding) => ({
    label: 'Column stays empty',
    text:
      finding.examples.length === 0
        ? `Nothing in the source goes into ${nameOf(finding)}. It stays null in every record.`
        : `${countOf(finding, 'record')} ${finding.count === 1 ? 'has' : 'have'} no key for ${nameOf(finding)}, and keys that go nowhere: ${fact(finding, 'keys', 'others')}. The column is null there.`,
    nextStep: 'Choose a field for it, or leave it empty.',
  }),
  extraField: (finding) => {
    if (fact(finding, 'mapping') === 'own')
      return {
        label: 'Not in the mapping',
        text: `The mapping takes nothing from ${nameOf(finding)}. ${unreadValues(finding)}`,
        nextStep: 'Add it to the mapping, or leave it out.',
      }
    if (fact(finding, 'mapping') === 'noColumn')
      return {
        label: 'No such column',
        text: `The mapping has an entry for ${nameOf(finding)}, and the table has no such column. Nothing of it arrives.`,
        nextStep: 'Correct the column in the mapping, or add it to the table.',
      }
    if (finding.column === null)
      return {
        label: 'No column for it',
        text: `${countOf(finding, 'more key')} that the first records do not have ${finding.count === 1 ? 'goes' : 'go'} nowhere.`,
        nextStep: 'Add columns for them, or leave them out.',
      }
    return {
      label: 'No column for it',
      text: `The table has no column for ${nameOf(finding)}. ${unreadValues(finding)}`,
      nextStep: 'Add the column, or leave the field out.',
    }
  },
  caseDiffers: (finding) => {
    const key = finding.column === null ? 'A name in the source' : nameOf(finding)
    const column = `the column “${fact(finding, 'target', 'of the table')}”`
    const differs = `${key} differs from ${column} in upper and lower case only.`
    if (finding.effect === 'none')
      return {
        label: 'Other case',
        text: `${differs} A mapping that joins them goes along.`,
        nextStep: 'Check that they mean the same.',
      }
    if (finding.examples.length > 0)
      return {
        label: 'Other case',
        text: `${countOf(finding, 'record')} ${finding.count === 1 ? 'has' : 'have'} the key ${key}, which differs from the one that ${column} takes in upper and lower case only${firstOf(finding)}. ${lostBesideColumn(finding)}`,
        nextStep: 'Write the key alike in all records.',
      }
    return {
      label: 'Other case',
      text: `${differs} Names have to match exactly, so the column stays null.`,
      nextStep: 'Match by name, so that a mapping that joins them goes along.',
    }
  },
  otherOrder: (finding) => ({
    label: 'Other order',
    text: `The fields are in another order than the columns: by position, “${fact(finding, 'field', 'a field')}” goes into “${fact(finding, 'target', 'another column')}”.`,
    nextStep: 'Match the fields by name.',
  }),
  pathNotFound: (finding) => ({
    label: 'Path not found',
    text: `No record that was read has ${fact(finding, 'path', 'the path')}, which the mapping puts into ${nameOf(finding)}. The column stays null.`,
    nextStep: 'Correct the path in the mapping.',
  }),
  noKeyMatches: (finding) => ({
    label: 'No key matches',
    text: `No key of the records is the name of a column, so every row lands empty. Keys: ${fact(finding, 'keys', 'others')}.`,
    nextStep: 'Use a mapping, or make a table from these keys.',
  }),
  datesTaken: (finding) => ({
    label: fact(finding, 'order') === 'monthFirst' ? 'Month first' : 'Day first',
    text: `${countOf(finding, 'date')} of ${nameOf(finding)} could have the day or the month first${firstOf(finding)}. ${finding.count === 1 ? 'It is' : 'They are'} taken with the ${fact(finding, 'order') === 'monthFirst' ? 'month' : 'day'} first${fact(finding, 'why') === 'others' ? ', as others in the column can only have it first' : ''}.`,
    nextStep: 'See that this is how they are meant.',
  }),
  durationUnit: (finding) => {
    const unit = fact(finding, 'unit', 'parts of a second')
    const isSpan = fact(finding, 'type') === 'timespan'
    return {
      label: `Counts ${unit}`.length <= 24 ? `Counts ${unit}` : 'Duration',
      text: `${finding.column === null ? 'A column' : nameOf(finding)} is a duration in ${unit}, which Parquet stores as plain numbers. ${isSpan ? 'A timespan takes none of them' : 'The numbers arrive, and their unit does not'}.`,
      nextStep: `${isSpan ? 'Load them into a long, and make' : 'Make'} spans of them by a query: ${spanOf(finding)}.`,
    }
  },
  recordsInside: (finding) => ({
    label: 'Records inside',
    text: `The source is one object with ${amount(finding.count, 'record')} inside it, under ${fact(finding, 'path', 'a key')}. It lands as one row.`,
    nextStep: 'Save that list as the file, or land it as one dynamic value and expand it by a query.',
  }),
}
