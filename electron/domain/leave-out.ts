import type { DataFormat } from './data-format'
import type { FindingKind } from './schema/inspection'
import { valueFindingKinds } from './value-finding-kinds'

/** Kinds of findings whose records can be told from the others, so that these are sent alone. */
const kinds: ReadonlySet<FindingKind> = new Set([
  ...valueFindingKinds,
  'fewerFields',
  'moreFields',
  'notJson',
])

/** Formats whose records stand one after another as text, so that some can be left out. */
const formats: ReadonlySet<DataFormat> = new Set(['csv', 'tsv', 'psv', 'scsv', 'sohsv', 'json'])

/** Whether the records of a finding can be left out. */
export function canLeaveOut(kind: FindingKind): boolean {
  return kinds.has(kind)
}

/** Whether records can be left out of a source of this format. */
export function canLeaveOutOf(format: DataFormat): boolean {
  return formats.has(format)
}
