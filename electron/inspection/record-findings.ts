import type { Effect, Finding, FindingKind } from '../domain/schema/inspection'
import type { OtherCount, ReadingNotes } from './chunk'
import type { Layout } from './layout'

/** The name of the first field that a short record lacks. */
function firstMissing(layout: Layout, first: OtherCount | undefined): { readonly name?: string } {
  const name = layout.kind === 'fields' ? layout.names[first?.fields ?? 0] : undefined
  return name === undefined ? {} : { name }
}

/** How many records come before those that are told apart: a header that is left out. */
export function headerRecords(layout: Layout, ignoreFirstRecord: boolean): number {
  return ignoreFirstRecord && layout.kind === 'fields' ? 1 : 0
}

/**
 * Findings about whole records, of what a reader noted on its way. Their numbers are those that the service's error would
 * have: a header that is left out counts.
 */
export function recordFindings(
  notes: ReadingNotes,
  layout: Layout,
  { isExact, ignoreFirstRecord }: { readonly isExact: boolean; readonly ignoreFirstRecord: boolean },
): Finding[] {
  const header = headerRecords(layout, ignoreFirstRecord)
  const { defect, otherCounts } = notes
  const changedFields = notes.fieldsLines?.finding(isExact) ?? null
  // Below other fields there are other numbers of them.
  const { fewer, more } = changedFields === null ? notes : { fewer: 0, more: 0 }
  const expected = layout.kind === 'fields' ? layout.names.length : 0
  const findings: Finding[] = changedFields === null ? [] : [changedFields]
  const counted = (kind: FindingKind, count: number, of: readonly OtherCount[]): void => {
    if (count === 0) return
    findings.push({
      kind,
      effect: 'refused',
      column: null,
      count,
      isExact,
      examples: of.map(({ line, record, fields }) => ({
        line,
        record: record + header,
        value: String(fields),
        becomes: null,
      })),
      facts: { fields: of[0]?.fields ?? 0, expected, ...firstMissing(layout, of[0]) },
    })
  }
  const isFewer = ({ fields }: OtherCount): boolean => fields < expected
  counted('fewerFields', fewer, otherCounts.filter(isFewer))
  counted(
    'moreFields',
    more,
    otherCounts.filter((one) => !isFewer(one)),
  )
  if (defect !== undefined) {
    const { kind, line, facts } = defect
    const record = defect.record === null ? null : defect.record + header
    const effect: Effect = 'refused'
    findings.push({
      kind,
      effect,
      column: null,
      count: 1,
      isExact: true,
      examples: [{ line, record, value: null, becomes: null }],
      facts: { ...facts, ...(line === null ? {} : { line }), ...(record === null ? {} : { record }) },
    })
  }
  return findings
}
