import { StudioError } from '../domain/studio-error'
import type { StudioServices } from '../services/studio-services'
import type { SourceReport } from './check-sources'
import { findingLine } from './finding-report'
import { isSampled, reportLooked, type LookedSource } from './look-ahead'
import { failureLine } from './report-run'
import type { Terminal } from './terminal'

/** Sources that come to no more than this are checked whole although their job does not do it, in bytes. */
const checkedBeside = 64 * 1_048_576

/**
 * Reports on the sources of an ingestion, and says what is found as soon as it is found. What the job checks anyway is
 * waited for, and not checked twice.
 *
 * @param options.all Checks all of every source, except for large blobs.
 */
export async function reportAll(
  sources: readonly LookedSource[],
  studio: StudioServices,
  options: {
    readonly all: boolean
    readonly totalBytes: number
    readonly terminal: Terminal
    readonly signal: AbortSignal
  },
): Promise<SourceReport[]> {
  const { all, totalBytes, terminal, signal } = options
  const reports: SourceReport[] = []
  for (const source of sources) {
    if (signal.aborted) break
    const whole = (all || totalBytes <= checkedBeside) && !isSampled(source)
    const report = await reportLooked(source, studio.inspection, { whole, signal })
    if (report === null) continue
    reports.push(report)
    const found = report.problem === null ? report.findings : report.findings.slice(0, -1)
    // A header that is left out stands in the line that says how the source is read.
    const untold = found.filter(({ kind, effect }) => kind !== 'headerSeen' || effect !== 'none')
    terminal.notes(untold.map(findingLine))
    if (report.problem !== null)
      terminal.note(failureLine(report.file, report.problem.message, report.problem.nextStep))
  }
  const others = sources.filter(({ look }) => look === null).length
  if (others > 0) terminal.note(`${others} more sources were not looked into; preflight looks into all.`)
  return reports
}

/** Lets go of all looks. */
export function closeAll(sources: readonly LookedSource[], { inspection }: StudioServices): void {
  for (const { look } of sources)
    if (look !== null && !(look instanceof StudioError)) inspection.close(look.lookId)
}
