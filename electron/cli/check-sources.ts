import type { Check, InspectionSource, Look, Target } from '../domain/schema/inspection'
import type { WireError } from '../domain/schema/wire-error'
import { toWireError } from '../domain/studio-error'
import type { InspectionService } from '../services/studio-services'
import { reportFinding, type FindingReport } from './finding-report'
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
    look = await lookAsSent(inspection, { source, sentAs, target }, signal)
  } catch (error) {
    if (signal.aborted) throw error
    return { file: name, look: null, check: null, findings: [], problem: toWireError(error) }
  }
  try {
    if (look.problem !== null) return { file: name, look, check: null, findings: [], problem: look.problem }
    const check = whole && !look.read.isWhole ? await inspection.whole(look.lookId, signal) : null
    const findings = (check ?? look).findings.map((finding) => reportFinding(name, finding))
    return { file: name, look, check, findings, problem: check?.error ?? null }
  } finally {
    inspection.close(look.lookId)
  }
}
