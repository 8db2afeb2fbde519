import type { Finding, InspectionSource, Target } from '../../../domain/schema/inspection'
import type { Reading } from '../../../domain/schema/reading'
import type { SourceRequest } from '../../../domain/schema/source'
import type { Foreseen } from '../../../domain/schema/values'

/** One source to be read to its end. */
export interface SourceToForesee {
  /** Finds what to look into, when its turn comes; null: it is not read here. */
  readonly place: () => InspectionSource | null | Promise<InspectionSource | null>
  readonly reading: Reading
  /** Of a larger source only a sample is read. */
  readonly mostBytes: number
  /** A look that is there already; left out: another one is taken. */
  readonly look?: SourceRequest['look']
  /** Gets what its own records hold, and what was found in it. */
  readonly told?: (foreseen: Foreseen, found: readonly Finding[]) => void
  /** Called once nothing more will be told of it. */
  readonly done?: () => void
}

/** How far the sources of a job are read. */
export interface ForeseeOptions {
  readonly signal: AbortSignal
  /** `sample`: of those that nobody looked into, the first records, and a few across a large one. */
  readonly extent: 'whole' | 'sample'
  /** Whether to stop, asked before each source that nobody looked into. */
  readonly isEnough?: () => boolean
}

/**
 * Reads sources, and says what their records hold for each column of a target; null if that cannot be found out. Looks
 * that are there already are held from the moment of the call.
 */
export type Foresee = (
  target: Promise<Target>,
  sources: readonly SourceToForesee[],
  options: ForeseeOptions,
) => Promise<Foreseen | null>
