import type { FileSource } from '../../../../../electron/domain/schema/file-source'
import type { Column } from '../../../../../electron/domain/schema/table'
import { formatFacts } from '../../../../../electron/domain/data-format'
import { formatForTable } from '../../../../../electron/domain/format-choice'
import { allRecords } from '../../../../../electron/domain/file-source'
import { canHaveHeader, expectedRecords } from '../../../../../electron/domain/source-treatment'

import { isGrave, worstFirst } from '../../../../../electron/domain/finding-gravity'
import { wordsOfFinding } from '../../../../../electron/domain/finding-words'
import { makeFinding } from '../../../../../electron/domain/recognition/make-finding'
import type { Finding } from '../../../../../electron/domain/schema/inspection'
import type { PillTone } from '../../../components/pill'
import { linesWithoutRecord } from '../../../state/inspection/finding-choices'
import { extentOf, findingsOf, type Inspection } from '../../../state/inspection/inspection'
import { preparedMapping } from '../../../state/inspection/prepared-job'
import { isFile } from '../../../state/sources/file-choice'
import { sourcesText } from '../../../text/en-work'
import { formatAgo } from '../../../text/format'

/** Something about a chosen file that needs attention: a label, and the whole story. */
interface FileFinding {
  readonly tone: Extract<PillTone, 'warning' | 'failed'>
  readonly label: string
  readonly text: string
}

/**
 * What to point out about a file for a table with these columns, worst first.
 *
 * @param context.ignoreFirstRecord Whether this file's first record will be left out.
 */
export function fileFindings(
  file: FileSource,
  context: {
    readonly columns: readonly Column[]
    readonly ignoreFirstRecord: boolean
    readonly now: number
    /** Whether a conversion on the way makes its problem go away. */
    readonly isConvertible?: boolean
    /** Whether another file is in the list as well. */
    readonly isListed?: (handle: string) => boolean
    /** What a look into the file found; undefined before it is there. */
    readonly inspection?: Inspection | undefined
  },
): readonly FileFinding[] {
  const words = sourcesText.findings
  if (file.problem !== null && context.isConvertible !== true) {
    const text = [file.problem.message, file.problem.nextStep].filter(Boolean).join(' ')
    return isFile(file)
      ? [{ tone: 'failed', label: words.problem, text }]
      : [{ tone: 'warning', label: words.leftOut, text }]
  }
  const { inspection } = context
  const seen = worstFirst(
    inspection === undefined || inspection.look === null ? (file.findings ?? []) : findingsOf(inspection),
  )
  const findings: FileFinding[] = seen.filter(isGrave).map(fromLook)
  const isSeen = (...kinds: readonly Finding['kind'][]): boolean =>
    seen.some(({ kind }) => kinds.includes(kind))
  const add = (label: string, text: string): void => void findings.push({ tone: 'warning', label, text })
  const hasFields = file.format !== null && canHaveHeader(file.format)
  for (const note of file.notes ?? []) add(words.note, note)
  const addLast = (): readonly FileFinding[] => {
    const { sameContentAs: other } = file
    if (other !== undefined && context.isListed?.(other.handle) === true)
      findings.push(fromLook(makeFinding('sameContent', 'none', { count: 1, facts: { name: other.name } })))
    // Ingesting twice is the user's to decide; values that would be lost come first.
    if (file.ingestedBefore !== null) {
      const { table, at } = file.ingestedBefore
      add(words.ingestedBefore, words.ingestedBeforeText(table, formatAgo(at, context.now)))
    }
    return findings
  }
  const format = formatForTable(file, context.columns.length)
  if (format !== null && format !== file.format) {
    const { label } = formatFacts[format]
    add(words.otherFormat(label), words.otherFormatText(label))
    return addLast()
  }
  const fields = file.headerColumns.length
  if (hasFields && fields > 0 && context.columns.length > 0) {
    if (
      fields !== context.columns.length &&
      !isSeen('missingColumn', 'extraField', 'fewerFields', 'moreFields')
    ) {
      add(words.fieldCount(fields, context.columns.length), words.fieldCountText)
    }
    const misplaced = firstMisplaced(file.headerColumns, context.columns)
    const byName = context.inspection !== undefined && goesByName(context.inspection)
    if (misplaced !== undefined && !isSeen('otherOrder')) {
      add(words.order, byName ? words.orderByName : words.orderText(misplaced.column, misplaced.field))
    }
  }
  if (hasFields && context.ignoreFirstRecord && !file.hasHeader && !isSeen('noHeader')) {
    add(words.noHeader, words.noHeaderText)
  }
  if (hasFields && !context.ignoreFirstRecord && file.hasHeader && !isSeen('headerSeen')) {
    add(words.headerSeen, words.headerSeenText)
  }
  return addLast()
}

function fromLook(finding: Finding): FileFinding {
  const { label, text, nextStep } = wordsOfFinding(finding)
  // A conversion is asked about before anything is sent.
  const tone = finding.effect === 'refused' && finding.kind !== 'encoding' ? 'failed' : 'warning'
  return { tone, label, text: `${text} ${nextStep}` }
}

/** Whether a mapping will be sent along that finds each field's column by its name. */
function goesByName(inspection: Inspection): boolean {
  const mapping = preparedMapping(inspection)
  return mapping !== null && inspection.draft.match === 'name'
}

/** The first field that has another column's name, and so would go into the wrong one by position. */
function firstMisplaced(
  fields: readonly string[],
  columns: readonly Column[],
): { readonly column: string; readonly field: string } | undefined {
  const names = new Set(columns.map(({ name }) => name.toLowerCase()))
  for (const [index, field] of fields.entries()) {
    const column = columns[index]?.name
    const isElsewhere = names.has(field.toLowerCase()) && field.toLowerCase() !== column?.toLowerCase()
    if (column !== undefined && isElsewhere) return { column, field }
  }
  return undefined
}

/**
 * How many records a file would land; null if they are counted only during the upload.
 *
 * @param inspection What looking into it told.
 */
export function recordsToIngest(
  file: FileSource,
  ignoreFirstRecord: boolean,
  inspection: Inspection | undefined,
): number | null {
  const { format } = file
  if (format === null) return null
  const counted = expectedRecords(allRecords(file), { format, ignoreFirstRecord }, file.filesInside)
  if (inspection === undefined) return counted
  if (counted === null) {
    // The file was too large to be counted when it was chosen; its check has been through it since.
    const read = extentOf(inspection)
    return read?.isWhole === true ? read.records : null
  }
  return Math.max(0, counted - linesWithoutRecord(findingsOf(inspection)))
}
