import { conversionFor, openOrdersOf } from '../domain/conversion/conversion-for'
import { wordsOfFinding } from '../domain/finding-words'
import { canLeaveOut } from '../domain/leave-out'
import type { Finding, FindingKind } from '../domain/schema/inspection'
import { valueFindingKinds } from '../domain/value-finding-kinds'
import { mendableKinds } from '../domain/known-refusals'
import { convertibleOf } from './convert-switch'

/** What the command line can do about findings for which the window's choices have no switch of the same name. */
const steps: Readonly<Partial<Record<FindingKind, string>>> = {
  jsonDate: 'Send them as null, or load them into a column of type string.',
  missingColumn: 'Leave it empty, or give a mapping that fills it with --mapping-file.',
  extraField: 'Add a column of that name to the table first, or go on without it.',
  otherOrder: 'Add --match name to match the fields by their names.',
  caseDiffers: 'Write the key alike in all records, or give a mapping with --mapping-file.',
  noKeyMatches: 'Give a mapping with --mapping-file, or make a table from these keys.',
  pathNotFound: 'Correct the path in the mapping.',
  mappingKind: 'Give a mapping of the kind of the source with --mapping-file, or none.',
  mappingMissing: 'Name one that is there with --mapping, or make it first.',
  maybeHeader: 'Add --ignore-first-record to leave it out, or --keep-first-record if it is data.',
  noHeader: 'Add --keep-first-record if the first record is data.',
  otherFormatThanNamed: 'Add --format if that is wrong.',
  duplicateNames: 'Rename them in the file if you like.',
  unlikeMembers: 'Unpack it, and name the files: each is then read by its own header.',
  ingestedBefore: 'Leave the file out, unless you want the rows again.',
}

/** One thing to do about a finding, in the command line's words: it names nothing that it cannot do. */
export function nextStepOf(finding: Finding): string {
  const { kind, effect } = finding
  if (kind === 'headerSeen')
    return effect === 'none'
      ? 'Nothing; --keep-first-record sends it.'
      : 'Leave out --keep-first-record, or add --ignore-first-record.'
  if (kind === 'caseDiffers' && effect === 'none') return wordsOfFinding(finding).nextStep
  if (kind === 'extraField' && finding.facts?.['mapping'] !== undefined)
    return wordsOfFinding(finding).nextStep
  if (mendableKinds.includes(kind) && effect !== 'none' && finding.facts?.['encoding'] !== 'utf-8')
    return 'Add --convert text to convert it in a file on the way.'
  const known = steps[kind]
  if (known !== undefined) return known
  if (!valueFindingKinds.some((one) => one === kind)) return wordsOfFinding(finding).nextStep
  const as = conversionFor(finding)
  const what = openOrdersOf(finding)
    ? 'dates:day-first or --convert dates:month-first'
    : as && convertibleOf[as]
  const convert = what === undefined ? [] : [`Add --convert ${what} to convert them in a file on the way`]
  const leave = canLeaveOut(kind) ? ['add --leave-out-findings to leave those records out'] : []
  const other = 'load them into a column of another type'
  const [first = '', ...rest] = [...convert, ...leave, other]
  const all = [`${first.charAt(0).toUpperCase()}${first.slice(1)}`, ...rest]
  return `${all.slice(0, -1).join(', ')}, or ${all.at(-1) ?? ''}.`
}
