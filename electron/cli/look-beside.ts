import type { Target } from '../domain/schema/inspection'
import type { StudioServices } from '../services/studio-services'
import { checkSource, type SourceReport, type SourceToCheck } from './check-sources'
import type { ChosenSource } from './chosen-sources'
import { findingLine } from './finding-report'
import { failureLine } from './report-run'
import type { Terminal } from './terminal'

/** Sources that are looked into beside an upload at most; if `all` is on, all are. */
const mostLooks = 100

/** Sources that come to no more than this are checked whole beside their upload, in bytes. */
const checkedBeside = 64 * 1_048_576

/** Looks into the sources of an ingestion, and says what it finds as soon as it is found. */
export async function lookInto(
  sources: readonly ChosenSource[],
  studio: StudioServices,
  options: {
    readonly target: Target
    /** Checks all of every source. */
    readonly all: boolean
    readonly totalBytes: number
    readonly terminal: Terminal
    readonly signal: AbortSignal
  },
): Promise<SourceReport[]> {
  const { target, all, totalBytes, terminal, signal } = options
  const readable = sources.flatMap((source) => toCheck(source) ?? [])
  const chosen = all ? readable : readable.slice(0, mostLooks)
  const whole = all || totalBytes <= checkedBeside
  const reports: SourceReport[] = []
  for (const source of chosen) {
    if (signal.aborted) break
    const report = await checkSource(studio.inspection, source, { target, whole, signal })
    reports.push(report)
    terminal.notes(report.findings.map(findingLine))
    if (report.problem !== null)
      terminal.note(failureLine(source.name, report.problem.message, report.problem.nextStep))
  }
  const others = sources.length - chosen.length
  if (others > 0) terminal.note(`${others} more sources were not looked into; preflight looks into all.`)
  return reports
}

/** Null for the blobs of a list: they are many, and stay where they are. */
function toCheck({ name, request, format, ignoreFirstRecord }: ChosenSource): SourceToCheck | null {
  const sentAs = { format, ignoreFirstRecord }
  switch (request.kind) {
    case 'file':
      return { name, sentAs, source: { kind: 'file', handle: request.handle } }
    case 'paste':
      return { name, sentAs, source: { kind: 'paste', text: request.text, name: request.name } }
    case 'blob':
      return 'uri' in request ? { name, sentAs, source: { kind: 'blob', uri: request.uri } } : null
  }
}
