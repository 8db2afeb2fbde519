import type { Column, TableRef } from '../../../domain/schema/table'
import type { SourceRequest } from '../../../domain/schema/source'
import type { Foreseen } from '../../../domain/schema/values'

/** What is asked of whoever can read sources before they are sent. */
export interface ForesightRequest extends TableRef {
  readonly clusterUri: string
  readonly columns: readonly Column[]
  readonly mapping: string | null
  readonly sources: readonly SourceRequest[]
}

/**
 * Reads sources to their end, and says what their records hold for each column of a table. Returns null if it cannot; an
 * error is thrown only when `signal` fires.
 */
export type Foresee = (request: ForesightRequest, signal: AbortSignal) => Promise<Foreseen | null>
