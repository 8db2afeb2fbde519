import { formatFacts } from '../domain/data-format'
import type { Check, ColumnProfile, InspectionSource, Look, Target } from '../domain/schema/inspection'
import type { WireError } from '../domain/schema/wire-error'
import { toWireError } from '../domain/studio-error'
import type { InspectionService } from '../services/studio-services'
import { reportFinding, reportProblem, type FindingReport } from './finding-report'
import { lookAsSent, type SentAs } from './sent-as'

/** A source to look into. */
export interface SourceToCheck {
  readonly name: string
  readonly source: InspectionSource
  /** Undefined: as it is recognised. */
  readonly sentAs?: SentAs | undefined
}

/** What was found in one source. */
export interface SourceReport {
  readonly file: string
  readonly look: Look | null
  /** Null if only the sample was read. */
  readonly check: Check | null
  readonly findings: readonly FindingReport[]
  /** Why it cannot be read, or was not read to its end; null if it was. */
  readonly problem: WireError | null
}

/** Looks into one source and, if `whole` is on, checks all of it. Never throws for what is wrong with the source. */
export async function checkSource(
  inspection: InspectionService,
  { name, source, sentAs }: SourceToCheck,
  options: { readonly target: Target | null; readonly whole: boolean; readonly signal: AbortSignal },
): Promise<SourceReport> {
  const { target, whole, signal } = options
  let look: Look
  try {
    const seen = await inspection.look({ source, target }, signal)
    look = await lookAsSent(inspection, { source, sentAs, target, seen }, signal)
  } catch (error) {
    if (signal.aborted) throw error
    return cannotBeRead(name, null, toWireError(error))
  }
  try {
    const report = await readLook(inspection, { name, look }, { whole, signal })
    if (target !== null || report.problem !== null) return report
    const dates = await confusedDates(inspection, { name, source, report }, { whole, signal })
    return { ...report, findings: [...report.findings, ...dates] }
  } finally {
    inspection.close(look.lookId)
  }
}

/**
 * What is to be said about dates whose day and month can be confused, where no target says which columns are dates: those
 * that look like dates are taken for ones.
 */
async function confusedDates(
  inspection: InspectionService,
  about: { readonly name: string; readonly source: InspectionSource; readonly report: SourceReport },
  { whole, signal }: { readonly whole: boolean; readonly signal: AbortSignal },
): Promise<readonly FindingReport[]> {
  const { name, source, report } = about
  const columns = (report.check ?? report.look)?.columns ?? []
  const reading = report.look?.reading ?? null
  if (reading === null || formatFacts[reading.format].delimiter === undefined) return []
  if (!columns.some(couldBeDates)) return []
  const dated = columns.map((column) => ({
    name: column.name,
    type: couldBeDates(column) ? ('datetime' as const) : ('string' as const),
  }))
  const target = { columns: dated, mapping: null }
  const look = await inspection.look({ source, reading, target }, signal)
  try {
    const { findings } = await readLook(inspection, { name, look }, { whole, signal })
    return findings.filter(({ kind }) => kind === 'dayFirst')
  } finally {
    inspection.close(look.lookId)
  }
}

/** Whether all values can be dates, and something about their day and month keeps them from being taken for ones. */
function couldBeDates({ inferred, choices }: ColumnProfile): boolean {
  const isDate = choices.some(
    ({ type, lost, conversion, transform }) =>
      conversion === 'dayFirst' || (type === 'datetime' && lost === 0 && transform === undefined),
  )
  return inferred === 'string' && isDate
}

/** Checks the source of a look to its end, if `whole` is on, and tells what was found; the look stays open. */
export async function readLook(
  inspection: InspectionService,
  { name, look }: { readonly name: string; readonly look: Look },
  { whole, signal }: { readonly whole: boolean; readonly signal: AbortSignal },
): Promise<SourceReport> {
  if (look.problem !== null) return cannotBeRead(name, look, look.problem)
  const check = whole && !look.read.isWhole ? await inspection.whole(look.lookId, signal) : null
  const findings = (check ?? look).findings.map((finding) => reportFinding(name, finding))
  const problem = check?.error ?? null
  const unread = problem === null ? [] : [reportProblem(name, problem)]
  return { file: name, look, check, findings: [...findings, ...unread], problem }
}

/** The report on a source that cannot be read. */
export function cannotBeRead(name: string, look: Look | null, problem: WireError): SourceReport {
  return { file: name, look, check: null, findings: [reportProblem(name, problem)], problem }
}
