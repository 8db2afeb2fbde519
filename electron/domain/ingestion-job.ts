import type { BatchingPolicy } from './batching-policy'
import type { DataFormat } from './data-format'
import type { RowBalance } from './row-accounting'
import { isSettled, type SourceState } from './source-state'

/** How rows are accounted for; row-accounting.ts says what each word means. Null means: not known, and said so. */
export interface RowAccount {
  readonly expected: number | null
  /** Of a job the rows under its tag, of a source its share of them. */
  readonly landed: number | null
  readonly refused: number | null
}

/** What something that goes on is held up by, while it is tried again. */
export interface Trouble {
  /** One or two sentences. */
  readonly message: string
  readonly nextStep?: string | undefined
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** One file, one paste or one blob, as a window or a command line sees it. */
export interface SourceSnapshot {
  readonly sourceId: string
  readonly kind: 'file' | 'paste' | 'blob'
  /** What to call it: a file name, `Pasted rows`, or a blob URI without its query. */
  readonly name: string
  /** Where it is, for the tool tip: a full path or a blob URI without its query; empty for a paste. */
  readonly location: string
  readonly format: DataFormat
  /** Whether its first record is a header, which is left out. */
  readonly ignoreFirstRecord: boolean
  /** Uncompressed bytes; null where it is not known. */
  readonly rawDataSizeBytes: number | null
  readonly state: SourceState
  /** Why the service has to try again what it was sent; null while it does not say so. */
  readonly trouble: Trouble | null
  readonly rows: RowAccount
  /** Milliseconds since the epoch. */
  readonly startedAt: number | null
  readonly queuedAt: number | null
  readonly settledAt: number | null
  /** Bytes a second over the last moments of the upload. */
  readonly uploadRate: number | null
}

/** What a job shows; derived from its sources. */
export type JobStatus =
  | 'running'
  | 'paused'
  | 'succeeded'
  /** All sources ended well, and yet there are more rows or fewer than they hold. */
  | 'countsDiffer'
  | 'partiallySucceeded'
  | 'failed'
  | 'canceled'
  | 'needsAttention'
  | 'undone'

/** One action of the user: some sources into one table with one set of ingestion properties. */
export interface JobSnapshot {
  readonly jobId: string
  /** Grows with each change, so that a late event cannot overwrite a newer one. */
  readonly revision: number
  readonly clusterUri: string
  readonly database: string
  readonly table: string
  readonly createdAt: number
  readonly status: JobStatus
  /** What keeps the job from going on for the time being: its cluster is away, storage refuses, a disk is full. */
  readonly trouble: Trouble | null
  /** The job's extent tag without its `drop-by:`; null when tagging was turned off. */
  readonly tag: string | null
  readonly rows: RowAccount
  /** Rows of the whole table when the job began, and when it had settled. */
  readonly rowsBefore: number | null
  readonly rowsAfter: number | null
  /** The batching policy that was in force when the job began. */
  readonly policy: BatchingPolicy | null
  /** When the open batch is sealed at the latest; null while nothing waits. */
  readonly sealsAt: number | null
  readonly undo: 'possible' | 'notPossible' | 'undone'
  /** When it was undone. */
  readonly undoneAt?: number | undefined
  /** Rows that had landed before it was undone; null where that is not known. */
  readonly undoneRows?: number | null | undefined
  readonly sourceCount: number
  /** Uncompressed bytes of all sources; null where one is not known. */
  readonly rawDataSizeBytes?: number | null | undefined
  /** Counts by state, over all sources. */
  readonly counts: Readonly<Partial<Record<SourceState['kind'], number>>>
  /** Sources that a retry of the job would send again. */
  readonly retryableCount: number
  /** The sources; a long list is cut here and read by page. */
  readonly sources: readonly SourceSnapshot[]
}

/**
 * Derives a job's status from the states of its sources.
 *
 * @param balance Asked for only when all sources ended well: whether rows are missing, or too many.
 */
export function jobStatus(
  states: readonly SourceState[],
  paused: boolean,
  balance: () => Pick<RowBalance, 'missing' | 'surplus'>,
): JobStatus {
  if (states.some((state) => !isSettled(state) && state.kind !== 'unknown'))
    return paused ? 'paused' : 'running'
  const has = (kind: SourceState['kind']): boolean => states.some((state) => state.kind === kind)
  const every = (...kinds: SourceState['kind'][]): boolean =>
    states.every((state) => kinds.includes(state.kind))
  if (has('unknown')) return 'needsAttention'
  if (every('succeeded', 'skipped')) {
    const { missing, surplus } = balance()
    return (missing ?? 0) > 0 || (surplus ?? 0) > 0 ? 'countsDiffer' : 'succeeded'
  }
  if (every('canceled')) return 'canceled'
  if (every('failed')) return 'failed'
  if (has('succeeded') || has('partiallySucceeded')) return 'partiallySucceeded'
  return has('failed') ? 'failed' : 'canceled'
}
