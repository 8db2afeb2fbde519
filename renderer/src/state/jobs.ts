import type { JobSnapshot, SourceSnapshot, UndoPreview } from '../../../electron/domain/schema/job'
import type { FindingRef } from '../../../electron/domain/schema/inspection'
import type { SourceRequest } from '../../../electron/domain/schema/source'

/** What the prepare page adds to an ingestion; its mapping wins over the one of the options. */
export interface PreparedJob {
  readonly mapping?: string
  /** A mapping that is not stored with the table, as JSON. */
  readonly mappingText?: string
  readonly leaveOut?: FindingRef[]
}

/** What the user can do to a whole job or to some of its sources. */
export type JobAction = 'cancel' | 'pause' | 'resume' | 'retry' | 'checkAgain' | 'undo'

/** Ingestions, newest first. */
export interface JobsSlice {
  readonly jobs: readonly JobSnapshot[]
  /** For jobs with more sources than a snapshot carries: those read so far, by job. */
  readonly sourcePages: Readonly<Record<string, readonly SourceSnapshot[]>>
  /** The job that "before and after" shows; null: the newest of the open table. */
  readonly selectedJobId: string | null
  loadJobs(): Promise<void>
  /** Starts an ingestion into the open table; false if it could not start, and the user was told why. */
  startJob(sources: readonly SourceRequest[], prepared?: PreparedJob): Promise<boolean>
  act(action: JobAction, jobId: string, sourceIds?: readonly string[]): Promise<void>
  /** Throws what the studio said, for the form to show. */
  provideBlobUri(jobId: string, sourceId: string, uri: string): Promise<void>
  undoPreview(jobId: string, signal: AbortSignal): Promise<UndoPreview>
  /** Reads some sources of a long job. `offset` must not leave a gap after those known. */
  readSources(jobId: string, offset: number, limit: number): Promise<void>
  selectJob(jobId: string | null): void
  /** Takes a snapshot, unless a newer one is known. */
  receiveJob(job: JobSnapshot): void
}
