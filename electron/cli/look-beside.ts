import type { Target } from '../domain/schema/inspection'
import type { StudioServices } from '../services/studio-services'
import { checkSource, type SourceReport, type SourceToCheck } from './check-sources'
import type { ChosenSource } from './chosen-sources'
import { findingLine } from './finding-report'
import { failureLine } from './report-run'
import type { Terminal } from './terminal'

/** Sources that are looked into beside an upload at most; with --strict all are. */
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
    readonly strict: boolean
    readonly totalBytes: number
    readonly terminal: Terminal
    readonly signal: AbortSignal
  },
): Promise<SourceReport[]> {
  const { target, strict, totalBytes, terminal, signal } = options
  const chosen = strict ? sources : sources.slice(0, mostLooks)
  const whole = strict || totalBytes <= checkedBeside
  const reports: SourceReport[] = []
  for (const source of chosen) {
    if (signal.aborted) break
    const report = await checkSource(studio.inspection, toCheck(source), { target, whole, signal })
    reports.push(report)
    terminal.notes(report.findings.map(findingLine))
    if (report.problem !== null)
      terminal.note(failureLine(source.name, report.problem.message, report.problem.nextStep))
  }
  const others = sources.length - chosen.length
  if (others > 0) terminal.note(`${others} more sources were not looked into; preflight looks into all.`)
  return reports
}

function toCheck({ name, request, format, ignoreFirstRecord }: ChosenSource): SourceToCheck {
  const source =
    request.kind === 'file'
      ? { kind: request.kind, handle: request.handle }
      : request.kind === 'blob'
        ? { kind: request.kind, uri: request.uri }
        : { kind: request.kind, text: request.text }
  return { name, source, sentAs: { format, ignoreFirstRecord } }
}
