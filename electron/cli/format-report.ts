import { formatFacts, type Compression, type DataFormat } from '../domain/data-format'
import type { MatchedBy } from '../domain/column-matching'
import type { FormatOrigin } from '../domain/format-choice'
import type { ColumnSource } from '../domain/schema/table'
import { canIgnoreFirstRecord } from '../domain/source-treatment'
import type { ChosenSource } from './chosen-sources'

/** How some sources are read, as `--json` writes it. */
export interface FormatReport {
  readonly format: DataFormat
  /** The field separator; null for a format without fields. */
  readonly delimiter: string | null
  readonly compression: Compression
  readonly formatFrom: FormatOrigin
  /** Whether the first record is left out. */
  readonly ignoreFirstRecord: boolean
  readonly looksLikeHeader: boolean
  /** Whether the first record is left out because it repeats the names of the table's columns. */
  readonly repeatsColumns: boolean
  /** Fields in the first record; null if unknown. */
  readonly columns: number | null
  /** Whether they are converted on the way; left out if not. */
  readonly isConverted?: boolean
  /** What fields are matched by; left out: by a mapping of the user's, or nobody knows. */
  readonly matchedBy?: MatchedBy
  /** Names that find their columns in another case only, as `Id → id`; left out: none. */
  readonly otherCase?: readonly string[]
  /** Whether a mapping goes along for that; left out: none is needed. */
  readonly mapping?: readonly ColumnSource[]
  /** Names of the sources that all of this applies to. */
  readonly sources: readonly string[]
}

/** Sums up how sources are read: one entry for all that agree, in order of first appearance. */
export function reportFormats(sources: readonly ChosenSource[]): FormatReport[] {
  const reports = new Map<string, FormatReport & { readonly sources: string[] }>()
  for (const {
    name,
    format,
    formatFrom,
    compression,
    ignoreFirstRecord,
    looksLikeHeader,
    repeatsColumns,
    columns,
    isConverted,
    matchedBy,
    mapping,
    otherCase,
  } of sources) {
    const delimiter = formatFacts[format].delimiter ?? null
    const facts = {
      format,
      delimiter,
      compression,
      formatFrom,
      ignoreFirstRecord,
      looksLikeHeader,
      repeatsColumns,
      columns,
      ...(isConverted ? { isConverted } : {}),
      ...(matchedBy === null ? {} : { matchedBy }),
      ...(mapping === null ? {} : { mapping }),
      ...(otherCase.length === 0 ? {} : { otherCase }),
    }
    const key = JSON.stringify(facts)
    const known = reports.get(key)
    if (known === undefined) reports.set(key, { ...facts, sources: [name] })
    else known.sources.push(name)
  }
  return [...reports.values()]
}

const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'commas',
  '\t': 'tabs',
  '|': 'pipes',
  ';': 'semicolons',
  '\u0001': 'SOH characters',
}
const origins: Readonly<Record<FormatOrigin, string>> = {
  user: 'as --format says',
  name: 'by its name',
  content: 'by its content',
}
const namesShown = 3

/**
 * One line for a person, for example `a.csv: csv (commas) by its name, 7 fields, first record left out`.
 *
 * @param wantsHeader Whether `--ignore-first-record` was given.
 */
export function formatLine(report: FormatReport, wantsHeader: boolean): string {
  const { format, delimiter, compression, columns, sources } = report
  const fields = delimiter === null ? format : `${format} (${delimiterNames[delimiter] ?? 'fields'})`
  const packed = compression === 'none' ? fields : `${fields} in ${compression}`
  const parts = [`${packed} ${origins[report.formatFrom]}`]
  if (columns !== null) parts.push(columns === 1 ? '1 field' : `${columns} fields`)
  if (report.isConverted) parts.push('converted on the way')
  if (report.repeatsColumns)
    parts.push(
      'its first record is a header (it repeats the table’s columns) and is left out; --keep-first-record sends it',
    )
  else if (report.ignoreFirstRecord)
    parts.push(
      wantsHeader
        ? 'first record left out'
        : 'its first record looks like a header and is left out; --keep-first-record sends it',
    )
  else if (report.looksLikeHeader) parts.push('its first record looks like a header and is ingested')
  else if (wantsHeader)
    parts.push(canIgnoreFirstRecord(format) ? 'first line kept, as text has no header' : 'it has no header')
  if (report.mapping !== undefined)
    parts.push(`${matchWords(report)} a mapping goes along; --match position sends the fields in their order`)
  else if (report.matchedBy !== undefined && delimiter !== null) parts.push(matchWords(report).slice(0, -1))
  const more = sources.length - namesShown
  const names = [...sources.slice(0, namesShown), ...(more > 0 ? [`${more} more`] : [])]
  return `${names.join(', ')}: ${parts.join(', ')}.`
}

/** `matched by name:`, or with what is written otherwise `matched by name, in other case: Id → id;`. */
function matchWords({ matchedBy = 'name', otherCase = [] }: FormatReport): string {
  const how = `matched by ${matchedBy}`
  if (otherCase.length === 0) return `${how}:`
  const more = otherCase.length - namesShown
  const shown = [...otherCase.slice(0, namesShown), ...(more > 0 ? [`${more} more`] : [])]
  return `${how}, in other case: ${shown.join(', ')};`
}
